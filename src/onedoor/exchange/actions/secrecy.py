"""Keeping a use of data secret for a time, by law: one proposes, another grants, and it ends by itself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.actions.values import Answer, request_values
from onedoor.exchange.models import Withholding
from onedoor.exchange.queries.secrecy import view_withholding
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import (
    SECRECY_ASKED,
    SECRECY_AUDITED,
    SECRECY_GRANTED,
    SECRECY_LIFTED,
    SECRECY_LONGER_ASKED,
    SECRECY_LONGER_REFUSED,
    SECRECY_PROLONGED,
    SECRECY_REFUSED,
    SecrecyLaw,
    SecrecyState,
    Wanted,
    WithholdingView,
)
from onedoor.journal import actions as journal
from onedoor.kernel import clock
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, SYSTEM_ID, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped


@action(may="exchange.withhold")
def propose_secrecy(
    *, customer: UUID, law: str, reference: str, reason: str, ends_at: datetime, by: Actor, at: datetime
) -> WithholdingView:
    """That uses of this customer's data for one investigation stay secret until ``ends_at``. Nothing is
    secret until somebody else grants it."""
    _officers_only(by)
    found = _find_law(law, by.agency)
    reference, reason = reference.strip(), reason.strip()
    if not reference:
        raise Invalid("secrecy.reference", _("Give the file number of the investigation."), field="reference")
    if not reason:
        raise Invalid("secrecy.reason", _("Say why she may not know of it yet."), field="reason")
    _check_end(ends_at, at, at + found.longest)
    with scoped(SYSTEM):
        row = Withholding.objects.create(
            customer=customer, agency=by.agency, law=law, reference=reference[:40], reason=reason[:500],
            ends_at=ends_at, asked_by=by.account, asked_by_name=by.name, asked_at=at,
        )  # fmt: skip
        return _note(SECRECY_ASKED, row, by, at)


@action(may="exchange.grant_secrecy")
def decide_secrecy(*, withholding: UUID, grant: bool, by: Actor, at: datetime) -> WithholdingView:
    """The second person's word, of the same agency."""
    with scoped(SYSTEM):
        row = _get(withholding, by)
        _by_another(row.asked_by, by)
        if row.state != SecrecyState.ASKED or row.ends_at <= at:
            raise Conflict("secrecy.decided", _("This was decided already, or its end has passed."))
        row.state = SecrecyState.GRANTED if grant else SecrecyState.REFUSED
        row.decided_by, row.decided_by_name, row.decided_at = by.account, by.name, at
        row.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at"])
        return _note(SECRECY_GRANTED if grant else SECRECY_REFUSED, row, by, at)


@action(may="exchange.request")
def request_secretly(
    *, withholding: UUID, wanted: Sequence[Wanted], service: str, purpose: str, by: Actor, at: datetime
) -> Answer:
    """Ask registers as ``request_values`` does, under agreements as ever; the person learns of it, and of
    a refusal, when the secrecy ends."""
    with scoped(SYSTEM):
        row = _get(withholding, by)
    if row.state != SecrecyState.GRANTED or row.ends_at <= at:
        raise NotAllowed("secrecy.not_in_force", _("No secrecy is in force here. Ask as usual."))
    return request_values(
        customer=row.customer,
        wanted=wanted,
        service=service,
        purpose=purpose,
        agency=row.agency,
        subject=row.id,
        case=row.id,
        by=by,
        at=at,
    )


@action(may="exchange.withhold")
def propose_longer(
    *, withholding: UUID, until: datetime, reason: str, by: Actor, at: datetime
) -> WithholdingView:
    """That secrecy in force ends later, with its reason; it ends as it was granted unless somebody else
    agrees before."""
    _officers_only(by)
    with scoped(SYSTEM):
        row = _get_in_force(withholding, by, at)
        law = _find_law(row.law, row.agency)
        if not reason.strip():
            raise Invalid("secrecy.reason", _("Say why she may not know of it yet."), field="reason")
        _check_end(until, row.ends_at, min(row.asked_at + law.longest_in_all, at + law.longest))
        row.longer_until, row.longer_reason, row.longer_by = until, reason.strip()[:500], by.account
        row.save(update_fields=["longer_until", "longer_reason", "longer_by"])
        return _note(SECRECY_LONGER_ASKED, row, by, at, until=until)


