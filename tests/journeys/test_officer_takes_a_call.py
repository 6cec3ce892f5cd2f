"""A live call in a browser: answered, an answer read aloud, and written down with one key."""

from datetime import datetime

from playwright.sync_api import Page, expect

from onedoor.contact import actions, queries
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.knowledge import actions as knowledge
from tests.journeys.officers import city_time, faults, page, tan

__all__ = ["city_time", "page", "tan"]
MOST_KEYS = 3


def test_the_call_is_written_down_in_fewer_than_four_keys(page: Page, at: datetime) -> None:
    with scoped(SYSTEM):
        knowledge.load_articles(by=SYSTEM, at=at)
        call = actions.open_interaction(door="phone", address="+6591234567", by=SYSTEM, at=at).id
    page.goto(page.url.split("/desk/")[0] + "/desk/contacts/")
    page.get_by_role("button", name="Answer").first.click()
    expect(page.get_by_role("heading", name="Contact with somebody unknown")).to_be_visible()
    page.get_by_label("What does the caller want to know?").press_sequentially("talk to a human", delay=5)
    page.locator("#suggested button").first.click()
    expect(page.get_by_role("button", name="Write down and end")).to_be_focused()
    assert faults(page) == []

    keys = ["Enter"]
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Write down and end")).to_have_count(0)

    closed = queries.get_interaction(call, by=SYSTEM)
    assert len(keys) <= MOST_KEYS
    assert (closed.state, closed.result) == ("closed", "answered")
    assert closed.topics
    assert closed.sources
