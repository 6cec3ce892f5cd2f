"""One cast for all promises: Mei Lin with her year of tax, her representative, her officer (REV), an
officer of another agency (HLT), a contractor, a stranger; each signs in through the real page."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier
from onedoor.services.applications.types import ApplicationView
from onedoor.trust import actions as trust
from onedoor.trust import queries
from tests.cases.conftest import Hire, hire  # noqa: F401  # a fixture
from tests.services.conftest import (  # noqa: F401  # fixtures
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

PASSWORD = "lighthouse-lane-8"
SECRET = "PROMISESTESTPROMISESTESTPROMISES"
MEI, RAVI, NOOR = "mei@harbour.example", "ravi@harbour.example", "noor@harbour.example"

Enter = Callable[..., Client]


def code_now() -> str:
    """What the phone shows (every phone of the cast has the same secret)."""
    return queries.demo_totp_code(SECRET, datetime.now(UTC))


@pytest.fixture(autouse=True)
def city_clock(tmp_path: Path, at: datetime) -> Iterator[Path]:
    """The city's time is that of ``at``, so that its season is open."""
    clock.use_demo_clock(tmp_path / "clock")
    clock.set_demo_clock(tmp_path / "clock", at)
    yield tmp_path / "clock"
    clock.use_demo_clock(None)


@pytest.fixture
def account(at: datetime) -> Callable[[str, str, UUID], UUID]:
    """Open a person's account: a password, and one-time codes on her phone."""

    def open_(email: str, name: str, customer: UUID) -> UUID:
        opened = trust.open_account(
            email=email, name=name, kind="citizen", password=PASSWORD, customer=customer, by=SYSTEM, at=at
        ).id
        trust.enrol_totp(account=opened, secret=SECRET, by=SYSTEM, at=at)
        return opened

    return open_


@pytest.fixture
def enter(db: None) -> Enter:
    """A fresh browser, signed in on the portal's page at level 2, or with the code at level 3."""

    def sign_in(email: str, level: int = 2) -> Client:
        browser = Client()
        answer = browser.post("/sign-in/", {"email": email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()[:500]
        if level == 3:
            assert browser.post("/step-up/", {"code": code_now()}).status_code == 302
        return browser

    return sign_in


@pytest.fixture
def meis_account(account: Callable[..., UUID], mei: UUID) -> UUID:  # noqa: F811
    return account(MEI, "Mei Lin", mei)


@pytest.fixture
def browser(enter: Enter, meis_account: UUID) -> Client:
    """Mei Lin's browser, at level 2."""
    return enter(MEI)


@pytest.fixture
def proved(enter: Enter, meis_account: UUID) -> Client:
    """Mei Lin's browser, at level 3."""
    return enter(MEI, level=3)


@pytest.fixture
def other(enter: Enter, account: Callable[..., UUID], stranger: Actor) -> Client:  # noqa: F811
    """The stranger's browser, at level 3."""
    assert stranger.customer is not None
    account(NOOR, "Noor Aziz", stranger.customer)
    return enter(NOOR, level=3)


@pytest.fixture
def representative(db: None, at: datetime) -> UUID:
    born = date(1979, 8, 2)
    return people.register_customer(
        name="Ravi Menon", birth_date=born, identifier=make_identifier(born, 77), by=SYSTEM, at=at
    ).id


@pytest.fixture
def sit(db: None, at: datetime) -> Callable[[Actor], Client]:
    """A browser in which this officer signed in at the desk with password and code."""

    def enter_desk(officer: Actor) -> Client:
        trust.change_password(account=officer.account, password=PASSWORD, by=SYSTEM, at=at)
        trust.enrol_totp(account=officer.account, secret=SECRET, by=SYSTEM, at=at)
        browser = Client()
        email = queries.get_account(officer.account).email
        browser.post("/desk/sign-in/", {"email": email, "password": PASSWORD})
        answer = browser.post("/desk/sign-in/code/", {"code": code_now()})
        assert answer.status_code == 302, answer.content.decode()[:500]
        return browser

    return enter_desk


@pytest.fixture
def officer(hire: Hire) -> Actor:  # noqa: F811
    """Her officer at the Revenue Service."""
    return hire("Boon Tan")


@pytest.fixture
def desk(sit: Callable[[Actor], Client], officer: Actor) -> Client:
    return sit(officer)


@pytest.fixture
def elsewhere(sit: Callable[[Actor], Client], hire: Hire) -> Client:  # noqa: F811
    """The desk of an officer of the Health Service."""
    return sit(hire("Arun Nair", agency="HLT"))


@pytest.fixture
def contractor(sit: Callable[[Actor], Client], hire: Hire) -> Client:  # noqa: F811
    """The desk of a contact-centre agent who is not of the civil service."""
    return sit(hire("Dina Rahman", agency="CTC", role="contact-centre"))


@pytest.fixture
def seen(draft: ApplicationView) -> dict[str, str]:  # noqa: F811
    """What the sign button sends: what she saw."""
    return {"revision": str(draft.revision), "fingerprint": draft.fingerprint}


@pytest.fixture
def signed(proved: Client, draft: ApplicationView, seen: dict[str, str]) -> ApplicationView:  # noqa: F811
    """Mei Lin's return, filed: 770 dollars to pay."""
    assert proved.post(f"/applications/{draft.number}/sign/", seen).status_code == 302
    return draft
