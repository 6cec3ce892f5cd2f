"""The cast: a citizen, her representative, her officer, a contractor, a stranger, and three neighbours."""

from datetime import date, datetime

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.people import actions
from onedoor.people.rules import make_identifier
from onedoor.people.types import Customer

BORN = date(1985, 3, 12)
IDENTIFIER = make_identifier(BORN, 42)


@pytest.fixture
def ada(db: None, at: datetime) -> Customer:
    """Ada Tan, with everything by which a customer is found."""
    return actions.register_customer(
        name="Tan Hui Xin, Ada", name_zh="陈慧欣", birth_date=BORN, identifier=IDENTIFIER,
        email="Ada@Mail.Example", phone="9123 4567", address="12 Harbour Road", by=SYSTEM, at=at,
    )  # fmt: skip


@pytest.fixture
def ben(db: None, at: datetime) -> Customer:
    """Ben Lim, who may represent her."""
    return actions.register_customer(name="Lim Wei Ben", name_zh="林伟本", by=SYSTEM, at=at)


def citizen(customer: Customer, assurance: int = 3) -> Actor:
    """The customer's own session."""
    return Actor(
        kind="citizen", account=new_id(), name=customer.name, door="portal", assurance=assurance,
        customer=customer.id, self_customer=customer.id,
    )  # fmt: skip


@pytest.fixture
def officer() -> Actor:
    """A counter officer."""
    may = {"customers.find", "customers.read", "customers.register", "customers.change"}
    return Actor(
        kind="officer", account=new_id(), name="Grace Lim", door="desk", assurance=3, agency="REV",
        permissions=frozenset(may | {"identifiers.reveal", "mandates.grant"}),
    )  # fmt: skip


@pytest.fixture
def clerk() -> Actor:
    """An officer whose role has nothing to do with customers."""
    return Actor(kind="officer", account=new_id(), door="desk", assurance=3, agency="CIO")


@pytest.fixture
def stranger() -> Actor:
    """Somebody who must always be refused."""
    own = new_id()
    return Actor(
        kind="citizen", account=new_id(), door="portal", assurance=3, customer=own, self_customer=own
    )


@pytest.fixture
def partner() -> Actor:
    """A charity's key."""
    return Actor(kind="partner", account=new_id(), door="api", assurance=2, partner="HARBOUR-AID")
