"""What happens in a call, whoever carries it: each thing the exchange tells gives the next step.

Every function is one transaction. The caller is nobody until the dialogue has her PIN: the number she
calls from says only where to call back, and whom an officer may expect.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.dialogue import actions as dialogue
from onedoor.dialogue import queries as dialogues
from onedoor.dialogue.types import PERSON, Ending, Then, Turn
from onedoor.doors.phone.models import Call
from onedoor.doors.phone.people import (
    ASKED_NUMBER,
    CALLER,
    CONNECTED,
    ENDED,
    TALKING,
    WAITING,
    ask_number,
    call_back,
    end_call,
    end_session,
    end_talk,
    make_step,
    number_of,
    pick_up,
    request_call_back,
    seal_number,
    session_of,
    take_number,
    to_person,
)
from onedoor.doors.phone.voice import PROFILE, Does, Step, render
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped

SILENCES_ALLOWED = 3
LISTENING = (TALKING, ASKED_NUMBER)
P = ParamSpec("P")
R = TypeVar("R")


def one_step(function: Callable[Concatenate[Call, P], R]) -> Callable[Concatenate[UUID, P], R]:
    """The call is locked while the step is taken, so that a key and a hang-up cannot pass each other."""

    def take(call: UUID, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with scoped(SYSTEM), transaction.atomic():
            row = Call.objects.select_for_update().filter(id=call).first()
            if row is None:
                raise NotFound("call.unknown", _("There is no such call."))
            return function(row, *args, **kwargs)

    return take


def take_call(*, carrier: str, carried_as: str, number: str, at: datetime) -> Step:
    """A call arrives. The same arrival told twice is one call."""
    with scoped(SYSTEM), transaction.atomic():
        call, is_new = Call.objects.get_or_create(
            carrier=carrier,
            carried_as=carried_as[:64],
            defaults={"number": seal_number(number), "state": TALKING, "began_at": at},
        )
        if not is_new:
            return _again(call, at)
        turn = dialogue.begin(profile=PROFILE, address=number, by=CALLER, at=at)
        if Call.objects.filter(session=turn.session, ended_at=None).exclude(id=call.id).exists():
            # another call from the same switchboard is talking there
            turn = dialogue.begin(profile=PROFILE, by=CALLER, at=at)
        call.session = turn.session
        return say(call, turn, at)


def find_call(*, carrier: str, carried_as: str) -> UUID | None:
    """The call that the carrier names so."""
    with scoped(SYSTEM):
        row = Call.objects.filter(carrier=carrier, carried_as=carried_as[:64]).only("id").first()
    return row.id if row else None


@one_step
def hear(call: Call, *, keys: str, at: datetime) -> Step:
    """The caller pressed keys. Nothing of them is kept here."""
    if call.state not in LISTENING:
        return make_step(call, Does.END)
    call.silences, call.has_keys = 0, True
    if call.state == ASKED_NUMBER:
        return take_number(call, keys, at)
    turn = dialogue.reply(session=session_of(call), text=keys, by=CALLER, at=at)
    return say(call, turn, at)


@one_step
def hear_nothing(call: Call, *, at: datetime) -> Step:
    """Time ran out without a key. Twice it is said again. The third time whoever never pressed one is
    given a person, since she may have no keys; anybody else has gone away."""
    if call.state not in LISTENING:
        return make_step(call, Does.END)
    call.silences += 1
    if call.silences < SILENCES_ALLOWED:
        with override(call.language):
            return _again(call, at).after(_("I did not hear a key."))
    call.silences = 0
    if not call.has_keys and call.state == TALKING:
        return say(call, dialogue.reply(session=session_of(call), text=PERSON, by=CALLER, at=at), at)
    end_session(call, Ending.TIMED_OUT, at)
    with override(call.language):
        words = _("I hear nothing, so I end the call. Call again and you go on where you were. Goodbye.")
        return end_call(call, words, at=at)


@one_step
def person_came(call: Call, *, at: datetime) -> None:
    """An officer picked up: the wait is over. The call stays on the desks until she takes it there."""
    if call.state == WAITING:
        pick_up(call, at)
        call.state = CONNECTED
        call.save(update_fields=["state"])


@one_step
def person_gone(call: Call, *, at: datetime) -> Step:
    """The talk with the officer is over. What it was about is hers to write down."""
    if call.state == CONNECTED:
        end_talk(call, at)
    return end_call(call, at=at)


@one_step
def nobody_came(call: Call, *, at: datetime) -> Step:
    """Nobody was free to pick up: she is called back, and waits no longer."""
    if call.state != WAITING:
        return make_step(call, Does.END)
    return call_back(call, at, reason="nobody-free")


@one_step
def hang_up(call: Call, *, at: datetime) -> None:
    """The line is dead. Who was waiting for a person is called back; who was not can go on another time."""
    if call.state == ENDED:
        return
    if call.state in (WAITING, ASKED_NUMBER):
        request_call_back(call, number_of(call), at, reason="hung-up-waiting")
        end_session(call, Ending.HANDED_OVER, at)
    elif call.state == CONNECTED:
        end_talk(call, at)
    else:
        end_session(call, Ending.HUNG_UP, at)
    end_call(call, at=at)


def say(call: Call, turn: Turn, at: datetime) -> Step:
    """The turn as a step, and what has to be done with it now."""
    call.language = turn.language
    step = render(turn, call=call.id, records=settings.PHONE_RECORDS)
    if turn.then is Then.CALL_BACK:
        return _first(step, call_back(call, at, reason="asked"))
    if step.does is Does.PERSON:
        return _first(step, to_person(call, at))
    call.state = ENDED if step.does is Does.END else TALKING
    call.ended_at = at if call.state == ENDED else None
    call.save()
    return step


def _again(call: Call, at: datetime) -> Step:
    """What was said last, from the beginning."""
    if call.state == ASKED_NUMBER:
        with override(call.language):
            call.save()
            return ask_number(call, "")
    if call.state != TALKING:
        return make_step(call, Does.END)
    return say(call, dialogues.get_turn(session_of(call), by=CALLER, at=at), at)


def _first(before: Step, then: Step) -> Step:
    return replace(then, lines=before.lines + then.lines)
