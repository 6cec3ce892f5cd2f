"""A screen shows a code; whose code it is, she says where she is signed in; then it is hers for a while."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust import actions, queries
from onedoor.trust.models import Pairing

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def me(at: datetime) -> Actor:
    customer = uuid4()
    account = actions.open_account(
        email="mei@home.example", name="Mei Lin", kind="citizen", customer=customer, by=SYSTEM, at=at
    )
    return Actor(
        kind="citizen", account=account.id, name="Mei Lin", door="portal", assurance=2, customer=customer,
        self_customer=customer,
    )  # fmt: skip


def test_the_screen_is_hers_once_she_said_so(me: Actor, at: datetime) -> None:
    shown = actions.begin_pairing(door="screen", by=ANONYMOUS, at=at)
    assert queries.find_paired(shown.id, at=at) is None

    actions.confirm_pairing(code=shown.code.lower().replace("-", " "), by=me, at=at + MINUTE)

    seen = queries.find_paired(shown.id, at=at + MINUTE)
    assert seen is not None
    assert (seen.customer, seen.door, seen.assurance) == (me.customer, "screen", 1)
    with scoped(SYSTEM):
        assert JournalEntry.objects.filter(event="trust.screen.paired", customer=me.customer).count() == 1


def test_the_code_is_not_kept(me: Actor, at: datetime) -> None:
    shown = actions.begin_pairing(door="screen", by=ANONYMOUS, at=at)

    assert shown.code.replace("-", "").encode() not in bytes(Pairing.objects.get().code_hash)


def test_it_ends_by_itself_and_when_told(me: Actor, at: datetime) -> None:
    shown = actions.begin_pairing(door="screen", by=ANONYMOUS, at=at)
    actions.confirm_pairing(code=shown.code, by=me, at=at)

    assert queries.find_paired(shown.id, at=at + 31 * MINUTE) is None
    actions.end_pairing(pairing=shown.id, by=ANONYMOUS, at=at + MINUTE)
    actions.end_pairing(pairing=shown.id, by=ANONYMOUS, at=at + MINUTE)
    assert queries.find_paired(shown.id, at=at + MINUTE) is None


def test_a_code_is_used_once_and_grows_old(me: Actor, at: datetime) -> None:
    shown = actions.begin_pairing(door="screen", by=ANONYMOUS, at=at)
    with pytest.raises(Invalid):
        actions.confirm_pairing(code=shown.code, by=me, at=at + 10 * MINUTE)
    actions.confirm_pairing(code=shown.code, by=me, at=at + MINUTE)
    with pytest.raises(Invalid):
        actions.confirm_pairing(code=shown.code, by=replace(me, account=uuid4()), at=at + MINUTE)


def test_only_the_person_herself_says_so(me: Actor, at: datetime) -> None:
    shown = actions.begin_pairing(door="screen", by=ANONYMOUS, at=at)
    for somebody in (ANONYMOUS, replace(me, assurance=1), replace(me, customer=uuid4())):
        with pytest.raises(NotAllowed):
            actions.confirm_pairing(code=shown.code, by=somebody, at=at)
