"""The cast of answers: who asks, who writes, who approves, and a shelf to begin with."""

from datetime import datetime
from uuid import uuid4

import pytest

from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.knowledge import actions
from onedoor.knowledge.types import Wording


@pytest.fixture
def asker() -> Actor:
    return ANONYMOUS


@pytest.fixture
def writer() -> Actor:
    may = frozenset({"knowledge.write", "knowledge.propose"})
    return Actor(kind="officer", account=uuid4(), name="Mei", door="desk", agency="CIV", permissions=may)


@pytest.fixture
def second() -> Actor:
    may = frozenset({"knowledge.write", "knowledge.approve"})
    return Actor(kind="officer", account=uuid4(), name="Ravi", door="desk", agency="CIV", permissions=may)


@pytest.fixture
def other_officer() -> Actor:
    return Actor(kind="officer", account=uuid4(), name="Lee", door="desk", agency="LIB")


@pytest.fixture
def loaded(db: None, at: datetime) -> int:
    """The catalogue's own answers."""
    return actions.load_articles(by=SYSTEM, at=at)


@pytest.fixture
def wording() -> Wording:
    return Wording(
        title={"en": "How long does it take?", "zh-hans": "需要多久？"},
        sentence={"en": "You hear from us within {clock}.", "zh-hans": "我们会在{clock}内答复。"},
        points=({"en": "You need no papers.", "zh-hans": "无需材料。"},),
        internal={"en": "Look at the lane first.", "zh-hans": "先看通道。"},
    )
