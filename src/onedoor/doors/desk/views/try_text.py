"""A telephone to try the text door with: messages on one side, USSD on the other.

What is typed goes to the demo city's message centre, and from there by SMPP to the door that listens; the
answers come back the same way.
"""

from typing import Any

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onedoor.doors.desk.frame import show
from onedoor.look.doors import door
from onedoor.people.rules import find_phone

NUMBER = "+6580000001"
KEPT = "try_text_number"
SECONDS = 10.0
LONGEST = 10_000


@door(audience="officer", level=3)
def try_text(request: HttpRequest) -> HttpResponse:
    """The two sides of one telephone."""
    error = ""
    if request.method == "POST" and "number" in request.POST:
        number = find_phone(request.POST["number"])
        if number is None:
            error = _("Write a telephone number, such as +65 8000 0001.")
        else:
            request.session[KEPT] = number
    number = str(request.session.get(KEPT, NUMBER))
    handset = _ask(number, request.POST if request.method == "POST" and not error else None)
    return show(
        request,
        "desk/try_text.html",
        {"number": number, "handset": handset, "error": error},
        status=422 if error else 200,
    )


def _ask(number: str, posted: Any) -> dict[str, Any] | None:
    """What the telephone shows, after doing what was pressed; None where no message centre runs."""
    if not settings.TEXT_TRY:
        return None
    act = posted.get("act", "") if posted else ""
    acts: dict[str, dict[str, Any]] = {
        "message": {"kind": "sms"},
        "dial": {"kind": "ussd", "dial": True},
        "answer": {"kind": "ussd"},
        "leave": {"kind": "ussd", "leave": True},
    }
    does = acts.get(act)
    try:
        if does is None:
            got = httpx.get(settings.TEXT_TRY, params={"number": number}, timeout=SECONDS)
        else:
            text = "*1800#" if act == "dial" else posted.get("text", "")[:LONGEST]
            body = does | {"number": number, "text": text}
            got = httpx.post(settings.TEXT_TRY, json=body, timeout=SECONDS)
        shown: dict[str, Any] = got.json()
    except (httpx.HTTPError, ValueError):
        return None
    return shown
