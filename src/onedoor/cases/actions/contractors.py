"""Who works for a contractor, and checks of what they did: drawn by no choice, judged not knowing whose."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import require_officer
from onedoor.cases.contractors import (
    CHECK,
    draws,
    get_contractor,
    list_taken,
    load_contractors,
    unknown_sample,
    view_sample,
)
from onedoor.cases.models import ContactSample, ContractorStaff
from onedoor.cases.types import SCORED, STAFFED, SampleView
from onedoor.contact import queries as contact
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust

LOOK_BACK = timedelta(days=35)


@action(may=CHECK)
def join_contractor(*, account: UUID, contractor: str, active_from: date, by: Actor, at: datetime) -> None:
    """Say for which firm this officer works from that day on; the firm before ends then. Only who holds a
    post whose role never decides can work for one."""
    require_officer(by)
    firm = get_contractor(contractor)
    if by.kind == "officer" and by.agency != firm.agency:
        raise NotAllowed("contractor.elsewhere", _("This contractor works for another agency."))
    held = next((one for one in trust.list_officers(firm.agency, at=at) if one.account == account), None)
    if held is None or not any(trust.get_role(role).never_decides for role in held.roles):
        raise Invalid(
            "contractor.role",
            _("Give the officer a contractor's role first: it may never decide."),
            field="account",
        )
    former = ContractorStaff.objects.select_for_update().filter(account=account, active_to=None)
    if former.filter(contractor=contractor).exists():
        return
    former.update(active_to=active_from)
    row = ContractorStaff.objects.create(
        account=account, contractor=contractor, agency=firm.agency, active_from=active_from
    )
    journal.record(
        STAFFED, subject_kind="contractor", subject=row.id, customer=None, agency=firm.agency, by=by, at=at,
        data={"contractor": contractor},
    )  # fmt: skip


@action()
def draw_samples(*, by: Actor, at: datetime) -> int:
    """Draw of the contractors' last contacts those that are checked; drawn again, it is the same ones.
    Gives how many are new."""
    require_officer(by)
    before = ContactSample.objects.count()
    for firm in load_contractors(Path(settings.CATALOGUE) / "contractors.yaml").values():
        drawn = [
            ContactSample(
                interaction=one.id, contractor=firm.code, agency=firm.agency, happened_at=one.ended_at or at,
                drawn_at=at,
            )
            for one in list_taken(firm.code, since=at - LOOK_BACK, until=at)
            if draws(firm, one.id)
        ]  # fmt: skip
        ContactSample.objects.bulk_create(drawn, ignore_conflicts=True)
    return ContactSample.objects.count() - before


@action(may=CHECK)
def score_sample(
    *,
    sample: UUID,
    right_answer: bool,
    right_routing: bool,
    courteous: bool,
    data_protected: bool,
    by: Actor,
    at: datetime,
    comment: str = "",
) -> SampleView:
    """Say once how a drawn contact was. What was not right needs a word; nobody scores her own."""
    require_officer(by)
    row = ContactSample.objects.select_for_update().filter(id=sample).first()
    if row is None or (by.kind == "officer" and by.agency != row.agency):
        raise unknown_sample()
    if row.scored_at is not None:
        raise Conflict("sample.scored", _("This contact was checked already. Take the next one."))
    with scoped(SYSTEM):
        taken = contact.get_interaction(row.interaction, by=SYSTEM)
    if taken.officer == by.account:
        raise NotAllowed("sample.own", _("Somebody else checks your contact."))
    all_right = right_answer and right_routing and courteous and data_protected
    if not all_right and not comment.strip():
        raise Invalid(
            "sample.comment", _("Say what was not right, so that it can be mended."), field="comment"
        )
    row.right_answer, row.right_routing = right_answer, right_routing
    row.courteous, row.data_protected = courteous, data_protected
    row.comment = comment.strip()[:2000]
    row.scored_by, row.scored_by_name, row.scored_at = by.account, by.name, at
    row.save()
    journal.record(
        SCORED, subject_kind="sample", subject=row.id, customer=None, agency=row.agency, by=by, at=at,
        data={"contractor": row.contractor, "right": all_right},
    )  # fmt: skip
    return view_sample(row)
