"""How well was it done: the same three questions at every door with a form."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onedoor.feedback.types import LONGEST_COMMENT, STARS_SAY, RatingView
from onedoor.kernel.errors import Refused
from onedoor.look.questions import Option, Question


def ask_rating(
    request: HttpRequest, number: str, before: RatingView | None, error: Refused | None
) -> list[Question]:
    """The number, one of five answers, and words if she likes; ``before`` is what she said already."""
    field = getattr(error, "field", "")
    stars = request.POST.get("stars") or (str(before.stars) if before else "")
    comment = request.POST.get("comment") or (before.comment if before else "")

    def fault(name: str) -> str:
        return str(error.message) if error and field == name else ""

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
