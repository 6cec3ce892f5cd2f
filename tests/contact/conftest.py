"""The cast of the contact rules: a customer, a stranger, officers, and somebody who writes e-mail."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest

from onedoor.contact import actions
from onedoor.contact.types import LetterView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people

MAY = frozenset({"contact.read", "contact.log", "contact.send"})
TITLE = {"en": "Notice of assessment", "zh-hans": "评税通知书"}


@pytest.fixture
def me(db: None, at: datetime) -> UUID:
    """A customer with an e-mail address, who has not chosen a door."""
    return people.register_customer(
        name="Lin Wei", birth_date=date(1984, 5, 2), email="lin.wei@mail.example", by=SYSTEM, at=at
    ).id


@pytest.fixture
def citizen(me: UUID) -> Actor:
    return Actor(kind="citizen", account=uuid4(), name="Lin Wei", door="portal", assurance=2, customer=me)


@pytest.fixture
def stranger(citizen: Actor) -> Actor:
    return replace(citizen, account=uuid4(), customer=uuid4())


@pytest.fixture
def officer(db: None) -> Actor:
    return Actor(kind="officer", account=uuid4(), name="Mei Tan", door="desk", agency="REV", permissions=MAY)


@pytest.fixture
def elsewhere(officer: Actor) -> Actor:
    return replace(officer, account=uuid4(), name="Arun Nair", agency="LAB")


@pytest.fixture
def phone(officer: Actor) -> Actor:
    return replace(officer, account=uuid4(), name="Ana Cruz", agency="CTC", door="phone")


@pytest.fixture
def letter(me: UUID, at: datetime) -> LetterView:
    return actions.issue_letter(
        customer=me,
        kind="income-tax/notice",
        title=TITLE,
        content={"payable": "770.00"},
        agency="REV",
        by=SYSTEM,
        at=at,
    )
