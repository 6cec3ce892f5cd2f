"""To a person: the arrival that an officer sees, and the call back where nobody is free."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.contact import actions as contact
from onedoor.dialogue import actions as dialogue
from onedoor.dialogue.types import Ending
from onedoor.doors.phone.duty import list_people
from onedoor.doors.phone.models import Call
from onedoor.doors.phone.voice import END_KEY, Does, Line, Step
from onedoor.kernel.actors import ANONYMOUS, SYSTEM
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.text import as_language
from onedoor.trust import queries as trust

CALLER = replace(ANONYMOUS, door="phone")
SEALED_FOR = "phone-call"
TALKING, WAITING, CONNECTED, ASKED_NUMBER, ENDED = "talking", "waiting", "connected", "number", "ended"


def to_person(call: Call, at: datetime) -> Step:
    """She waits where an officer sees her arrival, or is called back where nobody answers telephones."""
    if not list_people(at):
        return call_back(call, at, reason="nobody-free")
    call.interaction = contact.open_interaction(
        door="phone", by=SYSTEM, at=at, address=number_of(call), language=call.language
    ).id
    call.state = WAITING
    call.save()
    with override(call.language):
        words = _("Please wait, I connect you. If you hang up, we call you back.")
    return make_step(call, Does.PERSON, words)


def call_back(call: Call, at: datetime, *, reason: str) -> Step:
    """To the number she calls from, or to the one she types when that is hidden or cannot be called."""
    with override(call.language):
        busy = "" if reason == "asked" else _("Nobody is free now.")
        if not request_call_back(call, number_of(call), at, reason=reason):
            call.state = ASKED_NUMBER
            call.save()
            return ask_number(call, busy)
        end_session(call, Ending.HANDED_OVER, at)
        return end_call(call, busy, _("We call you back on the number you call from. Goodbye."), at=at)


def take_number(call: Call, keys: str, at: datetime) -> Step:
    """The number to call back, from who hides hers."""
    with override(call.language):
        if not request_call_back(call, keys, at, reason="nobody-free"):
            call.save()
            return ask_number(call, _("That is no telephone number."))
        end_session(call, Ending.HANDED_OVER, at)
        return end_call(call, _("Thank you. We call you back. Goodbye."), at=at)


def ask_number(call: Call, before: str) -> Step:
    """Which is never kept with the keys of a conversation."""
    words = _("Type the number we shall call, then press the hash key.")
    step = make_step(call, Does.KEYS, before, words)
    return replace(step, digits=0, ends_with=END_KEY, secret=True)


def request_call_back(call: Call, number: str, at: datetime, *, reason: str) -> bool:
    """Whether we know where to call. The arrival, if there was one, was missed."""
    if call.interaction:
        contact.close_interaction(interaction=call.interaction, result="call-back", by=SYSTEM, at=at)
    if not number:
        return False
    try:
        contact.request_call_back(number=number, reason=reason, language=call.language, by=SYSTEM, at=at)
    except Invalid:
        return False
    return True


def pick_up(call: Call, at: datetime) -> None:
    """The arrival is answered in the house's name, unless an officer took it at her desk before."""
    if call.interaction:
        with suppress(Conflict):
            contact.answer_interaction(interaction=call.interaction, by=SYSTEM, at=at)


def end_talk(call: Call, at: datetime) -> None:
    """After a talk: what the officer took at her desk is hers to close; what nobody took there was
    answered all the same, by whoever picked up the telephone."""
    if call.interaction:
        try:
            contact.answer_interaction(interaction=call.interaction, by=SYSTEM, at=at)
            contact.close_interaction(interaction=call.interaction, result="answered", by=SYSTEM, at=at)
        except Conflict:
            pass
    end_session(call, Ending.HANDED_OVER, at)


def end_session(call: Call, how: Ending, at: datetime) -> None:
    """The conversation, which may have ended by itself before."""
    if call.session:
        dialogue.end_session(session=call.session, how=how, by=CALLER, at=at)


def end_call(call: Call, *words: str, at: datetime) -> Step:
    """The last words, and then the line is put down."""
    call.state, call.ended_at = ENDED, call.ended_at or at
    call.save()
    return make_step(call, Does.END, *words)


def make_step(call: Call, does: Does, *words: str) -> Step:
    """A step with words of the door's own."""
    language = as_language(call.language)
    lines = tuple(Line(text, language) for text in words if text)
    return Step(call=call.id, language=language, lines=lines, does=does)


def session_of(call: Call) -> UUID:
    """The conversation of the call."""
    assert call.session is not None  # a call begins with its session, in one transaction
    return call.session


def seal_number(number: str) -> bytes:
    """Where the call came from, for our keys only."""
    return trust.seal(number[:32], purpose=SEALED_FOR) if number else b""


def number_of(call: Call) -> str:
    """Where the call came from; empty where the caller hides it."""
    return trust.unseal(bytes(call.number), purpose=SEALED_FOR) if call.number else ""
