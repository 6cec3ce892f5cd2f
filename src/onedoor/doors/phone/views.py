"""Webhooks of a telephone carrier, in TwiML. Nobody signs in here: the carrier signs every request."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onedoor.doors.phone import calls, recordings, transfers
from onedoor.doors.phone.carriers import CARRIER, found_call, refuse_stranger
from onedoor.doors.phone.duty import TAKE, list_people, offer_caller
from onedoor.doors.phone.twiml import write_hang_up, write_nothing, write_offer, write_twiml
from onedoor.doors.phone.voice import Does, Step
from onedoor.kernel import clock
from onedoor.kernel.text import as_language
from onedoor.look.doors import door

GONE = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
HIDDEN = frozenset({"", "anonymous", "unknown", "restricted", "unavailable", "+266696687", "266696687"})
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def from_carrier(view: View[P]) -> View[P]:
    """Only what our carrier signed, and only about the call that it names."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        call = kwargs.get("call")
        refused = refuse_stranger(request, call if isinstance(call, UUID) else None)
        return refused or view(request, *args, **kwargs)

    return csrf_exempt(require_POST(door(audience="public", level=0)(checked)))


@from_carrier
def arrive(request: HttpRequest) -> HttpResponse:
    """A call comes in."""
    step = calls.take_call(
        carrier=CARRIER, carried_as=request.POST.get("CallSid", ""), number=_number(request), at=clock.now()
    )
    return _answer(step)


@from_carrier
def keys(request: HttpRequest, call: UUID) -> HttpResponse:
    """The caller pressed keys."""
    typed = request.POST.get("Digits", "")
    if not typed:
        return silence(request, call=call)
    keys_alone = typed.rstrip("#") or "#"  # who ends a number by habit means the number
    return _answer(calls.hear(call, keys=keys_alone, at=clock.now()))


@from_carrier
def silence(request: HttpRequest, call: UUID) -> HttpResponse:
    """She pressed none in time."""
    return _answer(calls.hear_nothing(call, at=clock.now()))


@from_carrier
def picked_up(request: HttpRequest, call: UUID) -> HttpResponse:
    """An officer answers; the two hear each other after this. Who is on duty takes the caller by a key."""
    if request.GET.get("duty"):
        step = offer_caller(call, as_language(request.GET.get("language", "")))
        return xml(write_offer(step, settings.PUBLIC_URL + reverse("phone:taken", args=[call])))
    calls.person_came(call, at=clock.now())
    return xml(write_nothing())


@from_carrier
def taken(request: HttpRequest, call: UUID) -> HttpResponse:
    """She on duty pressed a key: 1 takes the caller, another leaves him to the next."""
    if request.POST.get("Digits") != TAKE:
        return xml(write_hang_up())
    calls.person_came(call, at=clock.now())
    return xml(write_nothing())


@from_carrier
def person(request: HttpRequest, call: UUID) -> HttpResponse:
    """The way to a person came to its end: talked, or nobody was free."""
    if request.POST.get("DialCallStatus") in ("completed", "answered") and transfers.is_connected(call):
        return _answer(calls.person_gone(call, at=clock.now()))
    place = int(rung) + 1 if (rung := request.GET.get("rung", "0")).isdecimal() else 1
    if place < len(list_people(clock.now())) and (step := transfers.ring_next(call)):
        return _answer(step, place)
    return _answer(calls.nobody_came(call, at=clock.now()))


@from_carrier
def recorded(request: HttpRequest, call: UUID) -> HttpResponse:
    """She spoke after the tone, or pressed a key instead."""
    pressed = request.POST.get("Digits", "")
    if pressed not in ("", "hangup"):
        return keys(request, call=call)
    sound = recordings.fetch_from_carrier(request.POST.get("RecordingUrl", ""))
    if not sound:
        return silence(request, call=call)
    return _answer(recordings.hear_recording(call, sound=sound, at=clock.now()))


@from_carrier
def status(request: HttpRequest) -> HttpResponse:
    """The carrier tells how the call stands: of interest when it is over."""
    call = found_call(request)
    if call and request.POST.get("CallStatus", "") in GONE:
        calls.hang_up(call, at=clock.now())
    return HttpResponse(status=204)


def _answer(step: Step, place: int = 0) -> HttpResponse:
    """The step; ``place`` says who of those that answer callers is rung, the first at first."""
    addresses = {
        name: f"{settings.PUBLIC_URL}{reverse(f'phone:{name}', args=[step.call])}"
        for name in ("keys", "silence", "person", "picked-up", "recorded")
    }
    people = list_people(clock.now()) if step.does is Does.PERSON else []
    if not people[place:]:
        return xml(write_twiml(step, addresses, people=""))
    if people[place].is_on_duty:
        addresses["person"] += f"?rung={place}"
        addresses["picked-up"] += f"?duty=1&language={step.language}"
        addresses["seconds"] = str(settings.DUTY_CALL_SECONDS)
    return xml(write_twiml(step, addresses, people=people[place].place))


def xml(document: bytes) -> HttpResponse:
    """A document for the carrier, which keeps no copy."""
    response = HttpResponse(document, content_type="text/xml; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _number(request: HttpRequest) -> str:
    """Where it comes from; empty where the caller hides it."""
    number = request.POST.get("From", "").strip()
    return "" if number.lower() in HIDDEN else number
