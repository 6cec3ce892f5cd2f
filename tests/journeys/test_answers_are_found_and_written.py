"""The pages of answers in a real browser, in both languages and widths: no axe fault, nothing sideways."""

import os
from datetime import datetime

import pytest

from onedoor.kernel.actors import SYSTEM
from onedoor.knowledge import actions
from onedoor.knowledge.types import Wording
from tests.cases.conftest import Hire, hire
from tests.journeys.citizens import Open, mei_account, open_browser
from tests.journeys.officers import city_time, sit
from tests.journeys.test_citizen_looks_and_signs import visit
from tests.services.conftest import citizen, mei

__all__ = ["citizen", "city_time", "hire", "mei", "mei_account", "open_browser"]

WORDS = Wording(
    title={"en": "How long does it take?", "zh-hans": "需要多久？"},
    sentence={"en": "You hear from us within {clock}.", "zh-hans": "我们会在{clock}内答复。"},
)


@pytest.mark.usefixtures("mei_account")
@pytest.mark.parametrize(("language", "width"), [("en-US", 1280), ("zh-CN", 375)])
def test_the_pages_of_answers_can_be_read(
    open_browser: Open, hire: Hire, at: datetime, language: str, width: int
) -> None:
    actions.load_articles(by=SYSTEM, at=at)
    actions.note_unanswered(text="fishing permit", language="en", by=SYSTEM, at=at)
    actions.mark_helpful(code="move-how", helpful=True, door="portal", by=SYSTEM, at=at, comment="Clear")
    draft = actions.draft_answer(code="move-wait", wording=WORDS, service="move", by=SYSTEM, at=at)
    actions.offer_draft(version=draft.id, by=SYSTEM, at=at)
    page = open_browser(language=language, width=width)
    found = []
    for address in ("/help/", "/help/birth-gift/", "/services/birth/"):
        found += visit(page, address)
        _picture(page, address, width)
    page.goto("/help/")
    page.fill("[name=asked]", "birth certificate" if language == "en-US" else "出生证多少钱")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found")
    _picture(page, "found", width)
    assert page.locator("a[href='/help/birth-cost/']").first.is_visible()
    page.goto("/")
    sit(page, hire("Ana Goh", agency="CIV", role="supervisor"))
    desk = ["", "read/reach-a-person/", "editors/", "parity/", "write/move-how/", f"versions/{draft.id}/"]
    for address in (f"/desk/answers/{rest}" for rest in desk):
        found += visit(page, address)
        assert page.url.endswith(address)
        _picture(page, address.replace(str(draft.id), "v"), width)
    assert not found


def _picture(page: object, address: str, width: int) -> None:
    if folder := os.environ.get("PICTURES"):
        name = address.strip("/").replace("/", "-")
        page.screenshot(path=f"{folder}-{name}-{width}.png", full_page=True)  # type: ignore[attr-defined]
