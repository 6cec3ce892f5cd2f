"""What a number stands for: a case, an application, or a letter of ours; and rows as views."""

from dataclasses import dataclass
from uuid import UUID

from onedoor.cases import queries as cases
from onedoor.contact import queries as contact
from onedoor.doors.post.house import POST, unseal
from onedoor.doors.post.models import Batch, Letter, Paper
from onedoor.doors.post.types import (
    BatchState,
    BatchView,
    LetterState,
    LetterView,
    MatchedBy,
    PaperKind,
    PaperState,
    PaperView,
    Reading,
)
from onedoor.kernel.errors import NotFound
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.services import queries as services


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Whose matter a reference is. ``is_open``: its case is at work."""

    reference: str
    customer: UUID | None
    agency: str
    case: UUID | None
    is_open: bool


def find_matter(reference: str) -> Matter | None:
    """The case or application of a number, or what our letter of that number was about. Read by the
    house: callers tell nobody what they found but whom it concerns."""
    number = find_number(reference)
    if number is None:
        return None
    with scoped(POST):
        if number.startswith(("PL-", "PF-")):
            paper = Paper.objects.filter(number=number).first()
            return matter_of(paper) if paper else None
        if number.startswith("HL-"):
            return _of_letter(number)
        case = cases.find_case(number, by=POST)
        if case is not None:
            is_open = case.closed_at is None
            return Matter(
                reference=number, customer=case.customer, agency=case.agency, case=case.id, is_open=is_open
            )
        try:
            application = services.get_application(number, by=POST)
        except NotFound:
            return None
    return Matter(
        reference=number, customer=application.customer, agency=application.agency, case=application.case,
        is_open=False,
    )  # fmt: skip


def matter_of(paper: Paper) -> Matter:
    """What a printed letter or form was about; without a reference, just whose it was."""
    if paper.application and (found := find_matter(paper.application)):
        return found
    return Matter(reference="", customer=paper.customer, agency=paper.agency, case=paper.case, is_open=False)


def _of_letter(number: str) -> Matter | None:
    try:
        letter = contact.get_letter(number, by=POST)
    except NotFound:
        return None
    if letter.application is not None:
        found = services.get_application_by_id(letter.application, by=POST)
        return find_matter(found.number)
    return Matter(
        reference="", customer=letter.customer, agency=letter.agency, case=letter.case, is_open=False
    )


def to_batch(row: Batch) -> BatchView:
    return BatchView(
        id=row.id, number=row.number, state=BatchState(row.state), letters=row.letters, pages=row.pages,
        sheets=row.sheets, sha256=row.sha256, is_secret=row.is_secret, made_at=row.made_at,
        printed_at=row.printed_at, posted_at=row.posted_at,
    )  # fmt: skip


def to_paper(row: Paper) -> PaperView:
    return PaperView(
        id=row.id, number=row.number, kind=PaperKind(row.kind), state=PaperState(row.state),
        customer=row.customer, case=row.case, application=row.application, service=row.service,
        language=row.language, pages=row.pages, made_at=row.made_at, posted_at=row.posted_at,
        returned_at=row.returned_at, returned_why=row.returned_why,
    )  # fmt: skip


def to_letter(row: Letter, *, opened: bool = False) -> LetterView:
    """The letter; its words and readings only where it is ``opened``."""
    kept = unseal(row.readings) if opened and row.readings is not None else []
    return LetterView(
        id=row.id, number=row.number, state=LetterState(row.state), source=row.scan.source,
        matched_by=MatchedBy(row.matched_by), customer=row.customer, case=row.case, reference=row.reference,
        asks=tuple(row.asks), why=row.why, pages=row.pictures.count(), received_at=row.received_at,
        due_at=row.due_at, settled_at=row.settled_at, settled_by_name=row.settled_by_name,
        is_form=row.paper is not None and row.paper.kind == PaperKind.FORM,
        agency=row.agency, room=row.room,
        text=unseal(row.text) if opened else "", readings=tuple(Reading.from_json(one) for one in kept),
    )  # fmt: skip
