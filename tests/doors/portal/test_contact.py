"""Writing to us, appointments, a call back and one history, at the portal."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.contact import actions, queries
from onedoor.kernel.actors import SYSTEM
from tests.contact.test_receiving import PDF


def read(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_she_writes_with_a_file_and_reads_the_answer_in_the_same_thread(
    browser: Client, mei: UUID, at: datetime
) -> None:
    sent = SimpleUploadedFile("bill.pdf", PDF)
    browser.post("/letters/messages/write/", {"title": "My bill", "text": "Is this right?", "files": sent})
    [message] = queries.list_messages(mei, by=SYSTEM)
    body = {"en": "It is right.", "zh-hans": "正确。"}
    answer = actions.send_message(
        customer=mei, title=body, body=body, thread=message.thread, by=SYSTEM, at=at
    )
    page = read(browser, f"/letters/messages/{answer.id}/")
    assert all(words in page for words in ("Is this right?", "bill.pdf", "It is right."))
    assert queries.get_message(answer.id, by=SYSTEM).read_at is not None
    file = browser.get(f"/letters/messages/files/{message.files[0].id}/")
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")


def test_what_it_is_about_brings_it_to_the_agency_that_answers_and_she_reads_who_that_is(
    browser: Client, mei: UUID, at: datetime
) -> None:
    case = cases.open_case(
        kind="question", customer=mei, agency="LAB", service="income-tax",
        subject={"en": "My work pass", "zh-hans": "工作准证"}, promise="P5D", calendar="working-days",
        by=SYSTEM, at=at,
    )  # fmt: skip
    form = read(browser, "/letters/messages/write/")
    assert all(f'<option value="{one}"' in form for one in ("service:income-tax", f"case:{case.number}"))
    for about, agency in (("", "CTC"), ("service:income-tax", "REV"), (f"case:{case.number}", "LAB")):
        browser.post("/letters/messages/write/", {"about": about, "text": f"About {agency}"})
        assert queries.list_messages(mei, by=SYSTEM)[0].agency == agency
    of_case = queries.list_messages(mei, by=SYSTEM)[0]
    page = read(browser, f"/letters/messages/{of_case.id}/")
    assert all(words in page for words in ("Labour", case.number, "My work pass"))


def test_a_case_that_is_not_hers_is_taken_for_none(browser: Client, mei: UUID, at: datetime) -> None:
    case = cases.open_case(
        kind="question", customer=uuid4(), agency="LAB", service="income-tax",
        subject={"en": "Hers", "zh-hans": "她的"}, promise="P5D", calendar="working-days", by=SYSTEM, at=at,
    )  # fmt: skip
    browser.post("/letters/messages/write/", {"about": f"case:{case.number}", "text": "Hello"})
    [kept] = queries.list_messages(mei, by=SYSTEM)
    assert (kept.case, kept.agency) == (None, "CTC")


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"text": ""}, "Write a message"),
        ({"text": "Hi", "title": "x" * 300}, "A title is one line"),
        ({"text": "Hi", "files": SimpleUploadedFile("a.pdf", b"MZ a program")}, "We cannot open this kind"),
        ({"text": "Hi", "files": SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(25_000_000))}, "too large"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_box_and_her_words_stay(
    browser: Client, mei: UUID, posted: dict[str, Any], words: str
) -> None:
    answer = browser.post("/letters/messages/write/", posted)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert posted["text"] in answer.content.decode()
    assert queries.list_messages(mei, by=SYSTEM) == []


def test_she_books_moves_and_cancels(browser: Client, mei: UUID) -> None:
    assert "Revenue Service counter" in read(browser, "/appointments/")
    page = read(browser, "/appointments/at/tax-house/")
    first, second = [part.split('"')[0] for part in page.split('<option value="2')[1:3]]
    assert browser.post("/appointments/at/tax-house/", {"starts_at": "2" + first}).status_code == 302
    [booked] = queries.list_appointments(mei, by=SYSTEM)
    assert booked.number in read(browser, "/appointments/")
    calendar = browser.get(f"/appointments/{booked.number}/calendar.ics")
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")
    assert (
        browser.post(f"/appointments/{booked.number}/move/", {"starts_at": "2" + second}).status_code == 302
    )
    browser.post(f"/appointments/{booked.number}/cancel/")
    assert queries.list_appointments(mei, by=SYSTEM)[0].state == "cancelled"
    assert browser.post("/appointments/at/tax-house/", {"starts_at": "noon"}).status_code == 422
    assert browser.get("/appointments/at/nowhere/").status_code == 404
    assert browser.get(f"/appointments/{booked.number[:-1]}Q/calendar.ics").status_code == 404


def test_she_is_called_back(browser: Client, mei: UUID, at: datetime) -> None:
    assert browser.post("/call-me/", {"number": "soon"}).status_code == 422
    assert browser.post("/call-me/", {"number": "9123 4567", "reason": "Tax"}).status_code == 302
    [owed] = queries.list_call_backs(by=SYSTEM, at=at)
    assert (owed.customer, owed.reason) == (mei, "Tax")


def test_her_history_is_one_list_with_the_form_that_she_began(
    browser: Client, mei: UUID, draft: Any, at: datetime
) -> None:
    actions.receive_message(customer=mei, title="Which donation?", text="Hello", by=SYSTEM, at=at)
    page = read(browser, "/my-history/")
    assert all(words in page for words in ("Which donation?", "not signed yet", draft.number))
    assert draft.number not in read(browser, "/my-history/?kind=contact")


def test_who_represents_her_may_get_her_letters(browser: Client, mei: UUID) -> None:
    assert "Who shall get news and letters?" not in read(browser, "/preferences/")
    refused = browser.post(
        "/preferences/", {"language": "en", "door": "post", "representative": str(UUID(int=7))}
    )
    assert refused.status_code == 422
