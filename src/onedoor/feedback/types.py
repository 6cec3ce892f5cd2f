"""What doors and rooms see of a rating, and the rules that it keeps to.

Five grades, the last two poor, every service and every door; a poor one is followed up; who rated is
protected; late rating within a window (State Council General Office, Guobanfa [2019] 51).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event

STARS = range(1, 6)
POOR = 2  # so many stars or fewer are looked into
MAY_CHANGE = timedelta(days=7)
MAY_RATE = timedelta(days=90)  # counted from the day it was finished
FOLLOW_UP, CALENDAR = "P5D", "working-days"
LONGEST_COMMENT = 2_000

STARS_SAY = {5: _("Very good"), 4: _("Good"), 3: _("Fair"), 2: _("Poor"), 1: _("Very poor")}


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingView:
    """What was said of one reference. ``is_identified``: by whom it was for, signed in; else by somebody
    who knew the number. ``follow_up`` is the number of the case that a poor one opened, empty for one
    that was not poor. ``changeable_until`` is when it is final."""

    number: str
    service: str
    agency: str
    door: str
    stars: int
    comment: str
    is_identified: bool
    rated_at: datetime
    changeable_until: datetime
    follow_up: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """The sheet on which an invitation to rate stands."""

    letter: str
    invited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFigures:
    """Ratings counted. ``rated`` and ``finished`` are of the same span: the share that said anything.
    ``good`` are three to five stars, ``poor`` one and two; ``followed_up`` of the poor ones had their
    follow-up finished within its promise, ``due`` is how many such promises have fallen due."""

    by_stars: dict[int, int]
    by_door: dict[str, int]
    finished: int
    due: int
    followed_up: int

    @property
    def rated(self) -> int:
        return sum(self.by_stars.values())

    @property
    def poor(self) -> int:
        return sum(count for stars, count in self.by_stars.items() if stars <= POOR)

    @property
    def good_share(self) -> Decimal | None:
        return _share(self.rated - self.poor, self.rated)

    @property
    def rated_share(self) -> Decimal | None:
        return _share(self.rated, self.finished)

    @property
    def followed_up_share(self) -> Decimal | None:
        return _share(self.followed_up, self.due)


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(Decimal("0.001")) if whole else None


RATED = Event("feedback.rating.given", _("You rated how %(number)s was dealt with"))
CHANGED = Event("feedback.rating.changed", _("You changed your rating of %(number)s"))
FOLLOWED_UP = Event("feedback.rating.followed_up", _("We look into your rating of %(number)s"))
