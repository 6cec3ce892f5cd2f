"""Who gets in by a new passkey or on a new kind of device is told to the owner, where no thief reads."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.contact.models import Message, OutsideMessage
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.people import queries as found
from onedoor.people.types import Customer
from onedoor.trust import actions, queries
from tests.people.conftest import ada
from tests.trust.conftest import PASSWORD, make_officer
from tests.trust.devices import Device
from tests.trust.test_passkeys import add
from tests.trust.test_passkeys import sign_in as sign_in_by_passkey

__all__ = ["ada"]
pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]
LAPTOP = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Version/18.0 Safari/604.1"
DAY = timedelta(days=1)


@pytest.fixture
def hers(ada: Customer, at: datetime) -> Actor:
    account = actions.open_account(
        kind="citizen", email="ada@mail.example", name="Ada", password=PASSWORD, customer=ada.id, by=SYSTEM,
        at=at,
    )  # fmt: skip
    return queries.actor_for(account.id, door="portal", assurance=3, at=at)


def told() -> list[tuple[str, str]]:
    """(address, text) of all that left for an address."""
    return [
        (
            queries.unseal(bytes(row.address), purpose="outside-message"),
            queries.unseal(bytes(row.text or b""), purpose="outside-message"),
        )
        for row in OutsideMessage.objects.order_by("created_at", "id")
    ]


def enter(account: UUID, agent: str, at: datetime, door: str = "portal") -> None:
    actions.begin_session(account=account, door=door, agent=agent, by=SYSTEM, at=at)


def test_a_customers_new_passkey_is_told_to_every_contact_with_a_way_to_undo_it(
    hers: Actor, at: datetime, deliver: Deliver
) -> None:
    add(Device(), hers, at)
    deliver()
    assert {address for address, _text in told()} == {"ada@mail.example", "+6591234567"}
    assert all("/not-me/" in text and "a passkey" in text for _address, text in told())
    assert Message.objects.filter(
        customer=hers.customer, title__en__startswith="A passkey was added"
    ).exists()


def test_an_officers_new_passkey_is_told_at_her_address_and_names_nobody(
    at: datetime, deliver: Deliver
) -> None:
    account = make_officer("Grace Lim", "REV", "counter-officer", at)
    add(Device(), queries.actor_for(account.id, door="desk", assurance=3, at=at), at)
    deliver()
    [(address, text)] = told()
    assert address == account.email
    assert "call your supervisor at once" in text
    assert "Grace" not in text


def test_a_passkey_used_is_written_in_her_history(hers: Actor, at: datetime) -> None:
    device = add(Device(), hers, at)
    sign_in_by_passkey(device, at + DAY)
    entry = JournalEntry.objects.get(event="trust.passkey.used")
    assert entry.customer == hers.customer


def test_a_kind_of_device_that_she_had_not_used_is_told(hers: Actor, at: datetime, deliver: Deliver) -> None:
    assert hers.account
    enter(hers.account, LAPTOP, at)
    enter(hers.account, LAPTOP, at + DAY)
    deliver()
    assert told() == [], "the first one is new to nobody, and the same is known"
    enter(hers.account, PHONE, at + DAY)
    deliver()
    assert {address for address, _text in told()} == {"ada@mail.example", "+6591234567"}
    assert all("new to us" in text and "call us at once" in text for _address, text in told())
    enter(hers.account, PHONE, at + 2 * DAY)
    deliver()
    assert len(told()) == 2, "it is known from now on"


def test_it_is_told_to_the_contacts_from_before_a_thiefs_change(
    hers: Actor, at: datetime, deliver: Deliver
) -> None:
    assert hers.account
    assert hers.customer
    enter(hers.account, LAPTOP, at)
    people.add_contact_point(customer=hers.customer, kind="phone", value="8765 4321", by=hers, at=at)
    old = next(one for one in found.list_contact_points(hers.customer) if one.value == "+6591234567")
    people.remove_contact_point(contact_point=old.id, by=hers, at=at)
    deliver()
    OutsideMessage.objects.all().delete()
    enter(hers.account, PHONE, at + timedelta(hours=1))
    deliver()
    assert {address for address, _text in told()} == {"ada@mail.example", "+6591234567"}


def test_an_officers_new_device_is_told_at_her_address(at: datetime, deliver: Deliver) -> None:
    account = make_officer("Grace Lim", "REV", "counter-officer", at)
    enter(account.id, LAPTOP, at, "desk")
    enter(account.id, PHONE, at + DAY, "desk")
    deliver()
    assert [address for address, _text in told()] == [account.email]
