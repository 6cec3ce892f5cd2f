"""A charity's clerk at the door, its key, and somebody else's."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.exchange import actions
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.trust import actions as trust
from tests.exchange.conftest import DONOR_ID
from tests.exchange.files import CHARITY_ID, EMPLOYER_ID

SignIn = Callable[[str], Client]
Key = Callable[[str], dict[str, str]]


@pytest.fixture(autouse=True)
def _city(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onedoor.kernel.clock.now", lambda: at)
    monkeypatch.setattr("onedoor.kernel.clock.today", lambda: date(2025, 3, 10))
    for code, kind, organisation in (
        ("foodbank", "charity", CHARITY_ID),
        ("shipyard", "employer", EMPLOYER_ID),
    ):
        actions.register_partner(
            code=code, kind=kind, name={"en": code.title(), "zh-hans": "海港机构"}, organisation=organisation,
            active_from=date(2020, 1, 1), by=SYSTEM, at=at,
        )  # fmt: skip


@pytest.fixture
def donor(db: None, at: datetime) -> UUID:
    return people.register_customer(
        name="Mei Lin", birth_date=date(1985, 3, 12), identifier=DONOR_ID, by=SYSTEM, at=at
    ).id


@pytest.fixture
def sign_in(at: datetime) -> SignIn:
    """A browser in which a clerk of the partner is signed in."""

    def enter(partner: str) -> Client:
        from django.contrib.auth import get_user_model

        account = trust.open_account(
            email=f"clerk@{partner}.example", name="Clerk", kind="partner", partner=partner, by=SYSTEM, at=at
        )
        client = Client()
        client.force_login(
            get_user_model().objects.get(pk=account.id), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return enter


@pytest.fixture
def key(at: datetime) -> Key:
    """The header with a key of the partner."""

    def issue(partner: str) -> dict[str, str]:
        issued = trust.issue_partner_key(partner=partner, label="payroll", by=SYSTEM, at=at)
        return {"Authorization": f"Bearer {issued.secret}"}

    return issue
