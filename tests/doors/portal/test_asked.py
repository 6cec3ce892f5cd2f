"""What she asked and what came of it stands on a page of her own."""

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.cases.types import CaseView
from onedoor.kernel.actors import SYSTEM


@pytest.fixture
def asked(mei: UUID, at: datetime) -> CaseView:
    return cases.open_enquiry(
        customer=mei, text="Where is my refund?", topic="income-tax", door="phone", by=SYSTEM, at=at
    )


def test_she_reads_her_words_who_answers_and_until_when(browser: Client, asked: CaseView) -> None:
    page = browser.get("/questions/").content.decode()
    assert asked.number in page
    page = browser.get(f"/questions/{asked.number}/").content.decode()
    assert "Where is my refund?" in page
    assert "Revenue Service" in page
    assert "We answer by" in page


def test_she_adds_to_it_and_an_empty_word_is_refused_with_what_to_do(
    browser: Client, asked: CaseView
) -> None:
    address = f"/questions/{asked.number}/"
    empty = browser.post(address, {"words": " "})
    assert (empty.status_code, "Write the note." in empty.content.decode()) == (422, True)
    page = browser.post(address, {"words": "It is two weeks now."}, follow=True).content.decode()
    assert "It is two weeks now." in page


def test_she_reads_the_answer_but_no_note_of_officers_among_themselves(
    browser: Client, asked: CaseView, at: datetime
) -> None:
    cases.add_note(case=asked.id, text="She rang twice.", by=SYSTEM, at=at)
    cases.close_case(case=asked.id, outcome="answered", reason="It is on its way.", by=SYSTEM, at=at)
    page = browser.get(f"/questions/{asked.number}/").content.decode()
    assert "It is on its way." in page
    assert "She rang twice." not in page
    assert "Finished" in page


def test_anothers_question_is_as_unknown_as_none(browser: Client, at: datetime) -> None:
    other = cases.open_enquiry(customer=None, text="Mine", door="phone", by=SYSTEM, at=at)
    assert browser.get(f"/questions/{other.number}/").status_code == 404
    assert browser.get("/questions/HC-0000-0000-0/").status_code == 404
