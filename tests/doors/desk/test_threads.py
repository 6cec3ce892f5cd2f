"""The page of a thread: read, answer, approved words put in, who else is there, a lost race that loses no
text, joined to a case, handed over; and nothing of it for another agency."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.contact import actions, queries
from onedoor.contact.types import MessageView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.knowledge import actions as knowledge
from tests.cases.conftest import Hire
from tests.contact.test_receiving import PDF
from tests.doors.desk.conftest import Sit


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
    assert "Ruth Lim answered at 09:00, while you wrote." in page
    assert page.index('id="new"') < page.index("From Ruth") < page.index("From Boon")
    newest = queries.list_thread(hers.id, by=SYSTEM)[-1].id
    assert f'name="seen" value="{newest}"' in page


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


def test_what_fits_the_customers_own_words_is_offered_at_once(
    desk: Client, mei: UUID, answers: None, at: datetime
) -> None:
    words = {"en": "May I talk to a human, please?", "zh-hans": "请问如何转人工服务？"}
    for language, text in words.items():
        hers = actions.receive_message(
            customer=mei, text=text, agency="REV", language=language, by=SYSTEM, at=at
        )
        page = desk.get(f"/desk/threads/{hers.id}/").content.decode()
        assert "How do I reach a person?" in page, language


@pytest.mark.usefixtures("answers")
def test_suggestions_come_while_she_types_and_go_into_the_boxes_alone(
    desk: Client, hers: MessageView
) -> None:
    address = f"/desk/threads/{hers.id}/"
    part = desk.post(f"{address}suggest/", {"asked": "talk to a human"}).content.decode()
    code = re.findall(r'form="answer" name="use" value="([^"]+)"', part)[0]
    assert "<html" not in part
    boxes = desk.post(address, {"use": code, "text-en": "Dear Mei"}, headers={"HX-Request": "true"})
    text = boxes.content.decode()
    assert ("<html" in text, 'id="said"' in text, "Dear Mei" in text) == (False, True, True)
    nothing = desk.post(f"{address}suggest/", {"asked": "xqzw vbnmk"}).content.decode()
    assert "No approved answer fits" in nothing


def test_who_else_has_it_open_and_who_writes_is_on_the_page_and_in_the_list(
    desk: Client, supervisor: Client, hers: MessageView
) -> None:
    address = f"/desk/threads/{hers.id}/"
    desk.get(address)
    assert "Boon Tan has this open too." in supervisor.get(address).content.decode()
    desk.post(address, {"find": "yes", "text-en": "Dear Mei"})
    assert "Boon Tan is writing an answer." in supervisor.post(f"{address}reading/").content.decode()
    assert "Boon Tan is writing" in supervisor.get("/desk/threads/").content.decode()
    own = desk.post(f"{address}reading/", {"writing": "yes"}).content.decode()
    assert ("Boon Tan" in own, "Ruth Lim has this open too." in own) == (False, True)


def test_an_open_page_is_told_that_something_new_was_written(
    desk: Client, supervisor: Client, hers: MessageView
) -> None:
    address = f"/desk/threads/{hers.id}/"
    still = desk.post(f"{address}reading/", {"seen": hers.id}).content.decode()
    supervisor.post(address, {"seen": hers.id, "text-en": "From Ruth"})
    told = desk.post(f"{address}reading/", {"seen": hers.id}).content.decode()
    assert ("Something new" in still, "Something new" in told) == (False, True)


def test_it_is_joined_to_her_case_and_each_page_leads_to_the_other(
    desk: Client, hers: MessageView, opened_number: str
) -> None:
    address = f"/desk/threads/{hers.id}/"
    assert opened_number in desk.get(address).content.decode()
    assert desk.post(address, {"case": opened_number})["Location"] == address
    page = desk.get(address).content.decode()
    assert f'href="/desk/cases/{opened_number}/"' in page
    assert "Join it to the case" not in page
    assert "Hand over the thread" not in page
    case = desk.get(f"/desk/cases/{opened_number}/").content.decode()
    assert all(words in case for words in (f'href="{address}"', "now belongs to case"))


def test_a_case_that_she_cannot_open_is_named_to_nobody(
    desk: Client, hers: MessageView, elsewhere: Client, opened_number: str
) -> None:
    assert desk.post(f"/desk/threads/{hers.id}/", {"case": "AB12-CD34"}).status_code == 404
    desk.post(f"/desk/threads/{hers.id}/", {"agency": "LIB"})
    assert opened_number not in elsewhere.get(f"/desk/threads/{hers.id}/").content.decode()
    assert elsewhere.post(f"/desk/threads/{hers.id}/", {"case": opened_number}).status_code == 404


@pytest.fixture
def nobodys(mei: UUID, at: datetime) -> MessageView:
    """What a customer wrote about no service."""
    return actions.receive_message(
        customer=mei, text="May I fly a kite?", title="A kite of mine", language="en", by=SYSTEM, at=at
    )


def test_what_names_no_service_is_the_contact_centres_until_it_is_handed_over(
    desk: Client, sit: Sit, hire: Hire, nobodys: MessageView, look: Any, mei: UUID
) -> None:
    centre, address = (
        sit(hire("Ana Cruz", agency="CTC", role="counter-officer")),
        f"/desk/threads/{nobodys.id}/",
    )
    assert "A kite of mine" in centre.get("/desk/threads/").content.decode()
    for path in (address, f"{address}reading/", f"{address}suggest/"):
        answer = desk.get(path) if path == address else desk.post(path)
        assert answer.status_code == 404, path
    searched = desk.get("/desk/search/", {"q": "kite"}).content.decode()
    pages = [desk.get("/desk/threads/").content.decode(), look(desk), searched]
    assert not [page for page in pages if "A kite of mine" in page or "fly a kite" in page]
    assert "Wait for an answer (0)" in pages[0]
    centre.post(address, {"agency": "REV"})
    assert "A kite of mine" in desk.get("/desk/threads/").content.decode()
    assert "handed over by: Contact Centre" in desk.get(address).content.decode()


def test_the_list_shows_what_was_answered_and_closed(desk: Client, hers: MessageView) -> None:
    desk.post(f"/desk/threads/{hers.id}/", {"seen": hers.id, "text-en": "Tomorrow."})
    assert "My notice" in desk.get("/desk/threads/?state=answered").content.decode()
    desk.post(f"/desk/threads/{hers.id}/", {"close": "yes"})
    assert "My notice" not in desk.get("/desk/threads/?state=answered").content.decode()
    assert "My notice" in desk.get("/desk/threads/?state=closed").content.decode()
    assert desk.get("/desk/threads/?state=nonsense").status_code == 200


def test_an_enquiry_leads_to_the_mail_that_it_began_with(desk: Client, at: datetime) -> None:
    mail = actions.receive_message(
        customer=None, text="When do I file?", title="A mail", agency="REV", language="en", by=SYSTEM, at=at
    )
    case = cases.open_enquiry(
        customer=None, text="When do I file?", door="mail", topic="income-tax", interaction=mail.id,
        by=SYSTEM, at=at,
    )  # fmt: skip
    address = f"/desk/threads/{mail.id}/"
    assert f'href="{address}"' in desk.get(f"/desk/cases/{case.number}/").content.decode()
    assert "It is answered in its enquiry" in desk.get(address).content.decode()
