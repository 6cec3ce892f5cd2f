"""A rating as others see it."""

from onedoor.cases import queries as cases
from onedoor.feedback.models import Rating
from onedoor.feedback.types import MAY_CHANGE, RatingView
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped


def to_view(row: Rating) -> RatingView:
    """The row, with the number of its follow-up."""
    follow_up = ""
    if row.follow_up:
        with scoped(SYSTEM):
            follow_up = cases.get_case(row.follow_up, by=SYSTEM).number
    return RatingView(
        number=row.number, service=row.service, agency=row.agency, door=row.door, stars=row.stars,
        comment=row.comment, is_identified=row.is_identified, rated_at=row.rated_at,
        changeable_until=row.rated_at + MAY_CHANGE, follow_up=follow_up,
    )  # fmt: skip
