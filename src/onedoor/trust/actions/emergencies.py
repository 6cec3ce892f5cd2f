"""Opening in an emergency what a role may not see: at once, for an hour, and reviewed by somebody else."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, SYSTEM_ID, Actor
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.trust.keys.sealing import seal
from onedoor.trust.models import Emergency
from onedoor.trust.queries.emergencies import REASON, view_emergency
from onedoor.trust.queries.levels import require_level
from onedoor.trust.types import (
    EMERGENCIES_AUDITED,
    EMERGENCY_OPENED,
    EMERGENCY_REVIEWED,
    EmergencyKind,
    EmergencyView,
)

LASTS = timedelta(hours=1)
REVIEW_IN = Term.parse("P2D")
REASON_AT_LEAST = 15
HOUSE_ONLY = _("Only the house does this.")


@action(may="emergencies.open")
def open_emergency(
    *,
    customer: UUID,
    kind: str,
    reason: str,
    visible_from: datetime | None = None,
    by: Actor,
    at: datetime,
) -> EmergencyView:
    """Open the facts of this kind of emergency, for an hour. Only for an officer whose last one was reviewed.
    The customer reads it at once; lawful secrecy gives another moment (``visible_from``)."""
    if by.kind != "officer":
        raise NotAllowed("emergency.officers_only", _("Only an officer can do this."), customer=customer)
    require_level(by, 3, _("Confirm with a code or with a passkey first."))
    if kind not in EmergencyKind.values:
        raise Invalid("emergency.kind", _("Choose what the emergency is."), field="kind")
    if len(reason.strip()) < REASON_AT_LEAST:
        raise Invalid(
            "emergency.reason", _("Say in a sentence what happened. A supervisor reads it."), field="reason"
        )
    row = _insert(customer, kind, reason.strip(), visible_from, by, at)
    journal.record(
        EMERGENCY_OPENED, subject_kind="emergency", subject=row.id, customer=customer, agency=by.agency,
        purpose=f"emergency-{kind}", visible_from=visible_from, by=by, at=at,
        data={"officer": by.name, "kind": _in_words(EmergencyKind(kind))},
    )  # fmt: skip
    return view_emergency(row)


@action(may="emergencies.review")
def review_emergency(
    *, emergency: UUID, was_right: bool, reason: str, by: Actor, at: datetime
) -> EmergencyView:
    """A supervisor of the same agency, and never the officer herself, says whether it was right, and why.
    The services room closes the case of the review and tells the customer what was not right."""
    if len(reason.strip()) < REASON_AT_LEAST:
        raise Invalid("emergency.finding", _("Say in a sentence why. The auditor reads it."), field="reason")
    with scoped(by):
        row = Emergency.objects.select_for_update().filter(id=emergency, reviewed_at=None).first()
        if row is None:
            raise NotFound("emergency.unknown", _("There is nothing to review, or it is another agency's."))
        if row.officer == by.account:
            raise NotAllowed("emergency.own", _("Somebody else reviews what you opened."))
        row.reviewed_by, row.reviewed_at, row.was_right = by.account, at, was_right
        row.finding = seal(reason.strip()[:1000], purpose=REASON)
        row.save(update_fields=["reviewed_by", "reviewed_at", "was_right", "finding"])
    journal.record(
        EMERGENCY_REVIEWED, subject_kind="emergency", subject=row.id, customer=row.customer,
        agency=row.agency, case=row.case, visible_from=row.visible_from, by=by, at=at,
        data={"was_right": was_right},
    )  # fmt: skip
    return view_emergency(row)


@action(may="journal.audit")
def audit_emergencies(*, by: Actor, at: datetime, limit: int = 100) -> list[EmergencyView]:
    """Of every agency: what was not right, and what nobody reviewed in time, the newest first. The auditor
    learns of the officer and not of the customer. A write, because nobody looks at it unseen."""
    if by.kind not in ("officer", "system"):
        raise NotAllowed("emergency.auditors_only", _("Only an auditor reads this."), needs="journal.audit")
    with scoped(SYSTEM):
        late = Q(reviewed_at=None, review_by__lt=at) | Q(was_right=False)
        views = [view_emergency(row) for row in Emergency.objects.filter(late).order_by("-opened_at")[:limit]]
    journal.record(
        EMERGENCIES_AUDITED, subject_kind="emergency", subject=SYSTEM_ID, by=by, at=at,
        data={"count": len(views)},
    )  # fmt: skip
    return views


@action()
def note_review_case(*, emergency: UUID, case: UUID, by: Actor, at: datetime) -> None:
    """The case in which it is reviewed; the first stays. For the house, which opens it."""
    if by.kind != "system":
        raise NotAllowed("emergency.house_only", HOUSE_ONLY)
    with scoped(SYSTEM):
        Emergency.objects.filter(id=emergency, case=None).update(case=case)


@action()
def note_told(*, emergency: UUID, by: Actor, at: datetime) -> bool:
    """The customer is told now that it was not right; False where she was told before."""
    if by.kind != "system":
        raise NotAllowed("emergency.house_only", HOUSE_ONLY)
    with scoped(SYSTEM):
        wrong = Emergency.objects.filter(id=emergency, was_right=False, told_at=None)
        return bool(wrong.update(told_at=at))


def _in_words(kind: EmergencyKind) -> Text:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = str(kind.label)
    return words


def _insert(
    customer: UUID, kind: str, reason: str, visible_from: datetime | None, by: Actor, at: datetime
) -> Emergency:
    try:
        with transaction.atomic(), scoped(SYSTEM):
            return Emergency.objects.create(
                customer=customer, officer=by.account, officer_name=by.name, agency=by.agency, kind=kind,
                reason=seal(reason, purpose=REASON), opened_at=at, ends_at=at + LASTS,
                review_by=get_calendar("working-days").add(at, REVIEW_IN), visible_from=visible_from,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotAllowed(
            "emergency.not_reviewed",
            _("Your last emergency is not reviewed yet. Ask your supervisor, or a colleague."),
            customer=customer,
        ) from error
