"""Taking what a scanner or a fax brought: once, page by page, to the right matter or to a person."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PIL import Image

from onedoor.doors.post.access import ROOM
from onedoor.doors.post.actions.answering import answer
from onedoor.doors.post.house import POST, seal, seal_bytes, sign
from onedoor.doors.post.models import Letter, Paper, Picture, Scan
from onedoor.doors.post.paper.labels import label_of
from onedoor.doors.post.paper.replies import REPLY
from onedoor.doors.post.reading.boxes import read_boxes
from onedoor.doors.post.reading.laying import lay
from onedoor.doors.post.reading.opening import open_pages
from onedoor.doors.post.reading.pages import Bundle, Page, read_pages, split_letters, with_words
from onedoor.doors.post.reading.references import list_references
from onedoor.doors.post.records import Matter, find_matter, matter_of, to_letter
from onedoor.doors.post.types import (
    ANSWER_WITHIN,
    CALENDAR,
    RECEIVED,
    WAITS,
    LetterState,
    LetterView,
    MatchedBy,
    PaperKind,
    Reading,
    Sheet,
)
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.errors import Invalid
from onedoor.kernel.ids import new_number
from onedoor.kernel.scope import scoped
from onedoor.services import queries as services
from onedoor.services.types import FormPage

SOURCES = ("scanner", "fax")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file. ``again``: it had been seen before, and nothing was done. ``fault`` is why it
    cannot be read, now or then; ``refusal`` says it in words, the first time."""

    letters: tuple[LetterView, ...] = ()
    again: bool = False
    fault: str = ""
    refusal: Invalid | None = None


def receive_file(*, content: bytes, source: str, at: datetime) -> Taken:
    """Read a file and keep its letters. Reading takes seconds a page and holds no transaction. A file that
    cannot be read is kept on record as refused."""
    digest = hashlib.sha256(content).hexdigest()
    with scoped(POST):
        seen = Scan.objects.filter(sha256=digest).first()
        if seen is not None:
            return Taken(again=True, fault=seen.fault)
        try:
            pages, blanks = read_pages(open_pages(content), sign)
        except Invalid as refusal:
            refuse_scan(sha256=digest, source=source, fault=refusal.code, by=POST, at=at)
            return Taken(fault=refusal.code, refusal=refusal)
        bundles = split_letters(pages)
        if source == "fax":  # one call is one letter, unless marks say otherwise
            bundles = [replace(one, is_sure=True) for one in bundles] if len(bundles) == 1 else bundles
        letters = keep_scan(sha256=digest, source=source, bundles=bundles, blanks=blanks, by=POST, at=at)
        for letter in letters:
            answer(letter=letter.id, by=POST, at=at)
        rows = Letter.objects.filter(scan__sha256=digest).order_by("id")
        return Taken(tuple(to_letter(row) for row in rows))


@action()
def refuse_scan(*, sha256: str, source: str, fault: str, by: Actor, at: datetime) -> None:
    """Keep that a file could not be read, so that somebody scans that letter again."""
    Scan.objects.get_or_create(
        sha256=sha256, defaults={"source": source, "state": "refused", "fault": fault, "taken_at": at}
    )


@action()
def keep_scan(
    *, sha256: str, source: str, bundles: Sequence[Bundle], blanks: int, by: Actor, at: datetime
) -> list[LetterView]:
    """The letters of a scan, all or none; a scan that another process took first gives none."""
    pages = sum(len(bundle.pages) for bundle in bundles)
    scan, made = Scan.objects.get_or_create(
        sha256=sha256,
        defaults={"source": source, "state": "taken", "pages": pages, "blanks": blanks, "taken_at": at},
    )
    return [_keep(bundle, scan, by=by, at=at) for bundle in bundles] if made else []


