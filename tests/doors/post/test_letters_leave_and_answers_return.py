"""A letter leaves with a mark; its reply sheet comes back to the same matter and is answered on paper."""

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from onedoor.cases import actions as case_actions
from onedoor.cases import queries as cases
from onedoor.cases.types import CaseView
from onedoor.contact import actions as contact
from onedoor.contact import queries as messages
from onedoor.doors.post import actions, folders, queries
from onedoor.doors.post.house import POST
from onedoor.doors.post.models import Paper
from onedoor.doors.post.reading.opening import open_pages
from onedoor.doors.post.types import BatchState, BatchView, LetterState, PaperState
from onedoor.feedback import queries as feedback
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed
from onedoor.people import actions as people
from tests.doors.post.conftest import ScanIn, digest, sheets_of
from tests.doors.post.wear import fax, noise, skew, turned, worn, write_ink


@pytest.fixture
def case(home: UUID, at: datetime) -> CaseView:
    people.change_preferences(customer=home, door="post", by=SYSTEM, at=at)
    return case_actions.open_case(
        kind="income-tax", customer=home, agency="REV", service="income-tax",
        subject={"en": "Tax of 2024", "zh-hans": "2024 年税务"}, promise="P5D", calendar="working-days",
        by=SYSTEM, at=at,
    )  # fmt: skip


@pytest.fixture
def batch(case: CaseView, home: UUID, at: datetime) -> BatchView:
    """A message to Mei Lin, who prefers letters, made ready for the print house."""
    contact.send_message(
        customer=home, title={"en": "We need a paper", "zh-hans": "请补交材料"},
        body={"en": "Send us your payslip.\n\nThank you.", "zh-hans": "请寄来工资单。"},
        case=case.id, agency="REV", by=SYSTEM, at=at,
    )  # fmt: skip
    made = actions.make_batch(by=POST, at=at)
    assert made is not None
    return made


def reply(number: str, ink: dict[str, str]) -> list[Any]:
    pages, sheets = sheets_of(number)
    write_ink(pages[-1], sheets[-1].boxes, ink)
    return [pages[-1]]


def test_a_batch_has_one_pdf_and_a_manifest_whose_figures_agree(batch: BatchView) -> None:
    files = queries.get_batch_files(batch.number, by=POST)
    control = json.loads(files["manifest.json"])
    rows = list(csv.DictReader(io.StringIO(files["manifest.csv"].decode())))

    assert digest(files["letters.pdf"]) == control["sha256"] == batch.sha256
    assert control["pages"] == batch.pages == len(open_pages(files["letters.pdf"])) == 2
    assert (control["envelopes"], control["letters"], len(rows)) == (1, 1, 1)
    assert "Mei" not in files["manifest.csv"].decode() + files["manifest.json"].decode()


def test_the_address_stands_in_the_window_and_nothing_else_does(batch: BatchView) -> None:
    import pypdfium2

    from onedoor.doors.post.paper.measures import WINDOWS

    page = pypdfium2.PdfDocument(queries.get_batch_files(batch.number, by=POST)["letters.pdf"])[0]
    left, top, width, height = (one * 72 / 25.4 for one in WINDOWS["din-5008-b"])
    bottom = page.get_height() - top - height
    inside = page.get_textpage().get_text_bounded(left, bottom, left + width, bottom + height)

    assert [line.strip() for line in inside.splitlines() if line.strip()] == [
        "Mei Lin",
        "02-60",
        "Lighthouse Lane",
    ]


def test_the_print_house_says_what_it_did_and_its_checksum_must_agree(
    batch: BatchView, home: UUID, at: datetime, tmp_path: Path
) -> None:
    folders.exchange_batches(tmp_path, at=at)
    place = tmp_path / batch.number
    with pytest.raises(Conflict):
        actions.note_batch(number=batch.number, state=BatchState.PRINTED, sha256="0" * 64, by=POST, at=at)

    (place / "printed.json").write_text(json.dumps({"sha256": digest((place / "letters.pdf").read_bytes())}))
    folders.exchange_batches(tmp_path, at=at)
    (place / "posted.json").write_text((place / "printed.json").read_text())
    folders.exchange_batches(tmp_path, at=at + timedelta(hours=3))

    assert queries.list_batches(by=POST)[0].state is BatchState.POSTED
    assert messages.list_to_print(by=POST, at=at) == []
    assert actions.make_batch(by=POST, at=at) is None
    events = [entry.event for entry in journal.list_timeline(customer=home, by=SYSTEM)]
    assert "doors.post_letter.posted" in events


