"""What a caller said after the tone: sealed, kept for a time, never before she was told.

Whole calls are never recorded. Where PHONE_RECORDS is off, nothing is.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import structlog
from django.conf import settings

from onedoor.dialogue import actions as dialogue
from onedoor.doors.phone.calls import one_step, say
from onedoor.doors.phone.models import Call, Recording
from onedoor.doors.phone.people import CALLER, session_of
from onedoor.doors.phone.voice import Step
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from onedoor.trust import queries as trust

KEPT = timedelta(days=90)
SEALED_FOR = "phone-recording"
LARGEST = 8 * 1024 * 1024
PATIENCE = 10.0
log = structlog.get_logger()


@one_step
def hear_recording(call: Call, *, sound: bytes, at: datetime) -> Step:
    """Keep it sealed; the conversation gets its number, never the sound."""
    kept = Recording.objects.create(
        call=call,
        sound=trust.seal_bytes(sound, purpose=SEALED_FOR),
        recorded_at=at,
        keep_until=at + KEPT,
    )
    call.silences, call.has_keys = 0, True
    turn = dialogue.reply(session=session_of(call), text=f"recording {kept.id}", by=CALLER, at=at)
    return say(call, turn, at)


def get_recording(recording: UUID) -> bytes:
    """The sound, unsealed."""
    with scoped(SYSTEM):
        return trust.unseal_bytes(bytes(Recording.objects.get(id=recording).sound), purpose=SEALED_FOR)


def delete_old(*, at: datetime) -> int:
    """Recordings whose time is over, and calls that ended as long ago."""
    gone = people.dispose_nightly(models_of=["phone_door.Recording"], by=SYSTEM, at=at)
    people.dispose_nightly(models_of=["phone_door.Call"], by=SYSTEM, at=at)
    return gone


def fetch_from_carrier(address: str) -> bytes:
    """The sound from the carrier, whose copy is deleted afterwards; empty where that fails. Only the
    carrier's own host is asked, whatever the address says."""
    place = urlsplit(address)
    if place.scheme != "https" or place.hostname != settings.PHONE_CARRIER_HOST:
        return b""
    login = (settings.PHONE_CARRIER_ACCOUNT, settings.PHONE_WEBHOOK_TOKEN)
    try:
        with httpx.Client(auth=login, timeout=PATIENCE) as client:
            sound = client.get(f"{address}.wav").raise_for_status().content
            client.delete(address)
    except httpx.HTTPError as error:
        log.error("phone.recording_lost", error=type(error).__name__)
        return b""
    return sound if len(sound) <= LARGEST else b""
