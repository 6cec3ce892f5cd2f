"""Ratings, read: one's own, an agency's, and the figures that everybody may see."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onedoor.cases import queries as cases
from onedoor.feedback.invitations import find_invitation
from onedoor.feedback.models import Rating
from onedoor.feedback.subjects import check_rater, check_time, find_subject
from onedoor.feedback.types import MAY_CHANGE, InvitationView, RatingFigures, RatingView
from onedoor.feedback.views import to_view
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, Refused
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped

READ = "cases.read"
SPAN = timedelta(days=365)


def find_rating(number: str, *, by: Actor) -> RatingView | None:
    """What was said of this reference, for whom it was for and for the agency's officers."""
    canonical = find_number(number)
    row = Rating.objects.filter(number=canonical).first() if canonical else None
    if row is None:
        return None
    own = by.customer is not None and by.customer == row.customer
    theirs = by.kind == "officer" and by.may(READ) and by.agency == row.agency
    return to_view(row) if own or theirs or by.kind == "system" else None


def may_rate(number: str, *, by: Actor, at: datetime) -> bool:
    """Whether ``feedback.actions.rate`` would take stars for this number from ``by`` now."""
    try:
        subject = find_subject(number)
        identified = check_rater(subject, by=by)
        check_time(subject, at=at)
    except Refused:
        return False
    with transaction.atomic(), scoped(SYSTEM):
        row = Rating.objects.filter(number=subject.number).first()
    if row is None:
        return not subject.is_report or identified
    return (identified or not row.is_identified) and at <= row.rated_at + MAY_CHANGE


def get_invitation(mark: str) -> InvitationView:
    """On which sheet a mark was printed; nothing of what it was about. Raises NotFound."""
    row = find_invitation(mark)
    return InvitationView(letter=row.letter, invited_at=row.invited_at)


def is_finished(number: str) -> bool:
    """Whether what this number stands for is done; for the house, which tells nobody."""
    try:
        return find_subject(number).closed_at is not None
    except Refused:
        return False


def list_ratings(
    *, by: Actor, service: str = "", poor_only: bool = False, limit: int = 100
) -> list[RatingView]:
    """What was said of the officer's agency, newest first, without who said it. Raises NotAllowed."""
    if not (by.kind in ("officer", "system") and by.may(READ)):
        raise NotAllowed("ratings.officers_only", _("Only an officer can do this."), customer=by.customer)
    rows = Rating.objects.all() if by.kind == "system" else Rating.objects.filter(agency=by.agency)
    rows = rows.filter(service=service) if service else rows
    rows = rows.filter(stars__lte=2) if poor_only else rows
    return [to_view(row) for row in rows.order_by("-rated_at")[:limit]]


def count_ratings(*, service: str = "", agency: str = "", at: datetime) -> RatingFigures:
    """The figures of the last year, of one service or one agency or all; no person in them."""
    wanted = {"service": service, "agency": agency}
    exact = {name: value for name, value in wanted.items() if value}
    with transaction.atomic(), scoped(SYSTEM):
        rows = list(
            Rating.objects.filter(**exact, rated_at__gt=at - SPAN).values_list("stars", "door", "follow_up")
        )
        due, kept = cases.count_kept([row[2] for row in rows if row[2]], at=at)
        finished = cases.count_closed(**exact, since=at - SPAN)
    return RatingFigures(
        by_stars=dict(Counter(row[0] for row in rows)),
        by_door=dict(Counter(row[1] for row in rows)),
        finished=finished,
        due=due,
        followed_up=kept,
    )
