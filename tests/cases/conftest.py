"""The cast of the case rules: a citizen, a stranger, and officers of several agencies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest

from onedoor.cases import actions
from onedoor.cases.types import CaseView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

Hire = Callable[..., Actor]
Open = Callable[..., CaseView]


@pytest.fixture
def hire(db: None, at: datetime) -> Hire:
    """An officer with a post, as the actor that she is at the desk."""

    def make(name: str, agency: str = "REV", role: str = "case-officer") -> Actor:
        email = f"{name.lower().replace(' ', '.')}@{agency.lower()}.example"
        account = trust_actions.open_account(email=email, name=name, kind="officer", by=SYSTEM, at=at)
        trust_actions.give_post(
            account=account.id, agency=agency, role=role, active_from=date(2024, 1, 1), by=SYSTEM, at=at
        )
        return trust.actor_for(account.id, door="desk", assurance=3, at=at)

    return make


@pytest.fixture
def officer(hire: Hire) -> Actor:
    return hire("Mei Tan")


@pytest.fixture
def supervisor(hire: Hire) -> Actor:
    return hire("Ruth Lim", role="supervisor")


@pytest.fixture
def elsewhere(hire: Hire) -> Actor:
    """An officer of another agency."""
    return hire("Arun Nair", agency="LAB")


@pytest.fixture
def citizen() -> Actor:
    me = uuid4()
    return Actor(kind="citizen", account=uuid4(), name="Lin Wei", door="portal", assurance=2, customer=me)


@pytest.fixture
def stranger(citizen: Actor) -> Actor:
    return replace(citizen, account=uuid4(), customer=uuid4(), name="Somebody Else")


@pytest.fixture
def opened(db: None, citizen: Actor, at: datetime) -> Open:
    """Open a case of the citizen, different where the test says so."""

    def make(**changed: object) -> CaseView:
        facts: dict[str, object] = {
            "kind": "correction", "customer": citizen.customer, "agency": "REV", "service": "income-tax",
            "subject": {"en": "Donation not right", "zh-hans": "捐款有误"}, "promise": "P5D",
            "calendar": "working-days", "by": SYSTEM, "at": at,
        }  # fmt: skip
        return actions.open_case(**(facts | changed))  # type: ignore[arg-type]

    return make


@pytest.fixture
def tax(hire: Hire) -> Actor:
    """An officer to whom the routing table sends questions about tax."""
    return hire("Kai Tan", agency="REV", role="case-officer")


@pytest.fixture
def dispatcher(hire: Hire) -> Actor:
    """A supervisor of the contact centre."""
    return hire("Rui Sato", agency="CTC", role="supervisor")
