"""The cast at the desk: Mei Lin with her year of tax, her officer, an officer of another agency, a
contractor of the contact centre, a supervisor; each in a browser of her own."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from onedoor.cases import actions as case_actions
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import actions as trust_actions
from tests.cases.conftest import Hire, hire
from tests.services.conftest import (
    charity,
    citizen,
    draft,
    employer,
    mei,
    pay,
    report,
    stranger,
    year,
)

__all__ = ["charity", "citizen", "draft", "employer", "hire", "mei", "pay", "report", "stranger", "year"]

Sit = Callable[[Actor], Client]
PASSWORD = "harbour-city-2025"


@pytest.fixture(autouse=True)
def _city_time(tmp_path: Path, at: datetime) -> Iterator[None]:
    """Pages ask the clock: in these tests it is the city's morning."""
    clock.set_demo_clock(tmp_path / "clock", at)
    clock.use_demo_clock(tmp_path / "clock")
    yield
    clock.use_demo_clock(None)


@pytest.fixture
def sit(db: None) -> Sit:
    """A browser in which this officer is signed in with password and code."""

    def enter(officer: Actor) -> Client:
        browser = Client()
        user = get_user_model().objects.get(pk=officer.account)
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = browser.session
        session["assurance"] = 3
        session.save()
        return browser

    return enter


@pytest.fixture
def officer(hire: Hire) -> Actor:
    return hire("Boon Tan")


@pytest.fixture
def desk(sit: Sit, officer: Actor) -> Client:
    """The desk of Mei Lin's officer at the Revenue Service."""
    return sit(officer)


@pytest.fixture
def elsewhere(sit: Sit, hire: Hire) -> Client:
    """The desk of an officer of another agency."""
    return sit(hire("Arun Nair", agency="LIB", role="case-officer"))


@pytest.fixture
def contractor(sit: Sit, hire: Hire) -> Client:
    """The desk of a contact-centre agent who is not of the civil service."""
    return sit(hire("Dina Rahman", agency="CTC", role="contact-centre"))


@pytest.fixture
def supervisor(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Ruth Lim", role="supervisor"))


@pytest.fixture
def give_code(mei: UUID, citizen: Actor) -> Callable[[], str]:
    """Mei Lin makes a one-time code on her own page and reads it out."""

    def read_out() -> str:
        return trust_actions.offer_assistance(customer=mei, by=citizen, at=clock.now()).code

    return read_out


@pytest.fixture
def present(desk: Client, mei: UUID, give_code: Callable[[], str]) -> Client:
    """The officer's desk with Mei Lin sitting at it."""
    desk.post(f"/desk/customers/{mei}/assist/", {"code": give_code()})
    return desk


@pytest.fixture
def look(mei: UUID) -> Callable[[Client], str]:
    """Open Mei Lin's page at a desk, for a reason; the page."""

    def open_page(browser: Client) -> str:
        browser.post(f"/desk/customers/{mei}/open/", {"purpose": "answer-customer"})
        return browser.get(f"/desk/customers/{mei}/").content.decode()

    return open_page


@pytest.fixture
def secret(officer: Actor, at: datetime) -> str:
    """The officer's authenticator."""
    trust_actions.change_password(account=officer.account, password=PASSWORD, by=SYSTEM, at=at)
    return trust_actions.enrol_totp(account=officer.account, by=SYSTEM, at=at)


@pytest.fixture
def opened_number(mei: UUID, at: datetime) -> str:
    """A normal case of Mei Lin's at the Revenue Service."""
    return case_actions.open_case(
        kind="question", customer=mei, agency="REV", service="income-tax",
        subject={"en": "Wrong address on the notice", "zh-hans": "通知书地址有误"}, promise="P5D",
        calendar="working-days", by=SYSTEM, at=at,
    ).number  # fmt: skip
