"""An action is keyword-only, one transaction, and asks for permission first."""

from datetime import datetime

import pytest

from onedoor.journal import queries as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed
from onedoor.kernel.ids import new_id


@action(may="cases.close")
def close(*, customer: object, by: Actor, at: datetime) -> str:
    return "closed"


def test_a_role_that_grants_it_may(at: datetime, db: None) -> None:
    officer = Actor(kind="officer", permissions=frozenset({"cases.close"}))

    assert close(customer=new_id(), by=officer, at=at) == "closed"


def test_a_role_that_does_not_is_refused_and_the_attempt_is_written(at: datetime, db: None) -> None:
    officer = Actor(kind="officer", account=new_id(), agency="REV")

    with pytest.raises(NotAllowed):
        close(customer=new_id(), by=officer, at=at)

    [entry] = journal.list_about(officer.account, by=SYSTEM)
    assert entry.data == {"action": "tests.close", "code": "cases.close.refused"}


def test_a_typing_mistake_is_no_attempt(at: datetime, db: None) -> None:
    officer = Actor(kind="officer", account=new_id())

    @action()
    def lose(*, by: Actor, at: datetime) -> None:
        raise Conflict("test.lost", "Look again.")

    with pytest.raises(Conflict):
        lose(by=officer, at=at)

    assert journal.list_about(officer.account, by=SYSTEM) == []


def test_a_refusal_inside_another_action_is_written_once(at: datetime, db: None) -> None:
    officer = Actor(kind="officer", account=new_id())

    @action()
    def outer(*, by: Actor, at: datetime) -> None:
        close(customer=new_id(), by=by, at=at)

    with pytest.raises(NotAllowed):
        outer(by=officer, at=at)

    assert len(journal.list_about(officer.account, by=SYSTEM)) == 1


def test_an_action_without_by_and_at_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="keyword-only"):

        @action()
        def careless(customer: object) -> None: ...
