"""How registers that are asked by calls are doing, and in the demo a register that can have a bad day."""

import json

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy

from onedoor.doors.desk.frame import show
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.kernel.calls import CallFailed, call
from onedoor.look.doors import actor_of, door

MOODS = {
    "up": gettext_lazy("Answers as it should"),
    "slow": gettext_lazy("Answers too slowly"),
    "rubbish": gettext_lazy("Answers rubbish"),
    "twice": gettext_lazy("Says everything twice"),
    "never": gettext_lazy("Never answers"),
    "down": gettext_lazy("Says that it is down"),
}


@door(audience="officer", level=3, may="exchange.watch")
def list_registers(request: HttpRequest) -> HttpResponse:
    """Each register with its state, its last answer, how often it fails and what waits for it."""
    registers = exchange.list_health(by=actor_of(request), at=clock.now())
    return show(request, "desk/registers.html", {"registers": registers, "can_try": settings.REGISTER_TRY})


@door(audience="officer", level=3)
def try_register(request: HttpRequest) -> HttpResponse:
    """Choose how the demo city's vehicle register behaves from now on."""
    if request.method == "POST" and settings.REGISTER_TRY:
        mood = request.POST.get("mood", "")
        if _set_mood(mood if mood in MOODS else "up"):
            messages.success(request, gettext("The register behaves like that from now on."))
        else:
            messages.warning(request, gettext("The register could not be reached."))
        return redirect("desk:try-register")
    return show(request, "desk/try_register.html", {"moods": MOODS.items(), "runs": settings.REGISTER_TRY})


def _set_mood(mood: str) -> bool:
    body = json.dumps({"mood": mood}).encode()
    headers = {"Content-Type": "application/json"}
    try:
        reply = call("POST", f"{settings.REGISTER_TRY}/mood", body=body, headers=headers, seconds=3)
    except CallFailed:
        return False
    return reply.status == 200