@action(may="exchange.grant_secrecy")
def decide_longer(*, withholding: UUID, grant: bool, by: Actor, at: datetime) -> WithholdingView:
    """The second person's word on a later end; too late, when the person could read it already."""
    with scoped(SYSTEM):
        row = _get_in_force(withholding, by, at)
        if row.longer_until is None or row.longer_by is None:
            raise Conflict("secrecy.decided", _("This was decided already, or its end has passed."))
        _by_another(row.longer_by, by)
        if grant:
            row.ends_at = row.longer_until
        row.longer_until = None
        row.save(update_fields=["ends_at", "longer_until"])
        return _note(SECRECY_PROLONGED if grant else SECRECY_LONGER_REFUSED, row, by, at)


@action(may="exchange.grant_secrecy")
def lift_secrecy(*, withholding: UUID, by: Actor, at: datetime) -> WithholdingView:
    """The person may know from now on."""
    with scoped(SYSTEM):
        row = _get_in_force(withholding, by, at)
        row.ends_at, row.longer_until = at, None
        row.save(update_fields=["ends_at", "longer_until"])
        return _note(SECRECY_LIFTED, row, by, at)


@action(may="exchange.audit_secrecy")
def audit_secrecy(*, by: Actor, at: datetime) -> list[WithholdingView]:
    """Everything that is secret now, of every agency, the first to end first; that it was read is written.
    A write, because nobody looks at secrets unseen."""
    if by.kind != "officer" and by.kind != "system":
        raise NotAllowed("secrecy.refused", _("Your role does not decide on secrecy."))
    with scoped(SYSTEM):
        rows = Withholding.objects.filter(state=SecrecyState.GRANTED, ends_at__gt=at).order_by("ends_at")
        views = [view_withholding(row, at) for row in rows]
    journal.record(
        SECRECY_AUDITED, subject_kind="secrecy", subject=SYSTEM_ID, by=by, at=at, data={"count": len(views)}
    )
    return views


def _officers_only(by: Actor) -> None:
    if by.kind != "officer":
        raise NotAllowed("secrecy.refused", _("Your role does not decide on secrecy."))


def _find_law(code: str, agency: str) -> SecrecyLaw:
    law = get_rulebook().secrecy.get(code)
    if law is None or agency not in law.agencies:
        raise Invalid(
            "secrecy.law", _("No law lets your agency keep this secret. Choose one of the list."), field="law"
        )
    return law


def _check_end(ends_at: datetime, after: datetime, latest: datetime) -> None:
    if not after < ends_at:
        raise Invalid("secrecy.end", _("Say until when; the day must still come."), field="until")
    if ends_at > latest:
        raise Invalid(
            "secrecy.too_long", _("The law does not allow it for so long. Choose an earlier day."),
            field="until",
        )  # fmt: skip


def _get(withholding: UUID, by: Actor) -> Withholding:
    row = Withholding.objects.select_for_update().filter(id=withholding).first()
    if row is None or by.kind not in ("officer", "system") or by.agency not in ("", row.agency):
        raise NotFound("secrecy.unknown", _("There is no such secrecy at your agency."))
    return row


def _get_in_force(withholding: UUID, by: Actor, at: datetime) -> Withholding:
    row = _get(withholding, by)
    if row.state != SecrecyState.GRANTED or row.ends_at <= at:
        raise Conflict("secrecy.over", _("It is not in force: what is known cannot become secret again."))
    return row


def _by_another(first: UUID, by: Actor) -> None:
    if by.kind != "officer" or by.account == first:
        raise NotAllowed("secrecy.four_eyes", _("What you proposed is decided by a colleague."))


def _note(
    event: Event, row: Withholding, by: Actor, at: datetime, *, until: datetime | None = None
) -> WithholdingView:
    """In the journal under the id of the secrecy: whose it is stands in its row alone."""
    journal.record(
        event, subject_kind="secrecy", subject=row.id, agency=row.agency, basis=f"statute:{row.law}",
        by=by, at=at, data={"law": row.law, "until": str(clock.local(until or row.ends_at).date())},
    )  # fmt: skip
    return view_withholding(row, at)
