"""A breach from its finding to its measures: who is affected is worked out from the journal, not guessed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import Affected, Breach
from onedoor.exchange.queries.breaches import check_may_handle, view_breach
from onedoor.exchange.types import (
    BREACH_ASSESSED,
    BREACH_CLOSED,
    BREACH_NOTICE_APPROVED,
    BREACH_NOTICE_DRAFTED,
    BREACH_OPENED,
    BREACH_REPORTED,
    USAGE_READ,
    VALUES_DISCLOSED,
    BreachView,
    Risk,
)
from onedoor.journal import actions as journal
from onedoor.journal import queries as entries
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_number
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES
from onedoor.people import queries as people
from onedoor.people.types import VIEWED
from onedoor.trust import queries as trust

IDENTIFIER_REVEALED = "people.identifier.revealed"
READS = (VALUES_DISCLOSED.name, USAGE_READ.name, VIEWED.name, IDENTIFIER_REVEALED)


@action(may="breaches.handle")
def open_breach(
    *,
    what: str,
    began_at: datetime,
    ended_at: datetime,
    found_at: datetime,
    account: UUID | None = None,
    agency: str = "",
    register: str = "",
    attribute: str = "",
    by: Actor,
    at: datetime,
) -> BreachView:
    """Begin, and work out at once from the journal whose data the ``account`` (of a person, or a key) or
    the ``agency`` touched in that time. The clock to the authority runs from ``found_at``."""
    check_may_handle(by)
    if not what.strip():
        raise Invalid("breach.what", _("Say what happened."), field="what")
    if account is None and not agency:
        raise Invalid("breach.who", _("Say through which account, key or agency."), field="account")
    if not began_at < ended_at <= at or found_at > at:
        raise Invalid("breach.time", _("Give the time in which it happened; it must be over."), field="began")
    with scoped(SYSTEM):
        row = Breach.objects.create(
            number=new_number("B"), what=what.strip()[:2_000], account=account,
            account_name=trust.name_of(account) if account else "", agency=agency, register=register,
            attribute=attribute, began_at=began_at, ended_at=ended_at, found_at=found_at,
            opened_by=by.account, opened_by_name=by.name, opened_at=at,
        )  # fmt: skip
        _work_out(row)
        return _note(BREACH_OPENED, row, by, at)


@action(may="breaches.handle")
def assess_breach(*, number: str, risk: str, by: Actor, at: datetime) -> BreachView:
    """How great the risk is; who is affected is worked out again, for the journal may know more by now."""
    with scoped(SYSTEM):
        row = _get(number, by)
        if risk not in (Risk.NONE, Risk.RISK, Risk.HIGH):
            raise Invalid("breach.risk", _("Choose one of the answers offered."), field="risk")
        row.risk, row.assessed_at = risk, row.assessed_at or at
        row.save(update_fields=["risk", "assessed_at"])
        _work_out(row)
        return _note(BREACH_ASSESSED, row, by, at, risk=str(risk))


@action(may="breaches.handle")
def draft_notice(*, number: str, notice: Mapping[str, str], by: Actor, at: datetime) -> BreachView:
    """What the persons affected will read, in every language; a second person approves it."""
    with scoped(SYSTEM):
        row = _get(number, by)
        if row.approved_at is not None:
            raise Conflict("breach.approved", _("The notice was approved already."))
        if not all(notice.get(language, "").strip() for language in LANGUAGES):
            raise Invalid("breach.notice", _("Write the notice in both languages."), field="notice")
        if any(sign in text for text in notice.values() for sign in "[]"):
            raise Invalid("breach.brackets", _("Fill in what stands in brackets."), field="notice")
        row.notice = {language: notice[language].strip() for language in LANGUAGES}
        row.drafted_by, row.drafted_by_name = by.account, by.name
        row.save(update_fields=["notice", "drafted_by", "drafted_by_name"])
        return _note(BREACH_NOTICE_DRAFTED, row, by, at)


@action(may="breaches.handle")
def approve_notice(*, number: str, by: Actor, at: datetime) -> BreachView:
    """The second person's word; from now on everybody affected is written to."""
    with scoped(SYSTEM):
        row = _get(number, by)
        if not row.notice or row.approved_at is not None:
            raise Conflict("breach.nothing_to_approve", _("There is no notice that waits for approval."))
        if by.kind != "officer" or row.drafted_by == by.account:
            raise NotAllowed("breach.four_eyes", _("A colleague approves the notice that you wrote."))
        row.approved_by, row.approved_by_name, row.approved_at = by.account, by.name, at
        row.save(update_fields=["approved_by", "approved_by_name", "approved_at"])
        return _note(BREACH_NOTICE_APPROVED, row, by, at)


