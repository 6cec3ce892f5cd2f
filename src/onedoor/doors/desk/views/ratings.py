"""What people said of the officer's agency, without who said it; and what a customer who is present says."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onedoor.doors.desk.frame import show
from onedoor.feedback import actions
from onedoor.feedback import queries as feedback
from onedoor.feedback.types import STARS_SAY
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import read_whole
from onedoor.look.rating import ask_rating
from onedoor.look.timeline import DOORS


@door(audience="officer", level=3)
def list_ratings(request: HttpRequest) -> HttpResponse:
    """The figures of the year, then what was said, newest first."""
    by = actor_of(request)
    poor_only = request.GET.get("poor") == "1"
    figures = feedback.count_ratings(agency=by.agency, at=clock.now())
    ratings = feedback.list_ratings(by=by, poor_only=poor_only)
    context = {
        "rows": [(one, STARS_SAY[one.stars], DOORS.get(one.door, one.door)) for one in ratings],
        "poor_only": poor_only,
        "figures": figures,
        "grades": [(words, figures.by_stars.get(stars, 0)) for stars, words in STARS_SAY.items()],
    }
    return show(request, "desk/ratings.html", context)


@door(audience="officer", level=3, may="assistance.give")
def rate_with_her(request: HttpRequest) -> HttpResponse:
    """The customer who is present says how well something of hers was done. Without her code nobody rates
    in her place, and her number is looked for among her own."""
    by = actor_of(request)
    if by.assisted is None:
        return redirect("desk:assist")
    error: Refused | None = None
    if request.method == "POST":
        try:
            actions.rate(
                number=request.POST.get("number", ""), stars=read_whole(request.POST.get("stars")),
                comment=request.POST.get("comment", ""), door="counter", by=by, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Thank you. You can change your rating within seven days."))
            return redirect("desk:assist")
    number = (request.POST.get("number") or request.GET.get("number") or "").strip()
    questions = ask_rating(request, number, feedback.find_rating(number, by=by), error)
    faults = [one for one in questions if one.error]
    context = {
        "questions": questions,
        "faults": faults,
        "refused": error.message if error and not faults else "",
    }
    return show(request, "desk/rate.html", context, status=422 if error else 200)
