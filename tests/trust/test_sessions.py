"""Where an account is signed in: seen by its owner, ended by its owner, and known no closer than that."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.trust import actions, queries
from onedoor.trust.rules import read_device

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.1 Mobile/15E148 Safari/604.1"
)
HOME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def begin(by: Actor, at: datetime, agent: str = HOME) -> UUID:
    assert by.account
    return actions.begin_session(account=by.account, door="portal", agent=agent, by=SYSTEM, at=at)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, ("Safari", "iPhone")), (HOME, ("Edge", "Windows")), ("", ("", "")), ("curl/8", ("", "")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", ("Chrome", "Android")),
    ],
)  # fmt: skip
def test_a_device_is_known_by_kind_alone(agent: str, device: tuple[str, str]) -> None:
    assert read_device(agent) == device


def test_she_sees_this_one_first_and_then_the_last_seen(ada_acts: Actor, at: datetime) -> None:
    first, here, last = begin(ada_acts, at), begin(ada_acts, at), begin(ada_acts, at, PHONE)
    actions.note_session(session=first, by=SYSTEM, at=at + timedelta(minutes=1))
    seen = queries.list_sessions(here=here, by=ada_acts, at=at + timedelta(minutes=2))

    assert [one.id for one in seen] == [here, first, last]
    assert seen[0].is_here


def test_what_fell_asleep_is_not_shown(ada_acts: Actor, at: datetime) -> None:
    begin(ada_acts, at)
    here = begin(ada_acts, at + timedelta(hours=2))
    assert [one.id for one in queries.list_sessions(here=here, by=ada_acts, at=at + timedelta(hours=2))] == [
        here
    ]


def test_she_ends_one_or_all_others(ada_acts: Actor, at: datetime) -> None:
    assert ada_acts.account
    here, other, third = (begin(ada_acts, at) for _each in range(3))
    actions.end_session(session=other, by=ada_acts, at=at)
    assert not queries.session_stands(other, ada_acts.account)
    assert queries.session_stands(third, ada_acts.account)

    assert actions.end_other_sessions(but=here, by=ada_acts, at=at) == 1
    assert queries.session_stands(here, ada_acts.account)
    assert not queries.session_stands(third, ada_acts.account)
    assert actions.end_other_sessions(but=here, by=ada_acts, at=at) == 0


def test_a_stranger_ends_and_sees_none_of_hers(ada_acts: Actor, officer: Actor, at: datetime) -> None:
    hers = begin(ada_acts, at)
    with pytest.raises(NotFound):
        actions.end_session(session=hers, by=officer, at=at)
    with pytest.raises(NotFound):
        actions.end_session(session=new_id(), by=ada_acts, at=at)
    assert queries.list_sessions(here=hers, by=officer, at=at) == []
    assert not queries.session_stands(hers, officer.account or new_id())
    with scoped(ada_acts), connection.cursor() as cursor:
        cursor.execute("select count(*) from trust_browsersession")
        assert cursor.fetchone() == (0,)
