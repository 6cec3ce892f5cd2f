"""At the counter: a customer who is being helped has a PIN sent to her address."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

pytestmark = pytest.mark.django_db
PAGE = "/desk/assist/pin/"


@pytest.fixture(autouse=True)
def account(mei: UUID, at: datetime, settings: Any) -> UUID:
    """Mei Lin has an account and an address, and the city a print house."""
    settings.POST_OUT = "/tmp/nobody-looks-here"
    people.add_contact_point(customer=mei, kind="post", value="12 Lighthouse Lane", by=SYSTEM, at=at)
    return trust_actions.open_account(
        email="mei@harbour.example", name="Mei Lin", kind="citizen", customer=mei, by=SYSTEM, at=at
    ).id


def test_the_officer_beside_her_orders_it_and_sees_neither_pin_nor_address(
    present: Client, account: UUID, mei: UUID
) -> None:
    assert "Set a PIN for the telephone, or send one" in present.get("/desk/assist/").content.decode()
    page = present.get(PAGE).content.decode()
    assert "1… L… L…" in page
    assert "Lighthouse" not in page
    done = present.post(PAGE, {"letter": "yes"}, follow=True).content.decode()
    assert "A letter with a PIN goes to the customer&#x27;s address." in done
    assert trust.find_pin_order(account) is not None
    entry = JournalEntry.objects.get(event="trust.door_pin.ordered")
    assert (entry.customer, entry.actor_kind) == (mei, "officer")
    assert "is being made ready" in present.get(PAGE).content.decode()


def test_in_chinese(present: Client) -> None:
    present.cookies["language"] = "zh-hans"
    page = present.get(PAGE).content.decode()
    for words in ("以信函索取密码", "将寄往我们登记的地址", "以信函寄送密码"):
        assert words in page


def test_nobody_orders_it_without_her(
    desk: Client, elsewhere: Client, contractor: Client, account: UUID
) -> None:
    for browser in (desk, elsewhere, contractor):
        answer = browser.post(PAGE, {"letter": "yes"})
        assert answer.status_code in (302, 403)
    assert trust.find_pin_order(account) is None


def test_what_is_refused_is_said_and_the_form_stays(present: Client) -> None:
    present.post(PAGE, {"letter": "yes"})
    again = present.post(PAGE, {"letter": "yes"})
    assert again.status_code == 422
    page = again.content.decode()
    assert "is being made ready already" in page
    assert "The customer types six digits." not in page, "nothing was typed, so nothing is wrong with it"
    assert page.count("<title>Error:") == 1
    assert 'href="#q-letter"' in page


def test_she_still_types_one_herself(present: Client, account: UUID) -> None:
    present.post(PAGE, {"pin": "748293", "again": "748293"})
    assert trust.has_door_pin(account)
