"""A telephone to try the phone door with: what is said, a keypad, and the officers' telephone."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onedoor.doors.desk.carrier import SimulatedCall
from onedoor.doors.desk.frame import show
from onedoor.look.doors import door

KEPT = "tried_call"
KEYPAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
VOICES = {"en-GB": "en", "cmn-CN": "zh-Hans"}

ACTS: Mapping[str, Callable[[SimulatedCall], None]] = {
    "wait": SimulatedCall.wait,
    "pick-up": SimulatedCall.pick_up,
    "talked": lambda call: call.end_dial("completed"),
    "nobody": lambda call: call.end_dial("no-answer"),
    "hang-up": SimulatedCall.hang_up,
}


@door(audience="officer", level=3, may="contact.log")
def try_phone(request: HttpRequest) -> HttpResponse:
    """Each button is one thing that happens at the other end of the line."""
    call = SimulatedCall.read(request.session.get(KEPT))
    if request.method == "POST" and settings.PHONE_WEBHOOK_TOKEN:
        act = request.POST.get("act", "")
        if act == "dial":
            call = SimulatedCall.dial(request.POST.get("number", "").strip()[:20])
        elif act == "new":
            call = None
        elif call and request.POST.get("key"):
            call.press(request.POST["key"])
        elif call and act == "keys":
            call.press(request.POST.get("keys", "")[:40])
        elif call and act in ACTS:
            ACTS[act](call)
        request.session[KEPT] = call.keep() if call else None
        return redirect("desk:try-phone")
    context = {
        "call": call,
        "lines": [(text, VOICES.get(voice, "en")) for text, voice in call.lines] if call else [],
        "typed": "•" * len(call.typed) if call else "",
        "keypad": KEYPAD,
        "ready": bool(settings.PHONE_WEBHOOK_TOKEN),
    }
    response = show(request, "desk/try_phone.html", context)
    response["Cache-Control"] = "no-store"
    return response
