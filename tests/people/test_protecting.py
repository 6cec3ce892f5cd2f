"""Nobody is taken over by a changed telephone: old contacts are told, what a thief would do waits a day."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from onedoor.contact.models import OutsideMessage
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound, Refused, StepUpNeeded
from onedoor.people import actions, queries
from onedoor.people.types import Customer
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.models import Change
from onedoor.trust.types import Held, LockedBy, TooMany
from tests.people.conftest import citizen

pytestmark = pytest.mark.django_db
LATER, NEXT_DAY = timedelta(hours=2), timedelta(hours=25)
Deliver = Callable[[], int]


def change_phone(ada: Customer, at: datetime, value: str = "8765 4321") -> None:
    actions.add_contact_point(customer=ada.id, kind="phone", value=value, by=citizen(ada), at=at)


def sent() -> list[tuple[str, str, str]]:
    """(kind, address, text) of every word to an address, as it waits to leave."""
    return [
        (
            row.kind,
            trust.unseal(bytes(row.address), purpose="outside-message"),
            trust.unseal(bytes(row.text or b""), purpose="outside-message"),
        )
        for row in OutsideMessage.objects.order_by("created_at", "id")
    ]


def token_in(text: str) -> str:
    found = re.search(r"/not-me/([\w-]+)/", text)
    assert found is not None
    return found.group(1)


def test_every_old_contact_gets_a_link_at_once_and_the_new_one_none(
    ada: Customer, at: datetime, deliver: Deliver
) -> None:
    change_phone(ada, at)
    deliver()
    assert {(kind, address) for kind, address, _text in sent()} == {
        ("email", "ada@mail.example"), ("phone", "+6591234567"),
    }  # fmt: skip
    assert all("/not-me/" in text for _kind, _address, text in sent())
    assert set(OutsideMessage.objects.values_list("due_at", flat=True)) == {at}


def test_a_second_change_is_still_told_to_the_contacts_from_before_the_first(
    ada: Customer, at: datetime, deliver: Deliver
) -> None:
    change_phone(ada, at)
    old = next(point for point in queries.list_contact_points(ada.id) if point.value == "+6591234567")
    actions.remove_contact_point(contact_point=old.id, by=citizen(ada), at=at + LATER)
    deliver()
    assert [address for _kind, address, _text in sent()].count("+6591234567") == 2


def test_told_twice_a_change_is_sent_once(ada: Customer, at: datetime, deliver: Deliver) -> None:
    from onedoor.contact.alerts import on_change
    from onedoor.journal import queries as journal

    change_phone(ada, at)
    deliver()
    entry = JournalEntry.objects.get(event="trust.change.noted")
    on_change(journal.get_entry(entry.id))
    assert len(sent()) == 2


def test_a_weak_session_changes_no_contact(ada: Customer, at: datetime) -> None:
    with pytest.raises(StepUpNeeded):
        actions.add_contact_point(
            customer=ada.id, kind="phone", value="8765 4321", by=citizen(ada, assurance=2), at=at
        )


def test_the_new_number_counts_for_services_at_once(ada: Customer, at: datetime) -> None:
    change_phone(ada, at)
    new = next(point for point in queries.list_contact_points(ada.id) if point.value == "+6587654321")
    actions.prefer_contact_point(contact_point=new.id, by=citizen(ada), at=at)
    default = queries.find_default_contact(ada.id, "phone")
    assert default is not None
    assert default.value == "+6587654321"


def test_a_mandate_waits_a_day_and_says_until_when(ada: Customer, ben: Customer, at: datetime) -> None:
    change_phone(ada, at)
    grant = {"giver": ada.id, "holder": ben.id, "role": "carer", "by": citizen(ada)}
    with pytest.raises(Held) as caught:
        actions.grant_mandate(**grant, at=at + LATER)
    assert caught.value.facts["until"] == at + timedelta(hours=24)
    assert "2025-03-11 09:00" in str(caught.value.message)
    assert actions.grant_mandate(**grant, at=at + NEXT_DAY).holder == ben.id


def test_a_refused_attempt_stands_in_her_own_history(ada: Customer, ben: Customer, at: datetime) -> None:
    change_phone(ada, at)
    with pytest.raises(Held):
        actions.grant_mandate(giver=ada.id, holder=ben.id, role="carer", by=citizen(ada), at=at)
    entry = JournalEntry.objects.get(event="journal.attempt.refused")
    assert (entry.customer, entry.data["code"]) == (ada.id, "identity.held")


def test_what_a_register_says_is_no_change_to_hold(ada: Customer, at: datetime) -> None:
    actions.add_contact_point(customer=ada.id, kind="phone", value="8765 4321", by=SYSTEM, at=at)
    assert trust.held_until(ada.id, at=at) is None


def test_that_was_not_me_undoes_it_and_locks(ada: Customer, at: datetime, deliver: Deliver) -> None:
    before = queries.list_contact_points(ada.id)
    change_phone(ada, at)
    actions.remove_contact_point(contact_point=before[0].id, by=citizen(ada), at=at + LATER)
    deliver()
    actions.disown_change(token=token_in(sent()[0][2]), by=ANONYMOUS, at=at + LATER)
    assert queries.list_contact_points(ada.id) == before
    lock = trust.find_lock(ada.id)
    assert lock is not None
    assert (lock.since, lock.how) == (at, LockedBy.NOT_ME)


def test_a_forged_link_does_nothing(ada: Customer, at: datetime, deliver: Deliver) -> None:
    change_phone(ada, at)
    deliver()
    token = token_in(sent()[0][2])
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    with pytest.raises(NotFound):
        actions.disown_change(token=forged, by=ANONYMOUS, at=at)
    assert trust.find_lock(ada.id) is None


def test_a_link_is_used_once(ada: Customer, at: datetime, deliver: Deliver) -> None:
    change_phone(ada, at)
    deliver()
    token = token_in(sent()[0][2])
    actions.disown_change(token=token, by=ANONYMOUS, at=at)
    with pytest.raises(NotFound):
        actions.disown_change(token=token, by=ANONYMOUS, at=at)


def test_a_link_of_something_else_disowns_nothing(ada: Customer, at: datetime) -> None:
    change_phone(ada, at)
    change = Change.objects.get()
    token = trust_actions.make_link(purpose="party", subject=change.id, expires_at=None, by=SYSTEM, at=at)
    with pytest.raises(NotFound):
        actions.disown_change(token=token, by=ANONYMOUS, at=at)


def test_nobody_is_flooded_with_alerts(ada: Customer, at: datetime) -> None:
    for number in range(12):
        change_phone(ada, at, f"8765 43{number:02}")
    with pytest.raises(TooMany):
        change_phone(ada, at, "8765 4312")
    assert Change.objects.count() == 12


@pytest.mark.parametrize("how", [LockedBy.HERSELF, LockedBy.SEEN, LockedBy.BESIDE])
def test_nobody_locks_somebody_else(ada: Customer, stranger: Actor, at: datetime, how: LockedBy) -> None:
    with pytest.raises(NotAllowed):
        trust_actions.lock_identity(customer=ada.id, how=how, by=stranger, at=at)
    assert trust.find_lock(ada.id) is None


def test_an_officer_without_her_beside_says_that_she_saw_her(ada: Customer, at: datetime) -> None:
    officer = make_officer()
    with pytest.raises(NotAllowed):
        trust_actions.lock_identity(customer=ada.id, how=LockedBy.BESIDE, by=officer, at=at)
    trust_actions.lock_identity(customer=ada.id, how=LockedBy.SEEN, by=officer, at=at)
    entry = JournalEntry.objects.get(event="trust.identity.locked")
    assert (entry.customer, entry.actor) == (ada.id, officer.account)


def test_an_officer_whose_role_does_not_lock_is_refused(ada: Customer, officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        trust_actions.lock_identity(customer=ada.id, how=LockedBy.SEEN, by=officer, at=at)


def test_a_locked_person_lets_nobody_act_for_her(ada: Customer, ben: Customer, at: datetime) -> None:
    trust_actions.lock_identity(customer=ada.id, how=LockedBy.HERSELF, by=citizen(ada), at=at)
    with pytest.raises(Held):
        actions.grant_mandate(giver=ada.id, holder=ben.id, role="carer", by=SYSTEM, at=at)


def test_a_lock_is_opened_by_two(ada: Customer, at: datetime) -> None:
    one, other = make_officer(), make_officer()
    trust_actions.lock_identity(customer=ada.id, how=LockedBy.SEEN, by=one, at=at)
    with pytest.raises(Refused):
        trust_actions.open_identity(customer=ada.id, by=one, at=at)
    trust_actions.ask_to_open(customer=ada.id, by=one, at=at)
    with pytest.raises(NotAllowed):
        trust_actions.open_identity(customer=ada.id, by=one, at=at)
    trust_actions.open_identity(customer=ada.id, by=other, at=at)
    assert trust.find_lock(ada.id) is None


def test_she_and_one_officer_open_it_and_she_never_alone(ada: Customer, at: datetime) -> None:
    trust_actions.lock_identity(customer=ada.id, how=LockedBy.HERSELF, by=citizen(ada), at=at)
    trust_actions.ask_to_open(customer=ada.id, by=citizen(ada), at=at)
    with pytest.raises(NotAllowed):
        trust_actions.open_identity(customer=ada.id, by=citizen(ada), at=at)
    trust_actions.open_identity(customer=ada.id, by=make_officer(), at=at)
    assert trust.time_locked(ada.id, since=at, at=at + LATER) == timedelta()


def test_the_time_of_a_lock_is_counted(ada: Customer, at: datetime) -> None:
    trust_actions.lock_identity(customer=ada.id, how=LockedBy.HERSELF, by=citizen(ada), at=at)
    assert trust.time_locked(ada.id, since=at - LATER, at=at + LATER) == LATER


def test_a_lock_and_its_end_are_told_by_all_channels(ada: Customer, at: datetime, deliver: Deliver) -> None:
    trust_actions.lock_identity(customer=ada.id, how=LockedBy.HERSELF, by=citizen(ada), at=at)
    deliver()
    assert {kind for kind, _address, _text in sent()} == {"email", "phone"}
    assert all("identity theft" in text for _kind, _address, text in sent())


def make_officer() -> Actor:
    """One of the counter, at level 3."""
    from onedoor.kernel.ids import new_id

    return Actor(
        kind="officer", account=new_id(), name="Grace Lim", door="desk", assurance=3, agency="CIV",
        permissions=frozenset({"customers.read", "accounts.lock"}),
    )  # fmt: skip
