"""What people said of the officer's agency, without who said it, and what came of the poor ones."""

from django.http import HttpRequest, HttpResponse

from onedoor.doors.desk.frame import show
from onedoor.feedback import queries as feedback
from onedoor.feedback.types import STARS_SAY
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door
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
