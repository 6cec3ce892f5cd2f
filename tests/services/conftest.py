"""The cast of the services room: Mei Lin files her tax, Noor Aziz is a stranger, Tan is an officer.

Mei Lin's year: pay 60,000 from the shipyard, 12,000 into the provident fund, 400 to the food bank.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from onedoor.exchange import actions as exchange
from onedoor.exchange.types import NewValue
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier
from onedoor.services import actions
from onedoor.services.applications.types import ApplicationView
from tests.exchange.conftest import partner
from tests.exchange.files import CHARITY_ID, EMPLOYER_ID, donations, incomes

BORN = date(1985, 3, 12)
MEI_ID = make_identifier(BORN, 42)

Report = Callable[..., None]


@pytest.fixture
def mei(db: None, at: datetime) -> UUID:
    return people.register_customer(
        name="Mei Lin", name_zh="林美", birth_date=BORN, identifier=MEI_ID, by=SYSTEM, at=at
    ).id


@pytest.fixture
def citizen(mei: UUID) -> Actor:
    """Mei Lin, signed in with a second factor."""
    return Actor(
        kind="citizen", account=UUID(int=7), name="Mei Lin", door="portal", assurance=3, customer=mei,
        self_customer=mei,
    )  # fmt: skip


@pytest.fixture
def stranger(db: None, at: datetime) -> Actor:
    born = date(1990, 1, 5)
    noor = people.register_customer(
        name="Noor Aziz", birth_date=born, identifier=make_identifier(born, 7), by=SYSTEM, at=at
    ).id
    return Actor(
        kind="citizen", account=UUID(int=8), door="portal", assurance=3, customer=noor, self_customer=noor
    )


@pytest.fixture
def officer() -> Actor:
    """Tan, of the revenue agency."""
    may = frozenset(
        {"services.look", "services.assist", "services.decide", "customers.read", "values.read_tax"}
    )
    return Actor(
        kind="officer",
        account=UUID(int=9),
        name="Tan",
        door="desk",
        assurance=3,
        agency="REV",
        permissions=may,
    )


@pytest.fixture
def employer(db: None, at: datetime) -> Actor:
    exchange.register_partner(
        code="shipyard", kind="employer", name={"en": "Harbour Shipyard", "zh-hans": "海港船厂"},
        organisation=EMPLOYER_ID, active_from=date(2010, 1, 1), by=SYSTEM, at=at,
    )  # fmt: skip
    return partner("shipyard")


@pytest.fixture
def charity(db: None, at: datetime) -> Actor:
    exchange.register_partner(
        code="foodbank", kind="charity", name={"en": "Harbour Food Bank", "zh-hans": "海港食物银行"},
        organisation=CHARITY_ID, active_from=date(2020, 1, 1), by=SYSTEM, at=at,
    )  # fmt: skip
    return partner("foodbank")


@pytest.fixture
def report(mei: UUID, at: datetime) -> Report:
    """A register takes in one value about Mei Lin (or another)."""

    def say(register: str, source: str, period: str = "", customer: UUID = mei, **values: Any) -> None:
        new = [NewValue(customer, attribute, value, period) for attribute, value in values.items()]
        exchange.report_values(register=register, source=source, values=new, by=SYSTEM, at=at)

    return say


@pytest.fixture
def pay(employer: Actor, at: datetime) -> Callable[[str], None]:
    """The shipyard reports Mei Lin's pay of 2024; a second report amends the first."""
    sent: list[str] = []

    def send(amount: str) -> None:
        file = incomes(f"{MEI_ID},{amount},0,0,0", total=amount, indicator="A" if sent else "O")
        receipt = exchange.receive_batch(
            partner="shipyard", feed="income", file=file, filename="pay.csv", by=employer, at=at
        )
        assert receipt.accepted == 1, receipt
        sent.append(amount)

    return send


@pytest.fixture
def year(pay: Callable[[str], None], charity: Actor, report: Report, at: datetime) -> None:
    """Everything that others reported about Mei Lin's 2024."""
    report("civil-register", "CIV", birth_date=BORN, residency_status="citizen")
    report("travel-register", "CIV", period="2024", days_in_city=350)
    report("provident-fund", "PRF", period="2024", compulsory_contribution=Decimal("12000.00"))
    pay("60000.00")
    file = donations(f"{MEI_ID},400.00,2024-05-02,R-1001")
    receipt = exchange.receive_batch(
        partner="foodbank", feed="donations", file=file, filename="gifts.csv", by=charity, at=at
    )
    assert receipt.accepted == 1, receipt


@pytest.fixture
def draft(year: None, mei: UUID, citizen: Actor, at: datetime) -> ApplicationView:
    """Mei Lin's income tax, as she finds it."""
    return actions.start_application(customer=mei, service="income-tax", door="portal", by=citizen, at=at)
