"""A letter in the wrong place: given to another agency's room, or taken back from where it was filed."""

from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.contact import actions as contact
from onedoor.doors.post.access import get_visible
from onedoor.doors.post.actions.answering import LETTER_CASE
from onedoor.doors.post.house import POST, READ, acting_for, as_door
from onedoor.doors.post.models import Letter, Misfiling, Picture
from onedoor.doors.post.records import to_letter
from onedoor.doors.post.types import GIVEN, TAKEN_BACK, LetterState, LetterView, MatchedBy, PaperKind
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.services import actions as services
from onedoor.services import queries as applications
from onedoor.trust import queries as trust

WRONG = ("wrong-person", "wrong-matter")


@action(may=READ)
def give_letter(*, letter: UUID, agency: str, by: Actor, at: datetime) -> LetterView:
    """A letter that waits goes to the room of another ``agency``; nobody else sees it from then on."""
    row = get_visible(letter, by, lock=True)
    if row.state != LetterState.WAITING:
        raise Conflict("post.letter_settled", _("Somebody has filed this letter already."))
    if agency not in {one.code for one in trust.list_agencies()} or agency == (row.agency or row.room):
        raise Invalid("post.agency", _("Choose the agency whose letter it is."), field="agency")
    with as_door(by):
        row.agency, row.room = "", agency
        row.save(update_fields=["agency", "room"])
        journal.record(
            GIVEN, subject_kind="letter-in", subject=row.id, agency=by.agency, by=by, at=at,
            data={"number": row.number, "to": agency},
        )  # fmt: skip
        return to_letter(row)


@action(may=READ)
def take_back(*, letter: UUID, why: str, by: Actor, at: datetime) -> LetterView:
    """A letter that was filed by mistake leaves the records in which it stood and waits anew. The message,
    the case that was opened for it and the draft that was begun from it go with it; what was signed since
    cannot be taken back, and is refused with what to do."""
    if why not in WRONG:
        raise Invalid("post.back_why", _("Say what was wrong."), field="back")
    row = get_visible(letter, by, lock=True)
    if row.state not in (LetterState.FILED, LetterState.ANSWERED) or row.settled_at is None:
        raise Conflict("post.not_filed", _("This letter is not filed."), field="back")
    filed, agency = row.settled_at, row.agency
    with as_door(by):
        things = [row.id, *_undo_form(row, by=by, at=at), *_undo_case(row, at=at)]
        if row.message is not None:
            contact.take_out_message(message=row.message, by=acting_for(by), at=at)
            things.append(row.message)
        Misfiling.objects.create(
            letter=row, customer=row.customer, things=things, why=why, filed_at=filed, taken_at=at,
            taken_by=by.account, taken_by_name=by.name,
        )  # fmt: skip
        _wait_anew(row, room=row.room or by.agency)
        journal.record(
            TAKEN_BACK, subject_kind="letter-in", subject=row.id, agency=agency, by=by, at=at,
            data={"number": row.number, "why": why},
        )  # fmt: skip
        return to_letter(row)


def _wait_anew(row: Letter, *, room: str) -> None:
    row.customer = row.case = row.message = row.settled_at = row.settled_by = None
    row.agency = row.reference = row.settled_by_name = ""
    row.state, row.matched_by, row.why, row.room = LetterState.WAITING, MatchedBy.NOBODY, "taken-back", room
    row.save()
    Picture.objects.filter(letter=row).update(customer=None)


def _undo_case(row: Letter, *, at: datetime) -> list[UUID]:
    """The case that was opened for this letter alone; one that was there before it only loses the letter."""
    if row.case is None:
        return []
    case = case_queries.get_case(row.case, by=POST)
    if case.kind != LETTER_CASE or case.number == row.reference or case.opened_at != row.received_at:
        return []
    cases.annul_case(case=case.id, by=POST, at=at)
    return [case.id]


def _undo_form(row: Letter, *, by: Actor, at: datetime) -> list[UUID]:
    """The draft that this form began, as long as nobody has gone on with it."""
    if row.paper is None or row.paper.kind != PaperKind.FORM or not row.reference:
        return []
    draft = applications.get_application(row.reference, by=POST)
    if draft.signed_at or draft.assessed_at:
        words = _(
            "The answers of this letter were sent with form {number}, and an agency decides on it. They"
            " cannot be taken back here: ask that agency to stop, and tell the data protection officer."
        )
        raise Conflict("post.form_sent", format_lazy(words, number=draft.number), field="back")
    if draft.closed_at is not None:
        return []
    began = not row.paper.application and draft.door == "post" and draft.created_at == row.settled_at
    if not began or draft.changed_at > draft.created_at:
        words = _(
            "Form {number} was there before this letter, or somebody has gone on with it since. Take it back"
            " first, so that no answer of this letter stands in it; then take the letter back."
        )
        raise Conflict("post.form_used", format_lazy(words, number=draft.number), field="back")
    services.erase_draft(application=draft.id, by=acting_for(by), at=at)
    return [draft.id]
