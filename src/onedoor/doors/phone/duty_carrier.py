"""Rings officers on duty through a carrier that speaks TwiML: asks it for a call and answers its webhooks."""

from datetime import datetime
from uuid import UUID

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from onedoor.cases.types import DutyRing
from onedoor.doors.phone import duty
from onedoor.doors.phone.twiml import write_twiml
from onedoor.doors.phone.views import from_carrier, xml
from onedoor.doors.phone.voice import Step
from onedoor.kernel import clock
from onedoor.kernel.text import as_language

PATIENCE = 10.0


def ring_all(*, at: datetime, client: httpx.Client | None = None) -> int:
    """Asks the carrier for every call that is to be placed now; gives how many it took. Does nothing where an
    Asterisk rings, or no account at a carrier is set."""
    if settings.PHONE_DIAL or not (settings.PHONE_CARRIER_ACCOUNT and settings.PHONE_FROM):
        return 0
    placed = 0
    while ring := duty.claim(at=at):
        if place(ring, client=client):
            placed += 1
        else:
            duty.miss(ring.id, placed=False, at=at)
    return placed


def place(ring: DutyRing, *, client: httpx.Client | None = None) -> bool:
    """Whether the carrier took the call (https://www.twilio.com/docs/voice/api/call-resource)."""
    account = settings.PHONE_CARRIER_ACCOUNT
    address = f"https://{settings.PHONE_CARRIER_HOST}/2010-04-01/Accounts/{account}/Calls.json"
    fields = {
        "To": ring.number, "From": settings.PHONE_FROM, "Timeout": str(settings.DUTY_CALL_SECONDS),
        "Url": _address("duty", ring.id, ring.language),
        "StatusCallback": _address("duty-status", ring.id, ring.language),
    }  # fmt: skip
    ours = client or httpx.Client(timeout=PATIENCE)
    try:
        answer = ours.post(address, data=fields, auth=(account, settings.PHONE_WEBHOOK_TOKEN))
    except httpx.HTTPError:
        return False
    finally:
        if client is None:
            ours.close()
    return answer.status_code == 201


@from_carrier
def answered(request: HttpRequest, duty_call: UUID, language: str, said: int) -> HttpResponse:
    """She picked up, or pressed nothing the first time."""
    spoken = as_language(language)
    again = said < duty.SAID_TWICE
    return _answer(duty.ask(duty_call, spoken) if again else duty.end(duty_call, spoken), said + 1)


@from_carrier
def keys(request: HttpRequest, duty_call: UUID, language: str, said: int) -> HttpResponse:
    """She pressed a key."""
    spoken = as_language(language)
    if said > duty.SAID_TWICE:
        return _answer(duty.end(duty_call, spoken), said)
    typed = request.POST.get("Digits", "")
    return _answer(duty.hear(duty_call, keys=typed, language=spoken, at=clock.now()), said + 1)


@from_carrier
def status(request: HttpRequest, duty_call: UUID, language: str) -> HttpResponse:
    """The call is over: who had not answered was not reached."""
    placed = request.POST.get("CallStatus") not in ("failed", "canceled")
    duty.miss(duty_call, placed=placed, at=clock.now())
    return HttpResponse(status=204)


def _answer(step: Step, said: int) -> HttpResponse:
    addresses = {
        "keys": _address("duty-keys", step.call, step.language, said),
        "silence": _address("duty-again", step.call, step.language, said),
    }
    return xml(write_twiml(step, addresses, people=""))


def _address(name: str, call: UUID, language: str, *said: int) -> str:
    return f"{settings.PUBLIC_URL}{reverse(f'phone:{name}', args=[call, language, *said])}"
