"""The cast: a citizen, her officer, an officer of another agency, a contact-centre agent, a clerk."""

from datetime import date, datetime
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.trust import actions, queries
from onedoor.trust.types import AccountView

PASSWORD = "harbour lights 2025"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADA = UUID("01900000-0000-7000-8000-00000000ada0")


@pytest.fixture
def ada(db: None, at: datetime) -> AccountView:
    """A citizen's account."""
    return actions.open_account(
        email="Ada@Mail.Example",
        name="Ada Tan",
        kind="citizen",
        password=PASSWORD,
        customer=ADA,
        by=SYSTEM,
        at=at,
    )


@pytest.fixture
def ada_acts(ada: AccountView) -> Actor:
    """The citizen, signed in with her password."""
    return queries.actor_for(ada.id, door="portal", assurance=2)


def make_officer(name: str, agency: str, role: str, at: datetime) -> AccountView:
    """An officer with one post."""
    email = f"{name.split()[0].lower()}.{new_id().hex[-6:]}@gov.example"
    account = actions.open_account(
        email=email, name=name, kind="officer", password=PASSWORD, by=SYSTEM, at=at
    )
    actions.give_post(
        account=account.id, agency=agency, role=role, active_from=date(2025, 1, 1), by=SYSTEM, at=at
    )
    return account


@pytest.fixture
def officer(db: None, at: datetime) -> Actor:
    """A counter officer of the Revenue Service at level 3."""
    account = make_officer("Grace Lim", "REV", "counter-officer", at)
    return queries.actor_for(account.id, door="desk", assurance=3, at=at)


@pytest.fixture
def other_officer(db: None, at: datetime) -> Actor:
    """A counter officer of the Labour Office at level 3."""
    account = make_officer("Kumar Raj", "LAB", "counter-officer", at)
    return queries.actor_for(account.id, door="desk", assurance=3, at=at)


@pytest.fixture
def agent(db: None, at: datetime) -> Actor:
    """The contact centre's contractor."""
    account = make_officer("Pat Koh", "CTC", "contact-centre", at)
    return queries.actor_for(account.id, door="desk", assurance=3, at=at)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """A real password hash takes a third of a second, which is its purpose and not ours."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
