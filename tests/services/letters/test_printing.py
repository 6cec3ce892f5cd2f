"""A letter on paper: tagged, in its language, with its proof, readable back."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from onedoor.contact import queries as contact
from onedoor.contact.types import LetterView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions
from onedoor.services.applications.types import ApplicationView
from onedoor.services.letters import printing


@pytest.fixture
def notice(draft: ApplicationView, citizen: Actor, mei: UUID, at: datetime) -> LetterView:
    """Mei Lin's notice of assessment, just issued."""
    actions.sign_application(
        application=draft.id, revision=draft.revision, fingerprint=draft.fingerprint, by=citizen, at=at
    )
    (letter,) = contact.list_letters(mei, by=citizen)
    return letter


def read(letter: LetterView, language: str) -> PdfReader:
    return PdfReader(BytesIO(printing.to_pdf(printing.to_html(letter, language))))


@pytest.mark.parametrize(
    ("language", "tag", "title", "words"),
    [
        ("en", "en", "Notice of assessment", ["Dear Mei Lin", "$770.00", "Harbour Food Bank", "R-1001"]),
        ("zh-hans", "zh-Hans", "评税通知书", ["林美", "$770.00", "海港食物银行", "2025年"]),
    ],
)
def test_the_pdf_is_tagged_titled_and_in_its_language(
    notice: LetterView, language: str, tag: str, title: str, words: list[str]
) -> None:
    pdf = read(notice, language)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert (root["/Lang"], pdf.metadata.title) == (tag, title)  # type: ignore[index, union-attr]
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    assert [word for word in words if word not in text] == []


def test_it_carries_its_number_its_code_and_where_to_check_it(notice: LetterView) -> None:
    text = "".join(page.extract_text() for page in read(notice, "en").pages)
    assert notice.number in text
    assert notice.verify_code in text.replace("\n", "")
    assert "/verify/" in text.replace("\n", "")


def test_the_worker_attaches_both_languages_once(
    notice: LetterView, mei: UUID, citizen: Actor, deliver: Callable[[], int], at: datetime
) -> None:
    deliver()
    (letter,) = contact.list_letters(mei, by=citizen)
    assert set(letter.pdf_languages) == {"en", "zh-hans"}
    assert printing.print_letter(letter=letter.id, by=SYSTEM, at=at) == 0


def test_without_pango_the_letter_stays_readable_and_the_log_says_what_to_install(
    notice: LetterView, at: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(html: str) -> bytes:
        raise printing.PrinterMissing("install Pango")

    monkeypatch.setattr(printing, "to_pdf", missing)
    assert printing.print_letter(letter=notice.id, by=SYSTEM, at=at) == 0
    assert "install Pango" in caplog.text
    assert "<h1>Notice of assessment</h1>" in printing.to_html(notice, "en")