def _keep(bundle: Bundle, scan: Scan, *, by: Actor, at: datetime) -> LetterView:
    paper = Paper.objects.filter(number=bundle.mark.number).first() if bundle.mark else None
    if paper is None:
        bundle = replace(bundle, pages=tuple(with_words(page) for page in bundle.pages))
    elif paper.kind != PaperKind.FORM:
        bundle = replace(bundle, pages=tuple(_with_words_of_letter(page, paper) for page in bundle.pages))
    matter, matched, why = _find(bundle, paper)
    agency = matter.agency if matter else paper.agency if paper else ""
    readings, laid = _read(bundle, paper) if paper else ([], {})
    words = "\n".join(one.value for one in readings if one.kind == "lines" and one.value)
    row = Letter.objects.create(
        number=new_number("PI"), scan=scan, paper=paper, state=LetterState.WAITING, matched_by=matched,
        customer=matter.customer if matter else None, agency=agency, room="" if agency else ROOM,
        case=matter.case if matter else None, reference=matter.reference if matter else "",
        why=why,
        text=seal("\n".join(filter(None, (bundle.text, words)))),
        readings=seal([one.to_json() for one in readings]) if readings else None,
        received_at=at, due_at=get_calendar(CALENDAR).add(at, Term.parse(ANSWER_WITHIN)),
    )  # fmt: skip
    for position, page in enumerate(bundle.pages, 1):
        Picture.objects.create(
            letter=row,
            customer=row.customer,
            position=position,
            image=seal_bytes(_packed(laid.get(position, page.picture))),
        )
    journal.record(
        RECEIVED if row.customer else WAITS, subject_kind="letter-in", subject=row.id, customer=row.customer,
        agency=row.agency, by=by, at=at, case=row.case, data={"number": row.number, "source": scan.source},
    )  # fmt: skip
    return to_letter(row)


def _with_words_of_letter(page: Page, paper: Paper) -> Page:
    sheet = _sheet_of(page, paper)
    return page if sheet and sheet.page == REPLY else with_words(page)


def _find(bundle: Bundle, paper: Paper | None) -> tuple[Matter | None, MatchedBy, str]:
    """Whose letter it is. By our mark it is certain. By what was read only where everything that looks
    like a reference is one and the same matter of ours; else a person looks."""
    if paper is not None:
        of_paper = matter_of(paper)
        if of_paper.customer is None:
            return None, MatchedBy.NOBODY, "blank-form"
        return of_paper, MatchedBy.MARK, ""
    seen = [
        {matter for one in maybe if (matter := find_matter(one)) is not None}
        for maybe in list_references(bundle.text)
    ]
    matters = {(one.reference, one.customer): one for some in seen for one in some if one.customer}
    if not matters:
        return None, MatchedBy.NOBODY, "no-reference"
    if not all(seen):
        return None, MatchedBy.NOBODY, "unclear-reference"
    if len({one.customer for one in matters.values()}) > 1 or len(matters) > 1:
        return None, MatchedBy.NOBODY, "several-references"
    if not bundle.is_sure:
        return None, MatchedBy.NOBODY, "loose-pages"
    return next(iter(matters.values())), MatchedBy.REFERENCE, ""


def _sheet_of(page: Page, paper: Paper) -> Sheet | None:
    if page.mark is None or not 0 < page.mark.page <= len(paper.layout):
        return None
    return Sheet.from_json(paper.layout[page.mark.page - 1])


def _read(bundle: Bundle, paper: Paper) -> tuple[list[Reading], dict[int, Image.Image]]:
    """What stands in the boxes of every page that has some, and these pages laid over the printed ones."""
    pages: tuple[FormPage, ...] = ()
    if paper.kind == PaperKind.FORM and paper.service:
        pages = services.get_form_of_version(paper.service, paper.version).pages
    readings: list[Reading] = []
    straight: dict[int, Image.Image] = {}
    for number, page in enumerate(bundle.pages, 1):
        sheet = _sheet_of(page, paper)
        if sheet is None or not sheet.boxes:
            continue
        laid = lay(page.picture, page.found)
        straight[number] = laid.picture
        for one in read_boxes(laid, sheet.boxes, page=sheet.page, sheet=number):
            label, choices = label_of(pages, one.name, paper.language)
            readings.append(replace(one, label=label, choices=choices))
    return readings, straight


def _packed(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    small = picture.copy()
    small.thumbnail((1700, 2400))  # a crop must still be readable
    small.save(buffer, "JPEG", quality=55, optimize=True)
    return buffer.getvalue()