@action()
def mark_told(*, breach: UUID, customers: Collection[UUID], by: Actor, at: datetime) -> int:
    """These were written to; each once. For the house, which writes."""
    if by.kind != "system":
        raise NotAllowed("breach.refused", _("Your role does not handle breaches."))
    with scoped(SYSTEM):
        rows = Affected.objects.filter(breach=breach, customer__in=customers, told_at=None)
        return rows.update(told_at=at)


@action(may="breaches.handle")
def note_reported(*, number: str, by: Actor, at: datetime) -> BreachView:
    """The authority has the report."""
    with scoped(SYSTEM):
        row = _get(number, by)
        if row.reported_at is not None:
            raise Conflict("breach.reported", _("The authority was told already."))
        if row.risk == Risk.UNKNOWN:
            raise Conflict("breach.unassessed", _("Assess the risk first."))
        row.reported_at = at
        row.save(update_fields=["reported_at"])
        return _note(BREACH_REPORTED, row, by, at)


@action(may="breaches.handle")
def close_breach(*, number: str, measures: str, by: Actor, at: datetime) -> BreachView:
    """With what was done so that it does not happen again, and not before all who must be told are."""
    with scoped(SYSTEM):
        row = _get(number, by)
        duties = view_breach(row, at).duties
        if not measures.strip():
            raise Invalid("breach.measures", _("Say which measures were taken."), field="measures")
        if row.risk == Risk.UNKNOWN:
            raise Conflict("breach.unassessed", _("Assess the risk first."))
        if duties.authority and row.reported_at is None:
            raise Conflict("breach.unreported", _("The authority must be told first."))
        if duties.persons and (row.approved_at is None or row.persons.filter(told_at=None).exists()):
            raise Conflict("breach.untold", _("The persons affected must be told first."))
        row.measures, row.closed_at = measures.strip()[:2_000], at
        row.save(update_fields=["measures", "closed_at"])
        return _note(BREACH_CLOSED, row, by, at)


def _work_out(row: Breach) -> None:
    touched = entries.count_touched(
        since=row.began_at, until=row.ended_at, actor=row.account, agency=row.agency, register=row.register,
        attribute=row.attribute, events=READS,
    )  # fmt: skip
    live = people.find_names(list(touched))
    times: dict[UUID, int] = {}
    for customer, count in touched.items():
        owner = live.get(customer, customer)
        times[owner] = times.get(owner, 0) + count
    Affected.objects.bulk_create(
        [Affected(breach=row, customer=customer, times=count) for customer, count in sorted(times.items())],
        update_conflicts=True, unique_fields=["breach", "customer"], update_fields=["times"],
    )  # fmt: skip


def _get(number: str, by: Actor) -> Breach:
    check_may_handle(by)
    row = Breach.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise NotFound("breach.unknown", _("There is no such breach."))
    if row.closed_at is not None:
        raise Conflict("breach.closed", _("This breach is closed."))
    return row


def _note(event: Event, row: Breach, by: Actor, at: datetime, **data: object) -> BreachView:
    view = view_breach(row, at)
    journal.record(
        event, subject_kind="breach", subject=row.id, by=by, at=at,
        data={"number": row.number, "affected": view.affected, **data},
    )  # fmt: skip
    return view
