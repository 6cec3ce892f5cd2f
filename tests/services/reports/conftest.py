"""Who reports what is wrong in the street, and who mends it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.scope import scoped
from onedoor.services import actions
from onedoor.services.applications.types import SignedView
from tests.services.conftest import citizen, mei, officer, stranger  # noqa: F401  # fixtures

PLACE = {"lat": "5.209000", "long": "105.052000", "address": "60 Lighthouse Lane"}
ANSWERS = {"kind": "pothole", "place": PLACE, "ground": "street", "depth": "deep"}

File = Callable[..., SignedView]


def visit(at: datetime, sender: str = "198.51.100.7") -> Actor:
    """Somebody who gives no name."""
    return actions.let_visitor_in(service="street-issue", sender=sender, by=ANONYMOUS, at=at)


@pytest.fixture
def file(db: None, at: datetime) -> File:
    """Files a report without a name; every one comes from another address."""
    count = iter(range(10_000))

    def file_one(*, on: datetime = at, by: Actor | None = None, **answers: Any) -> SignedView:
        who = by or visit(on, f"sender {next(count)}")
        with scoped(who):
            return actions.file_at_once(service="street-issue", answers={**ANSWERS, **answers}, by=who, at=on)

    return file_one


def worker(agency: str) -> Actor:
    """An officer of that agency who decides."""
    may = frozenset({"services.look", "services.decide", "cases.read", "cases.close", "cases.assign"})
    return Actor(
        kind="officer",
        account=UUID(int=77),
        name="Rahim",
        door="desk",
        assurance=3,
        agency=agency,
        permissions=may,
    )


@pytest.fixture
def mender() -> Actor:
    """Rahim of City Works."""
    return worker("CTY")
