"""More time for a case: proposed on a legal ground, decided where the ground asks for it, and told to the
customer with the reason, the new date and how to object. No more than the ground allows, and never after
the promise broke."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onedoor.cases.access import lock_case, require_officer, visible_cases
from onedoor.cases.extensions import view_extension
from onedoor.cases.grounds import find_ground
from onedoor.cases.models import Case, CaseNote, Extension
from onedoor.cases.record import record
from onedoor.cases.rules import sum_terms
from onedoor.cases.types import (
    EXTENDED,
    EXTENSION_PROPOSED,
    EXTENSION_REFUSED,
    CaseState,
    ExtensionView,
    Ground,
)
from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, pick, pick_lazily

PROPOSED, GRANTED, REFUSED = "proposed", "granted", "refused"


@action(may="cases.extend")
def extend_case(
    *, case: UUID, ground: str, term: Term | str, reason: str, by: Actor, at: datetime
) -> ExtensionView:
    """Give the case more time, or propose it where the ground wants a supervisor to decide. ``reason``
    is what the customer reads. Beyond the ground's limit, and after the promise broke, it is refused."""
    require_officer(by)
    row = lock_case(case, by)
    allowed, asked = _check(row, ground, term, reason, at)
    clock = get_calendar(row.calendar)
    waits = allowed.alone is None or _longer(sum_terms(_given(row, ground), asked), allowed.alone)
    extension = Extension.objects.create(
        case=row, customer=row.customer, ground=ground, term=str(asked), reason=reason.strip()[:2000],
        state=PROPOSED, proposed_by=by.account, proposed_by_name=by.name, proposed_at=at,
        promised_before=row.promised_at, promised_after=clock.add(row.promised_at, asked),
    )  # fmt: skip
    if waits:
        record(EXTENSION_PROPOSED, row, by=by, at=at, ground=ground, term=str(asked))
    else:
        _grant(extension, row, by=by, at=at)
    return view_extension(extension)


@action(may="cases.grant_time")
def decide_extension(*, extension: UUID, granted: bool, by: Actor, at: datetime) -> ExtensionView:
    """A second officer grants the proposed time or refuses it; nobody decides what she proposed."""
    require_officer(by)
    held = Extension.objects.select_for_update().filter(id=extension, case__in=visible_cases(by)).first()
    if held is None:
        raise NotFound("extension.unknown", _("There is no such proposal, or it is not yours to decide."))
    row = lock_case(held.case_id, by)
    if held.state != PROPOSED:
        raise Conflict("extension.decided", _("This was decided already."))
    if held.proposed_by == by.account:
        raise NotAllowed("extension.own", _("Somebody else decides what you proposed."), case=row.id)
    if not granted:
        held.state, held.decided_at = REFUSED, at
        held.decided_by, held.decided_by_name = by.account, by.name
        held.save(update_fields=["state", "decided_at", "decided_by", "decided_by_name"])
        record(EXTENSION_REFUSED, row, by=by, at=at, ground=held.ground)
        return view_extension(held)
    _check(row, held.ground, held.term, held.reason, at)
    clock = get_calendar(row.calendar)
    held.promised_before = row.promised_at
    held.promised_after = clock.add(row.promised_at, Term.parse(held.term))
    _grant(held, row, by=by, at=at)
    return view_extension(held)


def _check(row: Case, code: str, term: Term | str, reason: str, at: datetime) -> tuple[Ground, Term]:
    ground = find_ground(code, row.service)
    if ground is None:
        raise Invalid("extension.ground", _("Choose a ground that the law gives."), field="ground")
    if not reason.strip():
        raise Invalid("case.reason", _("Say why, in words the customer will read."), field="reason")
    if row.state == CaseState.WAITING:
        raise Conflict("extension.stopped", _("The clock stands still. Let it run again first."))
    if at > row.promised_at:
        raise Conflict(
            "extension.late", _("The promise is broken already: more time cannot mend it. Finish the case.")
        )
    asked = _read(term)
    if _longer(sum_terms(_given(row, code), asked), ground.most):
        says = _("On this ground a case gets at most {most} in all; this one had {had}. Ask for less.")
        had = str(_given(row, code)) if _given(row, code) else "P0D"
        raise Invalid(
            "extension.limit", format_lazy(says, most=_days(ground.most), had=_days(had)), field="term"
        )
    if _granted(row, code).count() >= ground.times:
        says = _("On this ground a case gets more time at most {times} times. Choose another ground.")
        raise Invalid("extension.times", format_lazy(says, times=ground.times), field="ground")
    return ground, asked


def _read(term: Term | str) -> Term:
    try:
        return Term.parse(term) if isinstance(term, str) else term
    except ValueError as error:
        raise Invalid("extension.term", _("Write how many days."), field="term") from error


def _days(term: Term | str) -> str:
    """``P10D`` in words of the reader."""
    count = int(str(term).removeprefix("P").partition("D")[0] or 0) if "D" in str(term) else 0
    words = pick_lazily({"en": f"{count} days" if count != 1 else "1 day", "zh-hans": f"{count}日"})
    return words if count else str(term)


def _granted(row: Case, ground: str) -> QuerySet[Extension]:
    return row.extensions.filter(ground=ground, state=GRANTED)


def _given(row: Case, ground: str) -> Term:
    return sum_terms(*(Term.parse(one.term) for one in _granted(row, ground)))


def _longer(one: Term, other: Term) -> bool:
    return (one.days, one.minutes) > (other.days, other.minutes)


def _grant(extension: Extension, row: Case, *, by: Actor, at: datetime) -> None:
    """Move both deadlines on, and tell the customer."""
    extension.state, extension.decided_at = GRANTED, at
    extension.decided_by, extension.decided_by_name = by.account, by.name
    extension.save()
    clock = get_calendar(row.calendar)
    row.promised_at = extension.promised_after
    if row.legal_due_at:
        row.legal_due_at = max(clock.add(row.legal_due_at, Term.parse(extension.term)), row.promised_at)
    row.save(update_fields=["promised_at", "legal_due_at"])
    record(EXTENDED, row, by=by, at=at, ground=extension.ground, term=extension.term)
    _tell(extension, row, by=by, at=at)


def _tell(extension: Extension, row: Case, *, by: Actor, at: datetime) -> None:
    if row.customer is None:
        return
    title, body = dict[str, str](), dict[str, str]()
    ground = find_ground(extension.ground, row.service)
    assert ground is not None
    for language in LANGUAGES:
        with override(language):
            title[language] = say("We need more time")
            body[language] = say(
                "Case %(number)s: we now promise an answer by %(day)s. Ground: %(ground)s (%(basis)s). Why: "
                "%(reason)s You need do nothing. If you do not agree, answer this message or call us and "
                "name the case: a supervisor who did not decide this looks at it."
            ) % {
                "number": row.number,
                "day": f"{local(row.promised_at):%Y-%m-%d %H:%M}",
                "ground": pick(ground.title, language),
                "basis": pick(ground.basis, language),
                "reason": extension.reason,
            }
    house = Actor(kind="system", door=by.door, assurance=4)
    with scoped(house):
        contact.send_message(
            customer=row.customer, title=title, body=body, agency=row.agency, case=row.id,
            idempotency_key=f"extension/{extension.id}", by=house, at=at,
        )  # fmt: skip
    CaseNote.objects.create(
        case=row, customer=row.customer, audience="citizen", text=extension.reason,
        written_by=by.account, written_by_name=by.name, agency=by.agency, written_at=at,
    )  # fmt: skip
