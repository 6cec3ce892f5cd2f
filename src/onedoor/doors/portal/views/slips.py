"""The code on the slip that a village agent wrote: what she wrote down with her becomes her form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from onedoor.dialogue import actions
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Question


@door(audience="customer", level=2)
def take_up(request: HttpRequest) -> HttpResponse:
    """One question; then her form, filled in as far as it was."""
    code = request.POST.get("code", "")
    error: Any = ""
    if request.method == "POST":
        try:
            number = actions.take_up_entry(code=code, by=actor_of(request), at=clock.now())
            return redirect("portal:continue", number=number)
        except Refused as refusal:
            error = refusal.message
    question = Question(
        name="code",
        kind="text",
        label=_("Code on your slip"),
        hint=_("Twelve letters and digits, such as 7K3M-Q9TD-4ABC. A village agent wrote it down for you."),
        value=code[:20],
        error=error,
        width="20",
    )
    context = {"questions": [question], "faults": [question] if error else []}
    return render(request, "portal/slip.html", context, status=422 if error else 200)
