"""Her PIN for the telephone, on her own page."""

from uuid import UUID

import pytest
from django.test import Client

from onedoor.trust import queries as trust

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
