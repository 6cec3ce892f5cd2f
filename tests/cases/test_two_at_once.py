"""Two officers who reach for one case, call or number at the same moment: exactly one has it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from onedoor.cases import actions
from onedoor.contact import actions as contact
from onedoor.contact import queries as messages
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from tests.cases.conftest import Hire, Open

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[Actor], Any], *officers: Actor) -> list[Any]:
    """What each of them got, on a connection of her own: a result, or the conflict."""
    together, got = threading.Barrier(len(officers), timeout=10), list[Any]()

    def reach(by: Actor) -> None:
        try:
            together.wait()
            with scoped(by):
                got.append(act(by))
        except Conflict as refusal:
            got.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=reach, args=[by], daemon=True) for by in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=15)
    assert len(got) == len(officers)
    return got


def test_one_case_has_one_owner_and_the_other_reads_what_to_do(
    opened: Open, officer: Actor, hire: Hire, at: datetime
) -> None:
    case, other = opened(), hire("Ben Goh")
    got = at_once(lambda by: actions.take_case(case=case.id, by=by, at=at), officer, other)
    refused = [one for one in got if isinstance(one, Conflict)]
    owners = [one.owner for one in got if not isinstance(one, Conflict)]
    assert (len(owners), len(refused)) == (1, 1)
    assert owners[0] in (officer.account, other.account)
    with override("en"):
        says = str(refused[0].message)
    assert says.startswith("Case officer, Revenue")
    assert "took this case at 09:00" in says
    assert "work list" in says
    assert not any(name in says for name in ("Mei", "Tan", "Ben", "Goh"))
    with override("zh-hans"):
        assert "工作列表" in str(refused[0].message)


def test_one_call_is_answered_once(hire: Hire, at: datetime) -> None:
    first, second = hire("Ana Cruz", "CTC", "phone-officer"), hire("Bo Ray", "REV")
    second = replace(second, permissions=second.permissions | {"contact.log"})
    call = contact.open_interaction(door="phone", by=SYSTEM, at=at)
    got = at_once(lambda by: contact.answer_interaction(interaction=call.id, by=by, at=at), first, second)
    refused = [one for one in got if isinstance(one, Conflict)]
    assert len(refused) == 1
    says = str(refused[0].message)
    assert "answered at 09:00" in says
    assert not any(name in says for name in ("Ana", "Bo Ray"))


def test_one_number_is_called_to_one_desk(hire: Hire, at: datetime) -> None:
    desks = [hire(name, "CTC", "counter-officer") for name in ("Ana Cruz", "Bo Ray", "Cy Wu")]
    held = [contact.take_ticket(queue="counter", door="kiosk", by=SYSTEM, at=at) for _ in range(2)]
    got = at_once(lambda by: contact.call_next(queue="counter", desk=by.name, by=by, at=at), *desks)
    called = [ticket.id for ticket in got if ticket is not None]
    assert sorted(map(str, called)) == sorted(str(ticket.id) for ticket in held)


def test_a_case_is_decided_once(opened: Open, officer: Actor, supervisor: Actor, at: datetime) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)

    def close(by: Actor) -> Any:
        return actions.close_case(case=case.id, outcome="approved", by=by, at=at)

    got = at_once(close, officer, supervisor)
    assert [one.code for one in got if isinstance(one, Conflict)] == ["case.closed"]


def test_one_message_is_answered_once(hire: Hire, at: datetime) -> None:
    first, second = hire("Mei Tan"), hire("Ben Goh")
    me = people.register_customer(name="Lin Wei", birth_date=date(1984, 5, 2), by=SYSTEM, at=at).id
    hers = contact.receive_message(customer=me, text="Where is it?", agency="REV", by=SYSTEM, at=at)

    def answer(by: Actor) -> Any:
        return contact.answer_thread(
            thread=hers.id, body={"en": f"From {by.name}"}, seen=hers.id, by=by, at=at + timedelta(minutes=1)
        )

    got = at_once(answer, first, second)
    assert [one.code for one in got if isinstance(one, Conflict)] == ["thread.moved_on"]
    assert len(messages.list_thread(hers.id, by=SYSTEM)) == 2
