"""How well was it done: asked of whom it was for, and of anybody who holds the number or our letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.feedback import actions
from onedoor.feedback import queries as feedback
from onedoor.feedback.types import RatingView
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import read_whole
from onedoor.look.rating import ask_rating


@door(audience="public", level=0)
def rate(request: HttpRequest) -> HttpResponse:
    """One of five answers, and words if she likes; the number may be given with the address."""
    said, error = _say(request) if request.method == "POST" else (None, None)
    if said:
        return render(request, "portal/rated.html", {"said": said})
    number = (request.POST.get("number") or request.GET.get("number") or "").strip()
    questions = ask_rating(request, number, feedback.find_rating(number, by=actor_of(request)), error)
    context = {"questions": questions, "faults": [one for one in questions if one.error], "refused": ""}
    if error is not None and not context["faults"]:
        context["refused"] = error.message
    return render(request, "portal/rate.html", context, status=422 if error else 200)


@door(audience="public", level=0)
def rate_letter(request: HttpRequest, mark: str) -> HttpResponse:
    """The same, by the square or the address at the end of a letter: the letter stands for the number. The
    page says which letter it is and nothing of what stands in it. Opening it does nothing."""
    letter = feedback.get_invitation(mark)
    error: Refused | None = None
    if request.method == "POST":
        try:
            said = actions.rate_invited(
                mark=mark,
                stars=read_whole(request.POST.get("stars")),
                comment=request.POST.get("comment", ""),
                door="post",
                by=actor_of(request),
                at=clock.now(),
            )
        except Refused as refusal:
            error = refusal
        else:
            return render(request, "portal/rated.html", {"said": said})
    questions = [one for one in ask_rating(request, "", None, error) if one.name != "number"]
    faults = [one for one in questions if one.error]
    context = {
        "questions": questions, "faults": faults, "letter": letter,
        "refused": error.message if error and not faults else "",
    }  # fmt: skip
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
