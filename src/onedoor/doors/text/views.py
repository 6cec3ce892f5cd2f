"""A plain gateway over HTTP: it posts what telephones send, signed, and is answered in the same breath.

``POST /text/incoming/ {"id", "from", "text", "kind": "sms" | "ussd", "session", "new", "ended"}`` with
``X-Onedoor-Signature``: HMAC-SHA256 of the body, in hex, by TEXT_WEBHOOK_KEY. The answer is
``{"text", "end"}``. The same ``id`` twice is answered once.
"""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onedoor.doors.text import conversing
from onedoor.doors.text.models import Taken
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.look.doors import door
from onedoor.people.rules import find_phone

HEADER = "X-Onedoor-Signature"
LARGEST = 100_000


@csrf_exempt
@require_POST
@door(audience="public", level=0)
def incoming(request: HttpRequest) -> HttpResponse:
    """One message or key press of a telephone."""
    if len(request.body) > LARGEST:
        return _refuse(413, "Send at most 100,000 octets.")
    if not is_signed(request.body, request.headers.get(HEADER, "")):
        return _refuse(403, "Sign the body with the key that we gave you.")
    try:
        given = json.loads(request.body)
        number, id = str(given["from"]), str(given["id"])[:100]
    except (ValueError, KeyError, TypeError):
        return _refuse(400, "Send JSON with id, from, text and kind.")
    if find_phone(number) is None:
        return _refuse(422, "Write the number with its country, such as +6581234567.")
    at = clock.now()
    with scoped(SYSTEM):
        _row, is_new = Taken.objects.get_or_create(external_id=id, defaults={"came_at": at})
    if not is_new:
        return JsonResponse({"text": "", "end": False, "repeated": True})
    answer = _hear(given, number, at)
    return JsonResponse({"text": answer.text, "end": answer.ends})


def _hear(given: dict[str, Any], number: str, at: datetime) -> conversing.Answer:
    text = str(given.get("text", ""))
    if given.get("kind") != "ussd":
        return conversing.hear_message(number=number, text=text, at=at)
    session = str(given.get("session", ""))
    if given.get("ended"):
        conversing.drop_ussd(number=number, carried_as=session, at=at)
        return conversing.Answer("", ends=True)
    return conversing.hear_ussd(
        number=number, text=text, carried_as=session, is_new=bool(given.get("new")), at=at
    )


def is_signed(body: bytes, signature: str) -> bool:
    """Compared in constant time; nothing is signed where no key is set."""
    key = settings.TEXT_WEBHOOK_KEY
    expected = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return bool(key) and hmac.compare_digest(expected.encode(), signature.encode())


def _refuse(status: int, says: str) -> HttpResponse:
    return JsonResponse({"error": says}, status=status)
