"""Saying how well one was served, once for each reference, from any door."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases.types import FollowedUp
from onedoor.feedback.invitations import find_invitation
from onedoor.feedback.marks import new_code, write_mark
from onedoor.feedback.models import Invitation, Rating
from onedoor.feedback.queries import may_rate
from onedoor.feedback.subjects import Subject, check_rater, check_time, find_subject
from onedoor.feedback.types import (
    CALENDAR,
    CHANGED,
    FOLLOW_UP,
    FOLLOWED_UP,
    LONGEST_COMMENT,
    MAY_CHANGE,
    POOR,
    RATED,
    STARS,
    RatingView,
)
from onedoor.feedback.views import to_view
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.services import actions as services

FOLLOW_UP_SAYS: Text = {"en": "A poor rating: ask what went wrong", "zh-hans": "低评价回访：了解问题所在"}


@action()
def rate(*, number: str, stars: int, door: str, by: Actor, at: datetime, comment: str = "") -> RatingView:
    """One to five stars for a case or an application. Said again within seven days it takes the place of
    what was said; from two stars down a follow-up case is opened at the agency, once.

    Raises Invalid (stars, number), NotFound (nobody's number, or somebody else's) and Conflict (not sent
    yet, too long ago, final).
    """
    if stars not in STARS:
        raise Invalid("rating.stars", _("Choose one to five stars."), field="stars")
    subject = find_subject(number)
    identified = check_rater(subject, by=by)
    check_time(subject, at=at)
    house = Actor(kind="system", door=door, assurance=4)
    with scoped(house):
        row = Rating.objects.select_for_update().filter(number=subject.number).first()
        if row is None:
            if subject.is_report:
                services.rate_report(number=subject.number, rating=stars, by=by, at=at)
            row = _new(subject)
            row.rated_at = at
        else:
            _check_change(row, identified=identified, at=at)
            row.changed_at = at
        row.stars, row.comment, row.door = stars, comment.strip()[:LONGEST_COMMENT], door
        row.is_identified = identified
        event = RATED if row.changed_at is None else CHANGED
        needs_care = stars <= POOR and row.follow_up is None and not subject.is_report
        if needs_care:
            row.follow_up = _follow_up(row, by=house, at=at)
        row.save()
        _record(event, row, by=by, at=at)
        if needs_care:
            _record(FOLLOWED_UP, row, by=house, at=at)
        return to_view(row)


@action()
def invite(*, number: str, letter: str, by: Actor, at: datetime) -> str:
    """The mark to be printed on ``letter``, so that whoever holds it may rate ``number`` without signing in;
    the same when asked again, empty where there is nothing to rate. For the house."""
    if by.kind != "system" or not may_rate(number, by=by, at=at):
        return ""
    row, _made = Invitation.objects.get_or_create(
        letter=letter, defaults={"code": new_code(), "number": number, "invited_at": at}
    )
    return write_mark(row.code)


@action()
def rate_invited(
    *, mark: str, stars: int, door: str, by: Actor, at: datetime, comment: str = ""
) -> RatingView:
    """What whoever holds the sheet says: it is worth what the number on it is worth, and no more. Raises
    NotFound for a mark that is not ours, and else as ``rate`` does."""
    number = find_invitation(mark).number
    # A daughter may say it for her mother, from her own telephone: then nobody is known to have said it.
    another = by.kind == "citizen" and by.customer != find_subject(number).customer
    return rate(
        number=number, stars=stars, door=door, comment=comment, by=ANONYMOUS if another else by, at=at
    )


@action()
def keep_report_rating(*, number: str, stars: int, door: str, by: Actor, at: datetime) -> None:
    """A rating that was given with the report itself is counted with all others, once."""
    subject = find_subject(number)
    Rating.objects.get_or_create(
        number=subject.number,
        defaults={
            "customer": subject.customer, "service": subject.service, "agency": subject.agency,
            "case": subject.case, "door": door, "stars": stars, "rated_at": at,
            "is_identified": subject.customer is not None and by.customer == subject.customer,
        },
    )  # fmt: skip


def _new(subject: Subject) -> Rating:
    return Rating(
        number=subject.number, customer=subject.customer, service=subject.service, agency=subject.agency,
        case=subject.case,
    )  # fmt: skip


def _check_change(row: Rating, *, identified: bool, at: datetime) -> None:
    if row.is_identified and not identified:
        raise Conflict("rating.identify", _("This was rated already. Sign in to change it."))
    if at > row.rated_at + MAY_CHANGE:
        raise Conflict("rating.final", _("This was rated more than seven days ago, and that stands."))


def _follow_up(row: Rating, *, by: Actor, at: datetime) -> UUID:
    """A case of the agency's own: call back, verify, put right or explain."""
    rated = FollowedUp(customer=row.customer, agency=row.agency, service=row.service)
    opened = cases.open_follow_up(
        number=row.number, reason=row.comment, kind="follow-up", subject=FOLLOW_UP_SAYS, unless_a_case=rated,
        promise=FOLLOW_UP, calendar=CALENDAR, audience="officer", door=by.door, by=by, at=at,
    )  # fmt: skip
    return opened.id


def _record(event: Event, row: Rating, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="rating", subject=row.id, customer=row.customer, agency=row.agency, by=by, at=at,
        case=row.case, data={"number": row.number, "stars": row.stars, "service": row.service},
    )  # fmt: skip
