"""When what people said goes: the stars stay for the figures, and nobody can say any more whose they were."""

from datetime import datetime

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Right
from django.utils.translation import gettext_lazy as _

from onedoor.feedback.models import Rating
from onedoor.people.rules import KeepRule, aged, back, keep, period_of

GONE = "gone-"


def declare_all() -> None:
    """Called once the app registry is ready. The reference goes too: it leads to her request."""
    number = Concat(Value(GONE), Right(Cast("id", CharField()), 12))
    emptied = {
        "customer": None, "comment": "", "case": None, "follow_up": None, "is_identified": False,
        "number": number,
    }  # fmt: skip
    keep(
        KeepRule("feedback.Rating", _("after it was given"), _ratings, empties=emptied),
        aged("feedback.Invitation", "invited_at", _("after it was sent"), _("Invitations to rate")),
    )


def _ratings(at: datetime) -> QuerySet[Rating]:
    over = Q(rated_at__lte=back(at, period_of(Rating)))
    return Rating.objects.filter(over).exclude(number__startswith=GONE)
