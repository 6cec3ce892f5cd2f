"""One agency is another's customer: it asks, is answered within a promise, and rates the answer once."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import get_visible, lock_case, require_officer
from onedoor.cases.actions.closing import close_case
from onedoor.cases.actions.enquiries import open_follow_up
from onedoor.cases.actions.opening import open_case
from onedoor.cases.actions.owning import take_case
from onedoor.cases.models import AgencyRequest, Case, CaseRating
from onedoor.cases.ownership import set_owner
from onedoor.cases.record import record
from onedoor.cases.requests import ASK, unknown, view_request
from onedoor.cases.types import AGENCY_REQUEST, POOR_RATING, RATED, Lane, RequestView
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.people import actions as people
from onedoor.trust import queries as trust

PROMISE = {Lane.NORMAL: "P5D", Lane.URGENT: "P1D"}
CALENDAR = "working-days"
POOR = 2  # a rating of so many stars or fewer is looked into
FOLLOW_UP_SAYS: Text = {"en": "A poor rating by another agency", "zh-hans": "其他部门给出低评价"}


@action(may=ASK)
def ask_agency(
    *,
    agency: str,
    subject: str,
    needed: str,
    basis: str,
    purpose: str,
    urgent: bool = False,
    by: Actor,
    at: datetime,
) -> RequestView:
    """Ask another agency for its work: a case of its own there, with the promise of requests between
    agencies, in the name of the officer's agency as its customer."""
    require_officer(by)
    if agency == by.agency or agency not in {one.code for one in trust.list_agencies()}:
        raise Invalid("request.agency", _("Choose another agency."), field="agency")
    for field, text in (("subject", subject), ("needed", needed), ("basis", basis), ("purpose", purpose)):
        if not text.strip():
            raise Invalid(
                "request.empty", _("Fill this in: the other agency needs it to answer."), field=field
            )
    lane = Lane.URGENT if urgent else Lane.NORMAL
    asker = trust.get_agency(by.agency)
    customer = people.customer_of_agency(code=asker.code, name=asker.name, by=by, at=at)
    case = open_case(
        kind=AGENCY_REQUEST, customer=customer, agency=agency,
        service=AGENCY_REQUEST, subject={"en": subject.strip()[:200], "zh-hans": subject.strip()[:200]},
        promise=PROMISE[lane], calendar=CALENDAR, lane=lane, by=by, at=at,
    )  # fmt: skip
    row = AgencyRequest.objects.create(
        case_id=case.id, asker=by.agency, asked_by=by.account, asked_by_name=by.name,
        needed=needed.strip()[:4000], basis=basis.strip()[:200], purpose=purpose.strip()[:200],
    )  # fmt: skip
    return view_request(row, by)


@action(may="cases.work")
def answer_agency(*, case: UUID, answer: str, by: Actor, at: datetime) -> RequestView:
    """Answer what another agency asked; whoever answers becomes the owner, unless a colleague is."""
    require_officer(by)
    row, held = _request(case, by)
    if by.kind == "officer" and by.agency != held.agency:
        raise NotAllowed("request.not_asked", _("Only the agency that was asked answers."), case=case)
    if not answer.strip():
        raise Invalid("request.answer", _("Write the answer."), field="answer")
    take_case(case=case, by=by, at=at)
    close_case(case=case, outcome="answered", reason=answer.strip(), by=by, at=at)
    row.case.refresh_from_db()
    return view_request(row, by)


@action(may=ASK)
def rate_agency(*, case: UUID, stars: int, comment: str = "", by: Actor, at: datetime) -> RequestView:
    """The asking agency says once, after the answer, how well it was served. A poor rating needs a word
    why, and becomes a task of the answering agency's supervisor."""
    require_officer(by)
    row, held = _request(case, by)
    if by.agency != row.asker:
        raise NotAllowed("request.not_asker", _("Only the agency that asked rates the answer."), case=case)
    if held.closed_at is None:
        raise Conflict("request.unanswered", _("Rate the answer once it is there."))
    if not 1 <= stars <= 5:
        raise Invalid("request.stars", _("Choose one to five stars."), field="stars")
    if stars <= POOR and not comment.strip():
        raise Invalid(
            "request.comment", _("Say what was not good, so that it can be mended."), field="comment"
        )
    follow_up = _follow_up(held, comment.strip(), by=by, at=at) if stars <= POOR else None
    try:
        with transaction.atomic():
            CaseRating.objects.create(
                case=held, agency=by.agency, stars=stars, comment=comment.strip()[:2000], rated_by=by.account,
                rated_by_name=by.name, rated_at=at, follow_up=follow_up,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("request.rated", _("This answer was rated already.")) from error
    record(RATED, held, by=by, at=at, stars=stars)
    return view_request(row, by)


def _request(case: UUID, by: Actor) -> tuple[AgencyRequest, Case]:
    get_visible(case, by)
    held = lock_case(case, by, may_be_closed=True)
    row = AgencyRequest.objects.select_related("case").filter(case=held).first()
    if row is None:
        raise unknown()
    return row, held


def _follow_up(case: Case, comment: str, *, by: Actor, at: datetime) -> UUID:
    """A case of the answering agency's own, in the hands of its supervisor where it has one."""
    house = Actor(kind="system", door=by.door, assurance=4)
    with scoped(house):
        opened = open_follow_up(
            number=case.number, reason=comment, kind=POOR_RATING, subject=FOLLOW_UP_SAYS, audience="officer",
            door=by.door, by=house, at=at,
        )  # fmt: skip
        supervisor = next(iter(trust.list_officers(case.agency, role="supervisor", at=at)), None)
        if supervisor is not None:
            row = Case.objects.select_for_update().get(id=opened.id)
            set_owner(
                row, owner=supervisor.account, name=supervisor.name, agency=case.agency, by=house, at=at
            )
    return opened.id
