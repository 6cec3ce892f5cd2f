"""A person says where a letter belongs. What she says is checked as what a machine reads is."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.doors.post.access import get_visible
from onedoor.doors.post.actions.answering import do_asked, file_message, leave_to_person
from onedoor.doors.post.actions.asked import read_asked
from onedoor.doors.post.house import READ, as_door, unseal
from onedoor.doors.post.models import Letter, Picture
from onedoor.doors.post.records import Matter, find_matter, to_letter
from onedoor.doors.post.types import SET_ASIDE, LetterState, LetterView, MatchedBy
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid

REASONS = ("double", "advertisement", "not-ours", "unreadable")
ONLY_WHOSE = ("no-reference", "unclear-reference")  # once a person says whose it is, nothing else is unclear


@action(may=READ)
def index_letter(
    *, letter: UUID, by: Actor, at: datetime, reference: str = "", customer: UUID | None = None
) -> LetterView:
    """File a waiting letter to a case or application by its ``reference``, or to a ``customer`` of whom
    nothing is open, which opens a case. Where only the number could not be read, what the letter asks is done
    as if it had been. The promise counts from the day on which the letter came."""
    row = get_visible(letter, by, lock=True)
    if row.state != LetterState.WAITING:
        raise Conflict("post.letter_settled", _("Somebody has filed this letter already."))
    with as_door(by):
        return _index(row, _matter(reference, customer, row), by=by, at=at)


def _index(row: Letter, matter: Matter, *, by: Actor, at: datetime) -> LetterView:
    is_clear = row.why in ONLY_WHOSE
    row.customer, row.agency, row.case = matter.customer, matter.agency or row.agency, matter.case
    row.room = by.agency or row.room
    row.reference, row.matched_by = matter.reference, MatchedBy.PERSON
    row.why = (
        "verify" if row.readings is not None and row.paper is not None and row.paper.kind == "form" else ""
    )
    row.save()
    Picture.objects.filter(letter=row).update(customer=matter.customer)
    if row.why == "verify":
        return to_letter(row)
    asked = read_asked(unseal(row.text), unseal(row.readings) or [])
    if is_clear:
        return do_asked(row, asked, by=by, at=at)
    file_message(row, matter, asked, by=by, at=at)
    leave_to_person(row, matter, by=by, at=at)
    return to_letter(row)


@action(may=READ)
def set_aside(*, letter: UUID, why: str, by: Actor, at: datetime) -> LetterView:
    """A letter that is nobody's business here: a double, an advertisement. It stays on record."""
    if why not in REASONS:
        raise Invalid("post.aside_why", _("Say why the letter is set aside."), field="why")
    row = get_visible(letter, by, lock=True)
    if row.state != LetterState.WAITING:
        raise Conflict("post.letter_settled", _("Somebody has filed this letter already."))
    row.state, row.settled_at, row.why = LetterState.SET_ASIDE, at, why
    row.settled_by, row.settled_by_name = by.account, by.name
    row.save()
    journal.record(
        SET_ASIDE, subject_kind="letter-in", subject=row.id, customer=row.customer, agency=by.agency, by=by,
        at=at, data={"number": row.number, "why": why},
    )  # fmt: skip
    return to_letter(row)


def _matter(reference: str, customer: UUID | None, row: Letter) -> Matter:
    if reference.strip():
        found = find_matter(reference)
        if found is None or found.customer is None:
            raise Invalid(
                "post.reference", _("We have nothing under this number. Check each letter and digit."),
                field="reference",
            )  # fmt: skip
        return found
    if customer is None:
        raise Invalid("post.nobody", _("First say whose letter it is."), field="reference")
    return Matter(reference="", customer=customer, agency="", case=None, is_open=False)
