"""A letter room in a real browser: an unclear reply sheet is checked, a filed letter taken back."""

from datetime import datetime
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from onedoor.doors.post import actions
from onedoor.doors.post.types import LetterView
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from tests.doors.post.test_ratings_by_letter import address_on, open_case, post_outcome, two_crosses
from tests.doors.post.wear import to_tiff
from tests.journeys.officers import city_time, faults, page, tan
from tests.services.conftest import mei

__all__ = ["city_time", "mei", "page", "tan"]


@pytest.fixture
def letter(tan: object, mei: UUID, at: datetime) -> tuple[LetterView, str]:
    """A card with two crosses, about a matter of Boon Tan's agency; and the letter that it lay behind."""
    people.add_contact_point(customer=mei, kind="post", value="02-60, Lighthouse Lane", by=SYSTEM, at=at)
    number = post_outcome(open_case(mei, at), at)
    return actions.receive_file(content=to_tiff([two_crosses(number)]), source="scanner", at=at).letters[
        0
    ], number


def test_a_card_is_checked_and_the_letter_taken_back(letter: tuple[LetterView, str], page: Page) -> None:
    came, _number = letter
    page.goto("/desk/post/")
    page.get_by_role("link", name=came.number).click()
    expect(page.get_by_role("heading", name="Check a reply sheet")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("How well did we deal with it?").select_option("4")
    page.get_by_role("button", name="Take it in as it stands here").click()
    expect(page.get_by_text("The reply sheet is taken in as you read it.")).to_be_visible()

    page.get_by_role("link", name=came.number).click()
    assert faults(page) == []
    page.get_by_label("What was wrong").select_option("wrong-person")
    page.get_by_role("button", name="Take the letter back").click()

    expect(page.get_by_text("Tell the data protection officer at once")).to_be_visible()
    expect(page.get_by_role("heading", name="Where does it belong?")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert faults(page) == []


def test_the_square_opens_a_page_on_a_telephone(letter: tuple[LetterView, str], page: Page) -> None:
    page.context.clear_cookies()
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"/r/{address_on(letter[1])}/")

    expect(page.get_by_text(letter[1])).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert faults(page) == []
    page.get_by_label("Good", exact=True).check()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
