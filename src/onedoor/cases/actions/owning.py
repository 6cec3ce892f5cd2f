"""Owners and agencies of a case. The citizen is asked nothing when they change."""

from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import lock_case, require_movable, require_officer
from onedoor.cases.grounds import sign_by
from onedoor.cases.models import Case, CaseNote
from onedoor.cases.ownership import OWNING, end_disputes, give_to_duty, join, set_owner
from onedoor.cases.record import record
from onedoor.cases.rules import LANE_ORDER, MOST_RETURNS
from onedoor.cases.types import ENQUIRY, PROBLEM, TRANSFERRED, CaseState, CaseView, Lane
from onedoor.cases.views import to_view
from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.kernel.text import pick_lazily
from onedoor.trust import queries as trust
from onedoor.trust.types import CONTACT_CENTRE


@action(may="cases.work")
def take_case(*, case: UUID, by: Actor, at: datetime) -> CaseView:
    """Become the owner. Taking a case that another officer has taken is a conflict; one that was
    only given to her is not, because whoever is there first helps. Of two at once exactly one wins; the
    other reads which post has it since when, not who, and what to do next."""
    require_officer(by)
    row = lock_case(case, by)
    if row.owner not in (None, by.account) and row.taken_at:
        raise _taken(row, at)
    if row.owner != by.account or not row.taken_at:
        set_owner(row, owner=by.account, name=by.name, agency=by.agency, by=by, at=at, taken=True)
    return to_view(row)


@action(may="cases.assign")
def assign(*, case: UUID, owner: UUID, by: Actor, at: datetime) -> CaseView:
    """Give a case to an officer of its leading or a co-operating agency."""
    require_officer(by)
    row = lock_case(case, by)
    for agency in (row.agency, *row.cooperating):
        officer = next((o for o in trust.list_officers(agency, at=at) if o.account == owner), None)
        if officer:
            set_owner(row, owner=owner, name=officer.name, agency=agency, by=by, at=at)
            return to_view(row)
    raise Invalid("case.owner", _("Choose an officer of an agency that works on this case."), field="owner")


@action(may="cases.transfer")
def transfer(*, case: UUID, agency: str, reason: str, by: Actor, at: datetime) -> CaseView:
    """Let another agency lead. Id, number, history, clock and the customer's contact stay; the
    former leader keeps co-operating, and ``reason`` is a note inside."""
    return _transfer(case, agency, reason, by=by, at=at)


@action(may="cases.route")
def route_enquiry(*, case: UUID, agency: str, reason: str, by: Actor, at: datetime) -> CaseView:
    """Pass a misdirected enquiry on to the agency that answers it: its start and its promise stay. A case
    in which something is decided is no enquiry, and only those who may transfer it do."""
    require_officer(by)
    row = lock_case(case, by)
    if row.kind != ENQUIRY or row.application is not None:
        raise NotAllowed(
            "case.not_enquiry", _("Your role passes on enquiries only."), needs="cases.transfer", case=row.id
        )
    return _transfer(case, agency, reason, by=by, at=at)


@action(may="cases.transfer")
def invite_agency(*, case: UUID, agency: str, by: Actor, at: datetime) -> CaseView:
    """Let another agency see the case and help; the leader stays."""
    require_officer(by)
    row = lock_case(case, by)
    trust.get_agency(agency)
    join(row, agency)
    row.save(update_fields=["cooperating"])
    return to_view(row)


def _taken(row: Case, at: datetime) -> Conflict:
    post = trust.describe_post(row.owner, (row.agency, *row.cooperating), at=at)
    since = row.taken_at or at
    says = _(
        "{post} took this case at {time}. Take the next one from the work list, or ask a supervisor to "
        "give you this one."
    )
    return Conflict("case.owned", format_lazy(says, post=pick_lazily(post), time=f"{local(since):%H:%M}"))


def _transfer(case: UUID, agency: str, reason: str, *, by: Actor, at: datetime) -> CaseView:
    require_officer(by)
    row = lock_case(case, by)
    require_movable(row)
    trust.get_agency(agency)
    if agency == row.agency:
        raise Invalid("case.same_agency", _("This agency leads the case already."), field="agency")
    end_disputes(row, at=at)
    pass_on(row, agency, reason, by=by, at=at)
    return to_view(row)


def pass_on(row: Case, agency: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Another agency leads; for this room only. The former leader goes on helping. An enquiry that changes
    hands for the third time is a problem order (问题工单): the contact centre leads it, urgently, and it
    changes hands no more."""
    if row.kind == ENQUIRY and row.application is None:
        if row.returns >= MOST_RETURNS:
            raise Conflict("order.problem", _("This went from hand to hand. The contact centre answers it."))
        row.returns += 1
        if row.returns == MOST_RETURNS:
            agency, row.lane, row.lane_order = CONTACT_CENTRE, Lane.URGENT, LANE_ORDER[Lane.URGENT]
    former, row.agency = row.agency, agency
    row.cooperating = sorted({*row.cooperating, former} - {agency})
    row.owner, row.owner_name, row.assigned_at, row.taken_at = None, "", None, None
    row.sign_by, row.signed_at = (sign_by(Lane(row.lane), at) if row.sign_by else None), None
    row.save(update_fields=["agency", "returns", "lane", "lane_order", "sign_by", *OWNING])
    others = list(row.others.exclude(state=CaseState.CLOSED).values_list("id", flat=True))
    Case.objects.filter(id__in=others).update(agency=agency, cooperating=row.cooperating)
    for id in (row.id, *others):
        contact.follow_case(case=id, by=by, at=at)
    CaseNote.objects.create(
        case=row, customer=row.customer, audience="officer", text=reason, written_by=by.account,
        written_by_name=by.name, agency=by.agency, written_at=at,
    )  # fmt: skip
    record(TRANSFERRED, row, by=by, at=at, former=former)
    if row.returns == MOST_RETURNS:
        record(PROBLEM, row, by=by, at=at, returns=MOST_RETURNS)
    if row.lane == Lane.URGENT:
        give_to_duty(row, by=by, at=at)