def test_a_letter_that_came_back_is_on_record_and_can_be_printed_again(
    batch: BatchView, officer: Actor, citizen: Actor, home: UUID, at: datetime
) -> None:
    number = Paper.objects.get().number
    with pytest.raises(Conflict):
        actions.note_return(number=number, why="moved", by=officer, at=at)
    actions.note_batch(number=batch.number, state=BatchState.POSTED, sha256=batch.sha256, by=POST, at=at)
    with pytest.raises(NotAllowed):
        queries.list_undeliverable(by=citizen)

    returned = actions.note_return(number=number, why="moved", by=officer, at=at)

    assert returned.state is PaperState.RETURNED
    assert [paper.number for paper in queries.list_undeliverable(by=officer)] == [number]
    assert actions.reprint(number=number, by=officer, at=at).pages == 2


def test_a_cross_for_how_it_stands_is_answered_by_a_letter(
    batch: BatchView, case: CaseView, scan_in: ScanIn, home: UUID, at: datetime
) -> None:
    number = Paper.objects.get().number
    pages = [
        worn(page, (skew(-1.5), fax, turned(180)), 4) for page in reply(number, {"ask-status": "status"})
    ]

    taken = scan_in(pages, source="fax").letters[0]

    assert (taken.state, taken.customer, taken.reference) == (LetterState.ANSWERED, home, case.number)
    answer = Paper.objects.exclude(number=number).get()
    assert (answer.kind, answer.application, answer.case) == ("answer", case.number, case.id)
    second = actions.make_batch(by=POST, at=at)
    assert second is not None
    assert second.letters == 1
    message = next(one for one in messages.list_messages(home, by=SYSTEM) if one.direction == "in")
    assert (str(message.channel), message.case) == ("post", case.id)


def test_a_rating_by_cross_counts_as_at_every_door(
    batch: BatchView, case: CaseView, scan_in: ScanIn, at: datetime
) -> None:
    pages = [
        worn(page, (skew(0.9), noise(14)), 2) for page in reply(Paper.objects.get().number, {"rate": "4"})
    ]

    taken = scan_in(pages).letters[0]

    rating = feedback.find_rating(case.number, by=SYSTEM)
    assert taken.state is LetterState.ANSWERED
    assert rating is not None
    assert (rating.stars, rating.door) == (4, "post")


def test_written_words_go_to_the_officer_of_the_case(
    batch: BatchView, case: CaseView, scan_in: ScanIn, at: datetime
) -> None:
    ink = {"ask-answer": "answer", "words": "May I pay in parts?"}

    taken = scan_in(reply(Paper.objects.get().number, ink)).letters[0]

    assert (taken.state, taken.case) == (LetterState.FILED, case.id)
    assert "pay in parts" in queries.get_letter(taken.id, by=POST).text


def test_a_letter_about_what_is_closed_opens_a_case_with_the_clock_of_every_door(
    batch: BatchView, case: CaseView, scan_in: ScanIn, home: UUID, at: datetime
) -> None:
    case_actions.close_case(case=case.id, outcome="granted", by=SYSTEM, at=at)

    taken = scan_in(reply(Paper.objects.get().number, {"words": "This is not right"})).letters[0]

    opened = cases.get_case(taken.case, by=SYSTEM)  # type: ignore[arg-type]
    assert (opened.kind, opened.customer, opened.promised_at) == ("letter", home, taken.due_at)
    assert opened.id in {one.id for one in cases.list_cases(home, by=SYSTEM)}
