"""The cast of the exchange: a donor, a stranger, a charity, an employer, and their files."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from onedoor.exchange import actions, queries
from onedoor.exchange.types import Receipt, Share
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier, make_organisation_identifier
from tests.exchange.files import CHARITY_ID, EMPLOYER_ID

Send = Callable[..., Receipt]
HELP = "AG-2025-22"
DONOR_ID = make_identifier(date(1985, 3, 12), 42)


@pytest.fixture
def donor(db: None, at: datetime) -> UUID:
    """Mei Lin, known by DONOR_ID."""
    return people.register_customer(
        name="Mei Lin", birth_date=date(1985, 3, 12), identifier=DONOR_ID, by=SYSTEM, at=at
    ).id


@pytest.fixture
def stranger(db: None, at: datetime) -> UUID:
    return people.register_customer(
        name="Noor Aziz", birth_date=date(1990, 1, 5), identifier=make_identifier(date(1990, 1, 5), 7),
        by=SYSTEM, at=at,
    ).id  # fmt: skip


@pytest.fixture
def citizen(donor: UUID) -> Actor:
    return Actor(kind="citizen", door="portal", assurance=3, customer=donor, self_customer=donor)


@pytest.fixture
def receipt(donor: UUID, citizen: Actor, at: datetime) -> dict[str, str]:
    """She agreed, and took one attribute and one receiver back."""
    given = actions.give_consent(customer=donor, agreement=HELP, by=citizen, at=at)
    actions.withdraw_consent(
        customer=donor, agreement=HELP, shares=[Share("civil-register", "name")], receivers=["SOC"],
        by=citizen, at=at + timedelta(days=1),
    )  # fmt: skip
    return queries.get_consent_receipt(given.id, by=citizen, at=at + timedelta(days=1))


@pytest.fixture
def officer() -> Actor:
    may = frozenset({"customers.read", "values.read_tax", "exchange.correct", "exchange.report"})
    return Actor(kind="officer", account=UUID(int=9), door="desk", assurance=3, agency="REV", permissions=may)


@pytest.fixture
def charity(db: None, at: datetime) -> Actor:
    """The food bank's clerk; registered as a charity from 2020 on."""
    actions.register_partner(
        code="foodbank", kind="charity", name={"en": "Harbour Food Bank", "zh-hans": "海港食物银行"},
        organisation=CHARITY_ID, active_from=date(2020, 1, 1), by=SYSTEM, at=at,
    )  # fmt: skip
    return partner("foodbank")


@pytest.fixture
def employer(db: None, at: datetime) -> Actor:
    actions.register_partner(
        code="shipyard", kind="employer", name={"en": "Harbour Shipyard", "zh-hans": "海港船厂"},
        organisation=EMPLOYER_ID, active_from=date(2010, 1, 1), by=SYSTEM, at=at,
    )  # fmt: skip
    return partner("shipyard")


@pytest.fixture
def send(at: datetime) -> Send:
    """Send a file as its partner."""

    def push(by: Actor, file: bytes, feed: str = "donations", filename: str = "file.csv") -> Receipt:
        return actions.receive_batch(
            partner=by.partner, feed=feed, file=file, filename=filename, by=by, at=at
        )

    return push


def partner(code: str) -> Actor:
    return Actor(
        kind="partner", account=UUID(int=5), door="partner", assurance=2, partner=code,
        permissions=frozenset({"partner.push"}),
    )  # fmt: skip


OTHER_CHARITY_ID = make_organisation_identifier("charity", 99)
