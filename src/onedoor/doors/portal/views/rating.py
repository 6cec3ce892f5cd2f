"""How well was it done: asked of whom it was for, and of anybody who holds the number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from onedoor.feedback import actions
from onedoor.feedback import queries as feedback
from onedoor.feedback.types import LONGEST_COMMENT, STARS_SAY, RatingView
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Option, Question, read_whole


@door(audience="public", level=0)
def rate(request: HttpRequest) -> HttpResponse:
    """One of five answers, and words if she likes; the number may be given with the address."""
    said, error = _say(request) if request.method == "POST" else (None, None)
    if said:
        return render(request, "portal/rated.html", {"said": said})
    number = (request.POST.get("number") or request.GET.get("number") or "").strip()
    questions = _questions(request, number, error)
    context = {"questions": questions, "faults": [one for one in questions if one.error], "refused": ""}
    if error is not None and not context["faults"]:
        context["refused"] = error.message
    return render(request, "portal/rate.html", context, status=422 if error else 200)


def _say(request: HttpRequest) -> tuple[RatingView | None, Refused | None]:
    try:
        said = actions.rate(
            number=request.POST.get("number", ""),
            stars=read_whole(request.POST.get("stars")),
            comment=request.POST.get("comment", ""),
            door="portal",
            by=actor_of(request),
            at=clock.now(),
        )
    except Refused as refusal:
        return None, refusal
    return said, None


def _questions(request: HttpRequest, number: str, error: Refused | None) -> list[Question]:
    field = getattr(error, "field", "")
    before = feedback.find_rating(number, by=actor_of(request))
    stars = request.POST.get("stars") or (str(before.stars) if before else "")
    comment = request.POST.get("comment") or (before.comment if before else "")

    def fault(name: str) -> Any:
        return error.message if error and field == name else ""

    return [
        Question(
            name="number",
            kind="text",
            label=_("Number"),
            hint=_("It stands on your confirmation, such as HC-7K3M-Q9TD-4."),
            value=number,
            error=fault("number"),
            width="20",
        ),
        Question(
            name="stars",
            kind="choice",
            label=_("How well was it done?"),
            options=tuple(Option(str(value), words) for value, words in STARS_SAY.items()),
            value=stars,
            error=fault("stars"),
        ),
        Question(
            name="comment",
            kind="long",
            label=_("What was good, what was not?"),
            hint=_("You need not say. Only the agency that dealt with it reads it."),
            value=comment[:LONGEST_COMMENT],
            required=False,
        ),
    ]
