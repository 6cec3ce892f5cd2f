"""Whatever a scanner or a fax brings: taken once, refused with a reason, and never to the wrong matter."""

import io
import os
import time
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from onedoor.cases import actions as case_actions
from onedoor.cases.types import CaseView
from onedoor.contact.models import Message
from onedoor.doors.post import actions, folders, queries
from onedoor.doors.post.house import POST, sign
from onedoor.doors.post.models import Scan
from onedoor.doors.post.paper.marks import Mark, read_mark, write_mark
from onedoor.doors.post.reading.references import list_references
from onedoor.doors.post.types import LetterState, MatchedBy
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.ids import new_number
from onedoor.people import actions as people
from tests.doors.post.conftest import ScanIn
from tests.doors.post.wear import FONT, noise, skew, to_tiff, turned, worn

PASSED = time.time() - 60


def typed(*lines: str) -> Image.Image:
    """A letter that somebody typed herself."""
    page = Image.new("L", (1654, 2339), 252)
    font = ImageFont.truetype(str(FONT), 38) if FONT else ImageFont.load_default(38)
    for row, line in enumerate(lines):
        ImageDraw.Draw(page).text((180, 300 + row * 70), line, fill=20, font=font)
    return page


# Of letters that no reading mistakes for one another: what is unreadable is another test's matter.
HERS, THEIRS = "HC-FN7C-6K6F-P", "HC-AK9J-JX39-C"


@pytest.fixture
def case(home: UUID, at: datetime) -> CaseView:
    return case_actions.open_case(
        kind="income-tax", customer=home, agency="REV", service="income-tax",
        subject={"en": "Tax of 2024", "zh-hans": "2024 年税务"}, promise="P5D", calendar="working-days",
        number=HERS, by=SYSTEM, at=at,
    )  # fmt: skip


@pytest.fixture
def others(stranger_case: CaseView) -> CaseView:
    return stranger_case


@pytest.fixture
def stranger_case(db: None, at: datetime) -> CaseView:
    noor = people.register_customer(name="Noor Aziz", by=SYSTEM, at=at).id
    return case_actions.open_case(
        kind="income-tax", customer=noor, agency="REV", service="income-tax",
        subject={"en": "Tax", "zh-hans": "税务"}, promise="P5D", calendar="working-days", number=THEIRS,
        by=SYSTEM, at=at,
    )  # fmt: skip


def test_a_typed_letter_finds_its_case_by_its_reference_upside_down_too(
    case: CaseView, scan_in: ScanIn, home: UUID, at: datetime
) -> None:
    people.change_preferences(customer=home, language="zh-hans", by=SYSTEM, at=at)
    page = typed("To the Revenue Service", "About my case " + case.number, "I enclose what you asked for.",
                 "Please tell me if you need any other paper.", "Yours, Mei Lin")  # fmt: skip

    taken = scan_in([worn(page, (turned(180), skew(1.5), noise(10)), 1)]).letters[0]

    assert (taken.matched_by, taken.customer, taken.case) == (MatchedBy.REFERENCE, home, case.id)
    assert taken.state is LetterState.FILED
    assert Message.objects.get(direction="in").title == {"zh-hans": f"来信 {taken.number}"}


def test_a_letter_that_names_two_matters_goes_to_a_person(
    case: CaseView, others: CaseView, scan_in: ScanIn, officer: Actor, home: UUID, at: datetime
) -> None:
    taken = scan_in([typed(f"My case is {case.number}", f"My neighbour's was {others.number}")]).letters[0]
    assert taken.customer is None
    assert taken.why in ("several-references", "unclear-reference")

    with pytest.raises(Invalid):
        actions.index_letter(letter=taken.id, reference=new_number("HC"), by=officer, at=at)
    filed = actions.index_letter(letter=taken.id, reference=case.number, by=officer, at=at)

    assert (filed.customer, filed.case, filed.matched_by) == (home, case.id, MatchedBy.PERSON)
    with pytest.raises(Conflict):
        actions.index_letter(letter=taken.id, reference=others.number, by=officer, at=at)


