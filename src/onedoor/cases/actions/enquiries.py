"""What a door cannot answer itself goes to a person: enquiries, and follow-ups of low ratings."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.cases.actions.opening import open_case
from onedoor.cases.models import Case, CaseNote
from onedoor.cases.routing import Matter, find_route
from onedoor.cases.types import ENQUIRY, LOW_RATING, CaseView, FollowedUp
from onedoor.cases.views import to_view
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text

RECEIVER = FollowedUp().agency  # the contact centre owns what no other agency does
PROMISE, CALENDAR = "P2D", "business-hours"
ENQUIRY_SAYS: Text = {"en": "An enquiry", "zh-hans": "咨询"}
LOW_RATING_SAYS: Text = {"en": "A low rating", "zh-hans": "差评回访"}


@action()
def open_enquiry(
    *,
    customer: UUID | None,
    text: str,
    door: str,
    by: Actor,
    at: datetime,
    title: str = "",
    topic: str = "",
    demand: str = "enquiry",
    place: str = "",
    interaction: UUID | None = None,
) -> CaseView:
    """Have a person answer, at the agency and within the time that the routing table says: two business
    days for a question. Closing the case ends its clock. The same ``interaction`` given again, even at the
    same moment, is the same case. ``title`` is a subject line, which is routed by and not kept; ``topic`` is
    the service asked about and ``place`` the district it is about, where the door knows them. A citizen
    asks for herself only."""
    if not text.strip():
        raise Invalid("enquiry.empty", _("Write your question."), field="text")
    if by.kind == "citizen" and customer not in (None, by.customer):
        raise NotFound("case.unknown", _("There is no such case, or it is not yours to see."))
    house = Actor(kind="system", door=door, assurance=4)
    with scoped(house):
        if found := _find_arrived(interaction):
            return to_view(found)
        route = find_route(Matter(text=f"{title}\n{text}", service=topic, demand=demand, place=place)).row
        try:
            with transaction.atomic():
                case = open_case(
                    kind=ENQUIRY, customer=customer, agency=route.lead, service=topic or ENQUIRY,
                    subject=ENQUIRY_SAYS, promise=route.promise, calendar=route.calendar, lane=route.lane,
                    cooperating=route.cooperating, arrival=interaction, by=house, at=at,
                )  # fmt: skip
                _write(case, text, by=by, at=at)
        except IntegrityError:
            if found := _find_arrived(interaction):
                return to_view(found)
            raise
    return case


@action()
def open_follow_up(
    *,
    number: str,
    reason: str,
    door: str,
    by: Actor,
    at: datetime,
    kind: str = LOW_RATING,
    subject: Text = LOW_RATING_SAYS,
    promise: str = PROMISE,
    calendar: str = CALENDAR,
    unless_a_case: FollowedUp | None = None,
    audience: str = "citizen",
) -> CaseView:
    """Have the agency that answered under ``number`` look into it, within two business days where nothing
    else is promised; every room that follows up goes this way. Once a case: asked again, it is the same
    follow-up while that one is open. Where the number is no case's, ``unless_a_case`` (which only the house
    may say) tells whose it is; else it is the contact centre's."""
    if not reason.strip() and by.kind != "system":
        raise Invalid("follow_up.empty", _("Say what should be looked into."), field="reason")
    house = Actor(kind="system", door=door, assurance=4)
    with scoped(house):
        rated = Case.objects.select_for_update().filter(number=find_number(number) or "").first()
        if by.kind == "citizen" and (rated is None or rated.customer != by.customer):
            raise NotFound("case.unknown", _("There is no such case, or it is not yours to see."))
        if rated and (found := rated.children.filter(kind=kind, closed_at=None).first()):
            return to_view(found)
        told = unless_a_case if unless_a_case and by.kind == "system" else FollowedUp()
        case = open_case(
            kind=kind, customer=rated.customer if rated else told.customer,
            agency=rated.agency if rated else told.agency, service=rated.service if rated else told.service,
            subject=subject, promise=promise, calendar=calendar,
            parent=rated.id if rated else None, by=house, at=at,
        )  # fmt: skip
        if reason.strip():
            _write(case, reason, by=by, at=at, audience=audience)
    return case


def _find_arrived(interaction: UUID | None) -> Case | None:
    return Case.objects.filter(arrival=interaction).first() if interaction else None


def _write(case: CaseView, text: str, *, by: Actor, at: datetime, audience: str = "citizen") -> None:
    CaseNote.objects.create(
        case_id=case.id, customer=case.customer, audience=audience, text=text.strip(),
        written_by=by.account, written_by_name=by.name, agency=by.agency, written_at=at,
    )  # fmt: skip
