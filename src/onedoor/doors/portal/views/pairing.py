"""Letting a kiosk or a television show how far one's requests are: the code on it, typed in here."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Question
from onedoor.trust import actions

TRIES, WINDOW = 10, timedelta(minutes=10)


@door(audience="customer", level=2)
def pair(request: HttpRequest) -> HttpResponse:
    """One question; the code may come with the address, from the QR code on the screen."""
    code = request.POST.get("code") or request.GET.get("code") or ""
    error: Any = ""
    if request.method == "POST":
        by, at = actor_of(request), clock.now()
        try:
            actions.count_use(what=f"pairing/{by.account}", most=TRIES, window=WINDOW, by=by, at=at)
            actions.confirm_pairing(code=code, by=by, at=at)
        except Refused as refusal:
            error = refusal.message
    question = Question(
        name="code",
        kind="text",
        label=_("Code on the screen"),
        hint=_("Eight letters, such as BCDF-GHJK."),
        value=code[:20],
        error=error,
        width="10",
    )
    context = {
        "questions": [question],
        "faults": [question] if error else [],
        "done": request.method == "POST" and not error,
    }
    return render(request, "portal/pair.html", context, status=422 if error else 200)
