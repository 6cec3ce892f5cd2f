"""Her PIN for the telephone, on her own page."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.people import queries as found
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import ChangeKind

pytestmark = pytest.mark.django_db
PAGE = "/settings/pin/"


def test_she_sets_and_removes_it(browser: Client, account: UUID) -> None:
    page = browser.post(PAGE, {"pin": "748293", "again": "748293"}, follow=True).content.decode()
    assert "Your PIN is set." in page
    assert "748293" not in page
    assert trust.has_door_pin(account)

    browser.post(PAGE, {"remove": "yes"})
    assert not trust.has_door_pin(account)


@pytest.mark.parametrize(
    ("pin", "again", "says"),
    [("123456", "123456", "easy to guess"), ("12", "12", "six digits"), ("748293", "748294", "not the same")],
)
def test_what_cannot_be_hers_is_refused_with_what_to_do(
    pin: str, again: str, says: str, browser: Client, account: UUID
) -> None:
    answer = browser.post(PAGE, {"pin": pin, "again": again})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not trust.has_door_pin(account)


def test_nobody_else_reaches_the_page(client: Client) -> None:
    assert client.get(PAGE)["Location"].startswith("/sign-in/")


@pytest.fixture
def address(mei: UUID, at: datetime, settings: Any) -> str:
    """A print house, and an address of hers."""
    settings.POST_OUT = "/tmp/nobody-looks-here"
    people.add_contact_point(customer=mei, kind="post", value="12 Lighthouse Lane", by=SYSTEM, at=at)
    return "1… L… L…"


def test_she_orders_one_by_letter_to_the_address_that_is_shown_masked(
    address: str, browser: Client, account: UUID
) -> None:
    page = browser.get(PAGE).content.decode()
    assert address in page
    assert "Lighthouse" not in page
    ordered = browser.post(PAGE, {"letter": "yes"}, follow=True).content.decode()
    assert "A letter with your PIN goes to the address that we hold." in ordered
    assert "is being made ready" in ordered
    assert "Send me a PIN by letter" not in ordered
    assert trust.find_pin_order(account) is not None


def test_the_page_says_it_in_chinese(address: str, browser: Client) -> None:
    browser.cookies["language"] = "zh-hans"
    page = browser.get(PAGE).content.decode()
    for words in ("以信函索取密码", "将寄往我们登记的地址", "请把密码寄给我", address):
        assert words in page


def test_what_is_refused_is_said_where_she_pressed(
    address: str, browser: Client, account: UUID, mei: UUID, at: datetime
) -> None:
    her = trust.actor_for(account, door="portal", assurance=2, at=at)
    trust_actions.note_change(customer=mei, kind=ChangeKind.CONTACT, by=her, at=at)
    answer = browser.post(PAGE, {"letter": "yes"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("This waits until") == 2, "in the summary and beside the button"
    assert 'href="#q-letter"' in page
    assert trust.find_pin_order(account) is None


def test_a_second_order_while_one_waits_is_refused(address: str, browser: Client) -> None:
    browser.post(PAGE, {"letter": "yes"})
    answer = browser.post(PAGE, {"letter": "yes"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "is being made ready already" in page
    assert page.count('href="#q-letter"') == page.count('id="q-letter"') == 1, "the link leads somewhere"


def test_without_a_print_house_or_an_address_she_reads_what_to_do(
    address: str, browser: Client, mei: UUID, settings: Any, at: datetime
) -> None:
    settings.POST_OUT = ""
    assert "No letters leave from here at present" in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, {"letter": "yes"}).status_code == 422
    settings.POST_OUT = "/tmp/nobody-looks-here"
    for point in found.list_contact_points(mei):
        people.remove_contact_point(contact_point=point.id, by=SYSTEM, at=at)
    page = browser.get(PAGE).content.decode()
    assert "We hold no postal address of yours" in page
    assert "Send me a PIN by letter" not in page
