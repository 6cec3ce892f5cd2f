"""A form or a reply sheet from paper: the picture of each answer beside what was read, the unsure first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import READ
from onedoor.doors.post.types import LetterView, Reading
from onedoor.doors.post.views.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door

SURE = 80


@door(audience="officer", level=3, may=READ)
def verify(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Enter goes on to the next answer; what is typed stands; a ticked one is left unanswered."""
    by = actor_of(request)
    view = queries.get_letter(letter, by=by)
    if view.customer is None or not view.is_to_check:
        return redirect("post:letter", letter=letter)
    error, field = "", ""
    if request.method == "POST":
        try:
            done = _take_over(request, view)
        except Refused as refusal:
            error, field = str(refusal.message), refusal.field
        else:
            messages.success(
                request,
                _("The answers stand in form %(number)s.") % {"number": done.reference}
                if done.is_form
                else _("The reply sheet is taken in as you read it."),
            )
            return redirect("post:letters")
    lines = [_line(index, one, request) for index, one in enumerate(view.readings) if one.kind != "sign"]
    signature = next((index for index, one in enumerate(view.readings) if one.kind == "sign"), None)
    first = next((line["name"] for line in lines if line["unsure"]), lines[0]["name"] if lines else "")
    context = {
        "letter": view, "lines": sorted(lines, key=lambda line: not line["unsure"]), "first": first,
        "signature": signature, "error": error, "field": field,
        "unsure": sum(line["unsure"] for line in lines),
    }  # fmt: skip
    return show(request, "post/verify.html", context, status=422 if error else 200)


def _line(index: int, one: Reading, request: HttpRequest) -> dict[str, Any]:
    name = f"value-{index}"
    return {
        "index": index, "name": name, "reading": one, "unsure": one.confidence < SURE,
        "value": request.POST.get(name, one.value), "rejected": f"reject-{index}" in request.POST,
        "label": one.label or one.name,
        "choices": one.choices or ((("yes", _("Yes")), ("no", _("No"))) if one.kind == "tick" else ()),
    }  # fmt: skip


def _take_over(request: HttpRequest, view: LetterView) -> LetterView:
    values, rejected = {}, []
    for index, one in enumerate(view.readings):
        if f"reject-{index}" in request.POST:
            rejected.append(one.key)
        elif (written := request.POST.get(f"value-{index}")) is not None:
            values[one.key] = written
    if not view.is_form:
        return actions.check_reply(
            letter=view.id, values=values, rejected=rejected, by=actor_of(request), at=clock.now()
        )
    return actions.take_over(
        letter=view.id, values=values, rejected=rejected, signature=request.POST.get("signature") == "yes",
        by=actor_of(request), at=clock.now(),
    )  # fmt: skip
