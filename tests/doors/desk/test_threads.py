"""The page of a thread: read, answer, approved words put in, a lost race that loses no text, hand over."""

import re
from datetime import datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.contact import actions, queries
from onedoor.contact.types import MessageView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.knowledge import actions as knowledge
from tests.contact.test_receiving import PDF


@pytest.fixture
def hers(mei: UUID, at: datetime) -> MessageView:
    return actions.receive_message(
        customer=mei, text="Where is my notice?", title="My notice", agency="REV", language="en", by=SYSTEM,
        at=at,
    )  # fmt: skip


def test_it_is_listed_read_answered_and_listed_no_more(
    desk: Client, hers: MessageView, mei: UUID, citizen: Actor
) -> None:
    assert "My notice" in desk.get("/desk/threads/").content.decode()
    page = desk.get(f"/desk/threads/{hers.id}/").content.decode()
    assert "Where is my notice?" in page
    sent = {"seen": hers.id, "text-en": "Tomorrow.", "files": SimpleUploadedFile("n.pdf", PDF)}
    assert desk.post(f"/desk/threads/{hers.id}/", sent)["Location"] == "/desk/threads/"
    assert "My notice" not in desk.get("/desk/threads/").content.decode()
    page = desk.get(f"/desk/threads/{hers.id}/").content.decode()
    assert "Boon Tan wrote" in page
    answer = queries.list_thread(hers.id, by=SYSTEM)[1]
    assert desk.get(f"/desk/threads/files/{answer.files[0].id}/").content.startswith(b"%PDF")
    looks = [one.event for one in journal.list_timeline(customer=mei, by=citizen)]
    assert looks.count("people.customer.viewed") == 1


def test_an_answer_that_crosses_anothers_stays_in_its_box_under_the_new_text(
    desk: Client, supervisor: Client, hers: MessageView
) -> None:
    supervisor.post(f"/desk/threads/{hers.id}/", {"seen": hers.id, "text-en": "From Ruth"})
    late = desk.post(f"/desk/threads/{hers.id}/", {"seen": hers.id, "text-en": "From Boon"})
    page = late.content.decode()
    assert (late.status_code, "From Ruth" in page, "From Boon" in page) == (409, True, True)
    newest = queries.list_thread(hers.id, by=SYSTEM)[-1].id
    assert str(newest) in page


def test_an_empty_answer_comes_back_with_what_to_do(desk: Client, hers: MessageView) -> None:
    answer = desk.post(f"/desk/threads/{hers.id}/", {"seen": hers.id, "text-en": " "})
    assert (answer.status_code, "Write a message" in answer.content.decode()) == (422, True)


def test_another_agency_finds_neither_the_thread_nor_its_files_until_it_is_handed_over(
    desk: Client, elsewhere: Client, hers: MessageView
) -> None:
    assert elsewhere.get(f"/desk/threads/{hers.id}/").status_code == 404
    assert elsewhere.post(f"/desk/threads/{hers.id}/", {"close": "yes"}).status_code == 404
    desk.post(f"/desk/threads/{hers.id}/", {"agency": "LIB"})
    assert desk.get(f"/desk/threads/{hers.id}/").status_code == 404
    assert "Where is my notice?" in elsewhere.get(f"/desk/threads/{hers.id}/").content.decode()


def test_a_closed_thread_has_no_box(desk: Client, hers: MessageView) -> None:
    desk.post(f"/desk/threads/{hers.id}/", {"close": "yes"})
    page = desk.get(f"/desk/threads/{hers.id}/").content.decode()
    assert ("Closed" in page, "Send the answer" in page) == (True, False)


def test_a_contractor_without_correspondence_and_nobody_stay_outside(
    contractor: Client, hers: MessageView
) -> None:
    assert contractor.get(f"/desk/threads/{hers.id}/").status_code == 403
    assert Client().get("/desk/threads/").status_code == 302


@pytest.fixture
def answers(db: None, at: datetime) -> None:
    knowledge.load_articles(by=SYSTEM, at=at)


@pytest.mark.usefixtures("answers")
def test_approved_words_are_put_in_below_what_was_typed(
    desk: Client, hers: MessageView, officer: Actor
) -> None:
    page = desk.post(
        f"/desk/threads/{hers.id}/", {"asked": "talk to a human", "find": "yes", "text-en": "Dear Mei"}
    )
    codes = re.findall(r'name="use" value="([^"]+)"', page.content.decode())
    assert codes
    page = desk.post(f"/desk/threads/{hers.id}/", {"use": codes[0], "text-en": "Dear Mei"})
    box = re.search(r'name="text-en"[^>]*>([^<]+)<', page.content.decode())
    assert box is not None
    assert (box[1].startswith("Dear Mei"), len(box[1]) > 40) == (True, True)
    assert len(queries.list_thread(hers.id, by=SYSTEM)) == 1


def test_the_enter_key_in_the_search_box_searches_and_never_sends(desk: Client, hers: MessageView) -> None:
    page = desk.get(f"/desk/threads/{hers.id}/").content.decode()
    form = page[page.index('name="seen"') :]
    assert form.index('name="find"') < form.index("Send the answer")
