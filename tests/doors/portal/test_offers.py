"""What government found for her, on her own pages: why, yes at one tap, no, and not right."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from onedoor.services.models import Application, Offer
from tests.doors.portal.conftest import code_now
from tests.services.offers.conftest import card, city  # noqa: F401  # fixture

Deliver = Callable[[], int]


@pytest.fixture
def offer(report: Any, city: Any, deliver: Deliver) -> str:  # noqa: F811
    city(card("senior-card", level=3))
    report("civil-register", "CIV", birth_date=date(1964, 5, 1))
    deliver()
    return f"/offers/{Offer.objects.get().id}/"


def test_home_shows_it_with_the_reason_and_the_last_day(browser: Client, offer: str) -> None:
    page = browser.get("/").content.decode()

    assert offer in page
    assert "You are 60 or older (Transport Act)." in page
    assert "1 May 2026" in page


def test_its_page_shows_the_facts_and_their_source(browser: Client, offer: str) -> None:
    page = browser.get(offer).content.decode()

    assert "1 May 1964" in page
    assert "Civil Registry" in page


def test_one_tap_with_the_code_on_the_way(browser: Client, offer: str) -> None:
    asked = browser.post(f"{offer}yes/")
    done = browser.post(f"{offer}yes/", {"code": code_now()}, follow=True)

    assert "Code from your phone" in asked.content.decode()
    assert done.redirect_chain[-1][0].endswith("/done/")
    assert Application.objects.get(service="senior-card").signed_at is not None


def test_a_wrong_code_says_so_and_gives_nothing(browser: Client, offer: str) -> None:
    answer = browser.post(f"{offer}yes/", {"code": "000000"})

    assert answer.status_code == 422
    assert not Application.objects.filter(service="senior-card").exists()


def test_one_tap_is_one_press_for_who_is_well_known(proved: Client, offer: str) -> None:
    done = proved.post(f"{offer}yes/", follow=True)

    assert done.redirect_chain[-1][0].endswith("/done/")


def test_yes_twice_is_once(proved: Client, offer: str) -> None:
    proved.post(f"{offer}yes/")
    again = proved.post(f"{offer}yes/")

    assert again.status_code == 409
    assert Application.objects.filter(service="senior-card").count() == 1


def test_no_thank_you_ends_it(browser: Client, offer: str) -> None:
    page = browser.post(f"{offer}no/", follow=True).content.decode()

    assert "We will not ask again" in page
    assert offer not in page


def test_not_right_is_kept_with_her_words(browser: Client, offer: str) -> None:
    browser.post(f"{offer}no/", {"mistaken": "yes", "reason": "That is my mother"}, follow=True)

    kept = Offer.objects.get()
    assert (kept.state, kept.reason, kept.was_right) == ("mistaken", "That is my mother", False)


def test_it_speaks_chinese(browser: Client, offer: str) -> None:
    page = browser.get(offer, headers={"accept-language": "zh-hans"}).content.decode()

    assert "为什么显示这一项？" in page
    assert "您已年满 60 岁（《交通法》）。" in page


def test_whoever_is_not_signed_in_is_asked_to(client: Client, offer: str) -> None:
    assert "/sign-in/" in client.get(offer)["Location"]


def test_services_are_found_by_what_happens_in_a_life(client: Client, db: None) -> None:
    page = client.get("/services/").content.decode()

    assert page.index("Tax</h2>") < page.index("Income tax")
    assert "Revenue" not in page
