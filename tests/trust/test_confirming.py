"""What an officer typed counts as the customer's only by a second code of hers, for that content alone."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.trust import actions, queries
from tests.trust.conftest import ADA

pytestmark = pytest.mark.django_db

RETURN = UUID(int=77)


def new_code(ada_acts: Actor, at: datetime) -> str:
    return actions.offer_assistance(customer=ADA, by=ada_acts, at=at).code


def sit_down(officer: Actor, ada_acts: Actor, at: datetime) -> Actor:
    session = actions.begin_assisted(customer=ADA, code=new_code(ada_acts, at), by=officer, at=at)
    return queries.actor_for(officer.account, door="desk", assurance=3, assisted=session.id, at=at)


@pytest.fixture
def helping(officer: Actor, ada_acts: Actor, at: datetime) -> Actor:
    """The officer with Ada before her."""
    return sit_down(officer, ada_acts, at)


@pytest.fixture
def confirmation(helping: Actor, ada_acts: Actor, at: datetime) -> UUID:
    return confirm(new_code(ada_acts, at), helping, at)


def confirm(code: str, helping: Actor, at: datetime) -> UUID:
    assert helping.assisted is not None
    return actions.confirm_assisted(
        session=helping.assisted, code=code, subject=RETURN, content="as seen", by=helping, at=at
    )


def spend(confirmation: UUID | None, by: Actor, at: datetime, content: str = "as seen") -> None:
    with scoped(by):
        actions.spend_confirmation(confirmation=confirmation, subject=RETURN, content=content, by=by, at=at)


def test_a_confirmation_is_good_once(confirmation: UUID, helping: Actor, at: datetime) -> None:
    spend(confirmation, helping, at)
    with pytest.raises(NotAllowed, match="not_confirmed"):
        spend(confirmation, helping, at)


def test_it_confirms_what_was_seen_and_nothing_else(confirmation: UUID, helping: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        spend(confirmation, helping, at, content="something else")


def test_it_lasts_ten_minutes(confirmation: UUID, helping: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        spend(confirmation, helping, at + timedelta(minutes=10))


def test_without_a_confirmation_nothing_is_spent(helping: Actor, at: datetime) -> None:
    for missing in (None, new_id()):
        with pytest.raises(NotAllowed):
            spend(missing, helping, at)


def test_another_officer_cannot_use_it(
    confirmation: UUID, other_officer: Actor, ada_acts: Actor, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        spend(confirmation, sit_down(other_officer, ada_acts, at), at)


def test_the_code_that_began_the_session_does_not_confirm(
    officer: Actor, ada_acts: Actor, at: datetime
) -> None:
    code = new_code(ada_acts, at)
    session = actions.begin_assisted(customer=ADA, code=code, by=officer, at=at)
    helping = queries.actor_for(officer.account, door="desk", assurance=3, assisted=session.id, at=at)
    with pytest.raises(NotAllowed, match="code_used"):
        confirm(code, helping, at)


def test_a_wrong_code_confirms_nothing_and_she_sees_it(helping: Actor, ada_acts: Actor, at: datetime) -> None:
    wrong = f"{(int(new_code(ada_acts, at)) + 1) % 1_000_000:06}"
    with pytest.raises(NotAllowed, match="code_wrong"):
        confirm(wrong, helping, at)
    assert journal.list_timeline(customer=ADA, by=ada_acts)[0].event == "trust.assistance.refused"


def test_after_the_session_nothing_is_confirmed(helping: Actor, ada_acts: Actor, at: datetime) -> None:
    assert helping.assisted is not None
    actions.end_assisted(session=helping.assisted, by=helping, at=at)
    with pytest.raises(NotAllowed, match="customer_absent"):
        confirm(new_code(ada_acts, at), helping, at)


def test_she_reads_that_she_confirmed_and_with_whom(
    confirmation: UUID, ada_acts: Actor, at: datetime
) -> None:
    entry = journal.list_timeline(customer=ADA, by=ada_acts)[0]
    assert entry.sentence("en") == "You confirmed with a code what Grace Lim filled in with you"
