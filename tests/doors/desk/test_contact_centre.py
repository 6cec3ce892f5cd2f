"""The contact centre's pages: who waits, calls owed, the counter; and one list of what passed with her."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.contact import actions, queries
from onedoor.contact.types import Channel, Topic
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.people import queries as reach
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit
from tests.services.conftest import MEI_ID


@pytest.fixture
def phone(sit: Sit, hire: Hire) -> Client:
    """The desk of a phone officer of the contact centre."""
    return sit(hire("Ana Cruz", agency="CTC", role="phone-officer"))


def read(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_the_officer_sees_the_draft_the_last_email_and_the_call_in_one_list(
    phone: Client, contractor: Client, draft: Any, mei: UUID, look: Any, at: datetime
) -> None:
    actions.receive_message(
        customer=mei, title="Which donation?", text="Hello", channel=Channel.EMAIL, by=SYSTEM, at=at
    )
    actions.log_interaction(
        customer=mei, door="phone", topics=[Topic(subject="A wrong sum")], by=SYSTEM, at=at
    )
    actions.take_ticket(queue="tax", door="screen", customer=mei, by=SYSTEM, at=at)
    page = look(phone)
    history = page.split('id="desk-history"')[1]
    for words in ("Which donation?", "A wrong sum", "B001", "A form was begun and is not signed yet"):
        assert words in history, words
    assert "60,000" not in history
    look(contractor)
    theirs = read(contractor, f"/desk/customers/{mei}/timeline/")
    assert "You wrote to us" in theirs
    assert "Which donation?" not in theirs


def test_an_officer_elsewhere_reads_that_she_wrote_but_not_what(
    elsewhere: Client, mei: UUID, look: Any, at: datetime
) -> None:
    actions.receive_message(
        customer=mei, title="Which donation?", text="Hello", agency="REV", by=SYSTEM, at=at
    )
    page = look(elsewhere)
    assert "Which donation?" not in page


def test_an_arrival_is_answered_identified_and_closed(contractor: Client, mei: UUID, at: datetime) -> None:
    call = actions.open_interaction(
        door="phone", language="zh-hans", address="+6591234567", by=SYSTEM, at=at - timedelta(minutes=4)
    )
    page = read(contractor, "/desk/contacts/")
    assert all(words in page for words in ("4:00", "Chinese", "We owe nobody a call."))
    address = f"/desk/contacts/{call.id}/"
    assert contractor.post(f"{address}answer/")["Location"] == address
    assert "proves nothing" in read(contractor, address)
    assert contractor.post(address, {"identifier": "S0000000X"}).status_code == 422
    assert contractor.post(address, {"about": "", "result": "answered"}).status_code == 422
    assert contractor.post(address, {"identifier": MEI_ID}).status_code == 302
    contractor.post(address, {"about": "When?\nHow?", "sources": "pay-when", "result": "answered"})
    closed = queries.get_interaction(call.id, by=SYSTEM)
    assert (closed.customer, closed.state, len(closed.topics)) == (mei, "closed", 2)
    assert closed.sources[0].reference == "pay-when"


def test_calls_are_noted_and_letters_printed(
    contractor: Client, desk: Client, mei: UUID, at: datetime
) -> None:
    owed = actions.request_call_back(number="91234567", reason="Tax", by=SYSTEM, at=at)
    assert "+6591234567" in read(contractor, "/desk/contacts/")
    contractor.post(f"/desk/contacts/calls/{owed.id}/", {"reached": "yes"})
    assert queries.list_call_backs(by=SYSTEM, at=at) == []
    people.add_contact_point(customer=mei, kind="post", value="1 Harbour Road", by=SYSTEM, at=at)
    people.change_preferences(customer=mei, door="post", by=SYSTEM, at=at)
    words = {"en": "Your notice", "zh-hans": "通知"}
    sent = actions.send_message(customer=mei, title=words, body=words, agency="REV", by=SYSTEM, at=at)
    assert "1 Harbour Road" in read(desk, "/desk/contacts/")
    desk.post("/desk/contacts/printed/", {"message": [str(sent.id), "nonsense"]})
    assert queries.get_message(sent.id, by=SYSTEM).state == "created"
    desk.post("/desk/contacts/printed/", {"message": [str(sent.id)]})
    assert queries.get_message(sent.id, by=SYSTEM).state == "sent"


def test_why_a_call_is_owed_is_said_in_words(contractor: Client, at: datetime) -> None:
    actions.request_call_back(number="91234567", reason="hung-up-waiting", by=SYSTEM, at=at)
    page = read(contractor, "/desk/contacts/")
    assert "Hung up while waiting" in page
    assert "hung-up-waiting" not in page


def test_the_counter_gives_calls_and_ends_numbers(contractor: Client) -> None:
    assert "A · All services" in read(contractor, "/desk/counters/")
    counter = "/desk/counters/counter/"
    contractor.post(counter, {"take": "yes"})
    assert contractor.post(counter, {"call": "yes", "desk": ""}).status_code == 422
    contractor.post(counter, {"call": "yes", "desk": "3"})
    page = read(contractor, counter)
    assert "A001" in page
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    contractor.post(counter, {"ticket": ticket, "absent": "yes"})
    assert contractor.post(counter, {"ticket": ticket, "came": "yes"}).status_code == 422
    assert contractor.get("/desk/counters/vip/").status_code == 404


def test_an_officer_sets_her_wishes_and_books_for_her(phone: Client, mei: UUID) -> None:
    assert "Large print" in read(phone, f"/desk/customers/{mei}/preferences/")
    wishes = {"language": "zh-hans", "door": "post", "hours": "evening", "access_needs": ["large_print"]}
    phone.post(f"/desk/customers/{mei}/preferences/", wishes)
    held = reach.preferences(mei)
    assert (held.door, held.hours, held.access_needs) == ("post", "evening", ("large_print",))
    address = f"/desk/customers/{mei}/appointments/?office=tax-house"
    slot = read(phone, address).split('<option value="')[1].split('"')[0]
    phone.post(address, {"starts_at": slot, "reason": "Her bill"})
    [booked] = queries.list_appointments(mei, by=SYSTEM)
    assert booked.office == "tax-house"
    phone.post(f"/desk/appointments/{booked.number}/cancel/")
    assert queries.list_appointments(mei, by=SYSTEM)[0].state == "cancelled"
    assert phone.post(address, {"starts_at": "soon"}).status_code == 422


def test_one_case_may_take_another_way(sit: Sit, hire: Hire, mei: UUID, opened_number: str) -> None:
    phone = sit(hire("Ana Goh", agency="REV", role="counter-officer"))
    address = f"/desk/customers/{mei}/preferences/"
    assert opened_number in read(phone, address)
    phone.post(f"{address}{opened_number}/", {"channel": "pigeon"})
    assert '<option value="post" selected' not in read(phone, address)
    phone.post(f"{address}{opened_number}/", {"channel": "post"})
    assert '<option value="post" selected' in read(phone, address)
