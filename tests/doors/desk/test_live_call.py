"""A live call: who waits stands on every page, one page answers, and questions say who it is."""

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.contact import actions, queries
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM
from onedoor.knowledge import actions as knowledge
from onedoor.people import actions as people_actions
from onedoor.people import queries as people
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit
from tests.services.conftest import MEI_ID

NUMBER = "+6591234567"


@pytest.fixture
def phone(sit: Sit, hire: Hire) -> Client:
    """The desk of a phone officer of the contact centre."""
    return sit(hire("Ana Cruz", agency="CTC", role="phone-officer"))


@pytest.fixture
def call(mei: UUID, at: datetime) -> UUID:
    """A call from Mei Lin's number."""
    people_actions.add_contact_point(customer=mei, kind="phone", value="91234567", by=SYSTEM, at=at)
    people_actions.add_contact_point(customer=mei, kind="post", value="12 Harbour Road", by=SYSTEM, at=at)
    return actions.open_interaction(door="phone", address=NUMBER, by=SYSTEM, at=at).id


def read(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def pick_up(phone: Client, call: UUID) -> str:
    address = f"/desk/contacts/{call}/"
    assert phone.post(f"{address}answer/")["Location"] == address
    return address


def test_who_waits_is_on_every_page_until_somebody_answers(phone: Client, call: UUID) -> None:
    assert "/desk/contacts/ringing/" in read(phone, "/desk/")
    banner = read(phone, "/desk/contacts/ringing/")
    assert "Mei Lin; that proves nothing" in banner
    assert NUMBER not in banner
    pick_up(phone, call)
    assert "Mei Lin" not in read(phone, "/desk/contacts/ringing/")


def test_a_colleague_has_it_already_and_the_page_says_when(
    phone: Client, sit: Sit, hire: Hire, call: UUID
) -> None:
    pick_up(phone, call)
    other = sit(hire("Bo Lee", agency="CTC", role="phone-officer"))
    answer = other.post(f"/desk/contacts/{call}/answer/", follow=True)
    assert "Answer the next who waits." in answer.content.decode()
    refused = other.post(
        f"/desk/contacts/{call}/",
        {"candidate": str(call), "birth_date": "1990-01-01", "identifier_end": "0000"},
    )
    assert "Only who answers the contact" in refused.content.decode()


def test_right_answers_say_who_it_is(phone: Client, call: UUID, mei: UUID) -> None:
    address = pick_up(phone, call)
    born = people.get_customer(mei, by=SYSTEM).birth_date
    assert born is not None
    page = read(phone, address)
    assert born.isoformat() not in page
    assert MEI_ID[-4:] not in page
    assert "12 Harbour Road" not in page
    one = {"candidate": str(mei), "birth_date": born.isoformat()}
    assert "Ask at least two" in phone.post(address, one).content.decode()
    assert phone.post(address, one | {"address": "12 harbour road"}).status_code == 302
    assert queries.get_interaction(call, by=SYSTEM).customer == mei
    assert "Open the customer" in read(phone, address)


def test_three_wrong_answers_end_it_and_she_sees_that_somebody_tried(
    phone: Client, call: UUID, mei: UUID
) -> None:
    address = pick_up(phone, call)
    wrong = {"candidate": str(mei), "birth_date": "1950-01-01", "identifier_end": MEI_ID[-4:]}
    for _ in range(3):
        page = phone.post(address, wrong)
        assert page.status_code == 422
        assert "These answers are not hers" in page.content.decode()
    born = str(people.get_customer(mei, by=SYSTEM).birth_date)
    assert "Too many wrong answers" in phone.post(address, wrong | {"birth_date": born}).content.decode()
    assert "Too many wrong answers" in phone.post(address, {"identifier": MEI_ID}).content.decode()
    assert queries.get_interaction(call, by=SYSTEM).customer is None
    told = [entry.event for entry in journal.list_timeline(customer=mei, by=SYSTEM)]
    assert told.count("contact.interaction.doubted") == 3


def test_what_was_read_aloud_is_written_down_with_one_button(phone: Client, call: UUID, at: datetime) -> None:
    knowledge.load_articles(by=SYSTEM, at=at)
    address = pick_up(phone, call)
    found = phone.post(f"{address}suggest/", {"asked": "talk to a human"}).content.decode()
    code = found.split('name="use" value="')[1].split('"')[0]
    assert f'value="{code}"' in phone.post(address, {"asked": "talk to a human"}).content.decode()
    assert phone.post(address, {"use": code}).status_code == 302
    page = read(phone, address)
    assert "autofocus" in page
    about = page.split('name="about"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
    assert about
    phone.post(address, {"about": about, "sources": code, "result": "answered"})
    closed = queries.get_interaction(call, by=SYSTEM)
    assert (closed.state, closed.sources[0].reference, len(closed.topics)) == ("closed", code, 1)
    assert phone.post(address, {"use": "no-such-answer"}).status_code == 404
