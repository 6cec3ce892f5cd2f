"""A caller without a PIN is locked on right answers: less than anything else takes, and it opens nothing."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from onedoor.contact import actions
from onedoor.contact.models import OutsideMessage
from onedoor.contact.types import InteractionView
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed
from onedoor.kernel.ids import new_id
from onedoor.people.types import Answers, Customer
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.queries.accounts import permissions_of
from onedoor.trust.types import LockedBy
from tests.people.conftest import BORN, IDENTIFIER, ada

__all__ = ["ada"]
pytestmark = pytest.mark.django_db
RIGHT = Answers(birth_date=BORN, identifier_end=IDENTIFIER[-4:])
WRONG = Answers(birth_date=date(1990, 1, 1), identifier_end=IDENTIFIER[-4:])


def officer(role: str = "contact-centre") -> Actor:
    return Actor(
        kind="officer", account=new_id(), name="Ah Kow", door="desk", assurance=3, agency="CTC",
        permissions=permissions_of([role]),
    )  # fmt: skip


def ring(by: Actor, at: datetime) -> InteractionView:
    waiting = actions.open_interaction(door="phone", address="+6580000001", by=SYSTEM, at=at)
    return actions.answer_interaction(interaction=waiting.id, by=by, at=at)


def lock(
    call: InteractionView, customer: Customer, by: Actor, at: datetime, answers: Answers = RIGHT
) -> bool:
    done = actions.lock_caller(interaction=call.id, customer=customer.id, answers=answers, by=by, at=at)
    return done is not None


@pytest.mark.parametrize("role", ["contact-centre", "phone-officer", "counter-officer", "supervisor"])
def test_right_answers_lock(ada: Customer, at: datetime, role: str) -> None:
    by = officer(role)
    assert lock(ring(by, at), ada, by, at)
    found = trust.find_lock(ada.id)
    assert found is not None
    assert found.how == LockedBy.ANSWERED
    entry = JournalEntry.objects.get(event="trust.identity.locked")
    assert (entry.customer, entry.actor) == (ada.id, by.account)


def test_wrong_answers_lock_nobody_and_are_counted(ada: Customer, at: datetime) -> None:
    by = officer()
    call = ring(by, at)
    for _time in range(3):
        assert not lock(call, ada, by, at, WRONG)
    with pytest.raises(Conflict):
        lock(call, ada, by, at)
    assert trust.find_lock(ada.id) is None
    assert JournalEntry.objects.filter(event="contact.interaction.doubted", customer=ada.id).count() == 3


def test_only_who_answers_the_call_locks(ada: Customer, at: datetime) -> None:
    call = ring(officer(), at)
    with pytest.raises(Conflict):
        lock(call, ada, officer(), at)


@pytest.mark.parametrize("role", ["case-officer", "records-officer", "auditor"])
def test_another_role_locks_nobody(ada: Customer, at: datetime, role: str) -> None:
    call = ring(officer(), at)
    with pytest.raises(NotAllowed):
        lock(call, ada, officer(role), at)


def test_who_may_lock_on_answers_neither_opens_nor_says_that_she_saw_her(
    ada: Customer,
    at: datetime,
) -> None:
    by = officer()
    with pytest.raises(NotAllowed):
        trust_actions.lock_identity(customer=ada.id, how=LockedBy.SEEN, by=by, at=at)
    lock(ring(by, at), ada, by, at)
    for act in (trust_actions.ask_to_open, trust_actions.open_identity):
        with pytest.raises(NotAllowed):
            act(customer=ada.id, by=by, at=at)
    assert trust.find_lock(ada.id) is not None


def test_she_is_told_that_a_caller_had_it_locked(
    ada: Customer,
    at: datetime,
    deliver: Callable[[], int],
) -> None:
    by = officer()
    lock(ring(by, at), ada, by, at)
    deliver()
    for row in OutsideMessage.objects.all():
        assert "answered our questions" in trust.unseal(bytes(row.text or b""), purpose="outside-message")
    assert OutsideMessage.objects.count() == 2