@pytest.mark.parametrize("number", ["HC-FN7C-6K6F-X", ""])
def test_a_person_types_the_number_and_what_is_asked_is_answered(
    case: CaseView, scan_in: ScanIn, officer: Actor, home: UUID, at: datetime, number: str
) -> None:
    taken = scan_in([typed("To the city", number, "What is the status of my case?", "Mei Lin")]).letters[0]
    assert (taken.state, taken.customer) == (LetterState.WAITING, None)
    assert taken.why in ("unclear-reference", "no-reference")

    filed = actions.index_letter(letter=taken.id, reference=case.number, by=officer, at=at)

    assert (filed.state, filed.asks) == (LetterState.ANSWERED, ("status",))
    assert filed.settled_by_name == officer.name
    answer = Message.objects.get(direction="out", customer=home)
    assert answer.title["en"] == "Where your request stands"


def test_what_only_a_person_can_answer_waits_for_her(
    case: CaseView, scan_in: ScanIn, officer: Actor, at: datetime
) -> None:
    taken = scan_in([typed("To the city", "I send you what you asked for.", "Mei Lin")]).letters[0]

    filed = actions.index_letter(letter=taken.id, reference=case.number, by=officer, at=at)

    assert filed.state is LetterState.FILED
    assert not Message.objects.filter(direction="out").exists()


def test_two_letters_in_one_scan_and_a_blank_sheet(case: CaseView, scan_in: ScanIn) -> None:
    forms = [
        actions.print_form(service="job-seeker", language="en", by=POST, at=case.opened_at) for _ in "ab"
    ]
    from tests.doors.post.conftest import sheets_of

    pages = [page for form in forms for page in sheets_of(form.number)[0]]
    blank = worn(Image.new("L", (1654, 2339), 250), (noise(6),), 1)

    taken = scan_in([*pages[:2], blank, *pages[2:]])

    assert [letter.pages for letter in taken.letters] == [2, 2]
    assert Scan.objects.get().blanks == 1


def test_a_mark_that_is_not_ours_says_nothing(db: None) -> None:
    ours = write_mark(Mark(new_number("PL"), 1), sign)

    assert read_mark(ours, sign) is not None
    assert read_mark(ours[:-1] + ("A" if ours[-1] != "A" else "B"), sign) is None
    assert read_mark("https://elsewhere.example/pay", sign) is None


def test_a_reference_that_was_misread_by_one_character_may_be_several_numbers_and_one_of_ours() -> None:
    number = new_number("HC")
    while "8" not in number[3:12]:
        number = new_number("HC")
    place = number.index("8", 3)

    maybe = list_references(f"Ref {number[:place]}B{number[place + 1 :]} thank you")

    assert any(number in one for one in maybe)


def locked() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pages(count: int, width: float = 595, height: float = 842) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(width, height)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it has 900 million dots."""
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scan.empty"),
        (b"hello", "scan.unreadable"),
        (b"%PDF-1.7 and then nothing", "scan.unreadable"),
        (to_tiff([Image.new("L", (400, 400), 255)])[:60], "scan.unreadable"),
        (locked(), "scan.locked"),
        (pages(500), "scan.too_many_pages"),
        (pages(1, 14_000, 14_000), "scan.too_many_dots"),
        (bomb(), "scan.too_many_dots"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason_and_kept_on_record(
    content: bytes, code: str, db: None, officer: Actor, at: datetime
) -> None:
    taken = actions.receive_file(content=content, source="scanner", at=at)

    assert taken.refusal is not None
    assert taken.refusal.code == code
    assert [fault for _when, _source, fault in queries.list_refused_scans(by=officer, since=at)] == [code]


def test_the_folder_takes_whole_files_once_and_keeps_each(
    case: CaseView, tmp_path: Path, at: datetime
) -> None:
    scanner = tmp_path / "scanner"
    scanner.mkdir()
    letter = to_tiff([typed("About my case " + case.number, "Thank you for the answer.")])
    for name, content in (
        ("one.tif", letter),
        ("again.tif", letter),
        ("bad.pdf", b"%PDF-"),
        ("half.tif", letter[:900]),
    ):
        (scanner / name).write_bytes(content)
        if name != "half.tif":  # that one is still being written
            os.utime(scanner / name, (PASSED, PASSED))

    assert folders.take_scans(tmp_path, at=at) == 3

    assert [path.name for path in scanner.iterdir()] == ["half.tif"]
    assert sorted(path.name for path in (tmp_path / "taken").iterdir()) == ["again.tif", "one.tif"]
    assert (tmp_path / "refused/bad.pdf.txt").read_text().startswith("This is no PDF")
    assert Scan.objects.filter(state="taken").count() == 1
