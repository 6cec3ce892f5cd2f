"""Conversations go by themselves after their days, but not against a hold; what hangs on them neither."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from onedoor.dialogue import actions as dialogue
from onedoor.dialogue.models import Session
from onedoor.doors.phone import recordings
from onedoor.doors.phone.models import Call, Recording
from onedoor.doors.text.models import Line
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import actions as people
from tests.dialogue.conftest import PHONE, Talking

LATER = timedelta(days=91)


@pytest.fixture
def talked(mei: UUID, at: datetime) -> UUID:
    """Mei Lin called, was known by then, and left words on tape."""
    session = Talking(PHONE, at).turn.session
    Session.objects.filter(id=session).update(customer=mei)
    call = Call.objects.create(
        carrier="ari", carried_as="c1", session=session, state="ended", began_at=at, ended_at=at
    )
    Recording.objects.create(call=call, sound=b"s", recorded_at=at, keep_until=at + timedelta(days=90))
    return session


def left() -> tuple[int, int, int]:
    return Session.objects.count(), Call.objects.count(), Recording.objects.count()


def hold(customer: UUID, at: datetime) -> None:
    records = Actor(
        kind="officer", account=uuid4(), name="Rosa Quek", door="desk", assurance=3, agency="CIO",
        permissions=frozenset({"records.hold"}),
    )  # fmt: skip
    people.place_hold(customer=customer, reason="Court order", ends_at=at + 9 * LATER, by=records, at=at)


def test_they_go_when_their_days_are_over(talked: UUID, at: datetime) -> None:
    people.dispose_nightly(by=SYSTEM, at=at + timedelta(days=29))
    assert left() == (1, 1, 1)
    people.dispose_nightly(by=SYSTEM, at=at + LATER)
    people.dispose_nightly(by=SYSTEM, at=at + LATER)
    assert left() == (0, 0, 0)


def test_a_hold_keeps_the_conversation_the_call_and_the_tape(talked: UUID, mei: UUID, at: datetime) -> None:
    hold(mei, at)
    people.dispose_nightly(by=SYSTEM, at=at + LATER)
    dialogue.forget_sessions(by=SYSTEM, at=at + LATER)
    recordings.delete_old(at=at + LATER)
    assert left() == (1, 1, 1)


def test_a_telephone_is_forgotten_unless_it_said_stop(db: None, at: datetime) -> None:
    for number, stopped in ((b"a", None), (b"b", at)):
        Line.objects.create(kind="sms", address=number, heard_at=at, stopped_at=stopped)
    people.dispose_nightly(by=SYSTEM, at=at + LATER)
    assert [bytes(one) for one in Line.objects.values_list("address", flat=True)] == [b"b"]


def test_nobody_else_begins_it(db: None, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        people.dispose_nightly(by=ANONYMOUS, at=at)
