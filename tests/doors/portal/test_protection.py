"""How she is reached, said and changed on one page; a thief's change ended by one touch; her own lock."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from onedoor.contact.models import OutsideMessage
from onedoor.people import queries as people
from onedoor.trust import queries as trust
from tests.doors.portal.conftest import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/security/contacts/"


def add(browser: Client, value: str = "8765 4321", kind: str = "phone") -> None:
    browser.post(PAGE, {"kind": kind, "value": value})


def test_with_a_password_alone_she_is_asked_for_her_code(browser: Client, mei: UUID) -> None:
    answer = browser.post(PAGE, {"kind": "phone", "value": "8765 4321"})
    assert answer.status_code in (302, 403)
    assert not [point for point in people.list_contact_points(mei) if point.value == "+6587654321"]


def test_the_hold_and_its_end_stand_on_her_page_and_at_home(proved: Client) -> None:
    add(proved, "mei@mail.example", "email")
    add(proved)
    for page in (PAGE, "/"):
        assert "Protected until" in proved.get(page).content.decode()


def test_a_number_that_is_none_is_said_beside_the_question(proved: Client) -> None:
    answer = proved.post(PAGE, {"kind": "phone", "value": "call me"})
    assert answer.status_code == 422
    assert "Enter a phone number" in answer.content.decode()


def test_one_touch_ends_a_takeover(
    proved: Client, mei: UUID, deliver: Callable[[], int], client: Client
) -> None:
    add(proved, "mei@mail.example", "email")
    add(proved)
    deliver()
    [row] = OutsideMessage.objects.filter(kind="email").order_by("created_at")[:1]
    text = trust.unseal(bytes(row.text or b""), purpose="outside-message")
    found = re.search(r"/not-me/[\w-]+/", text)
    assert found is not None
    anybody = Client()
    assert "That was not me" in anybody.get(found.group()).content.decode()
    assert trust.find_lock(mei) is None, "a mail scanner that opens the link does nothing"
    assert "locked" in anybody.post(found.group()).content.decode()
    assert trust.find_lock(mei) is not None
    assert proved.get("/").status_code == 200
    assert "Hello, Mei" not in proved.get("/").content.decode(), "the thief is signed out"
    assert anybody.post(found.group()).status_code == 404


def test_a_link_that_never_was_is_not_there(db: None) -> None:
    assert Client().get("/not-me/AAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_she_locks_herself_and_her_password_opens_nothing(browser: Client, mei: UUID) -> None:
    assert "Your identity is locked" in browser.post("/security/theft/").content.decode()
    answer = Client().post("/sign-in/", {"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 422
    assert "identity theft" in answer.content.decode()
