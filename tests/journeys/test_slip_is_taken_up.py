"""What a village agent wrote down is taken up at the portal, on a telephone, in either language."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect

from onedoor.config.demo.village import SLIP, Device
from onedoor.dialogue import actions, queries
from tests.cases.conftest import Hire, hire
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, faults
from tests.services.conftest import mei

__all__ = ["city_time", "hire", "mei", "mei_account", "open_browser"]

pytestmark = pytest.mark.usefixtures("mei_account", "city_time")
FAMILY = {"family": {"other_parent_here": "no", "stays": "yes"}}
DAY = timedelta(days=1)
WORDS = {
    "en-US": (
        "I have a slip from a village agent",
        "Code on your slip",
        "Open my form",
        "Nothing waits under",
    ),
    "zh-CN": ("我有驻村代办员开具的回执单", "回执单上的代码", "打开我的表格", "没有与此代码对应的材料"),
}


@pytest.fixture
def kept(mei: UUID, hire: Hire, at: datetime) -> None:
    """Brought yesterday, without a PIN."""
    agent = hire("Asha Rao", agency="CTC", role="village-agent")
    kit = actions.take_kit(services=["health-cover"], by=agent, at=at - 3 * DAY)
    device = Device(queries.get_kit_content(kit.id, by=agent, at=at - 3 * DAY))
    device.fill(at - 2 * DAY, service="health-cover", answers=FAMILY)
    actions.receive_packet(content=device.pack(), by=agent, at=at - DAY)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("language", list(WORDS))
def test_she_mistypes_mends_it_and_finds_her_form(open_browser: Open, language: str) -> None:
    link, label, button, refusal = WORDS[language]
    page = open_browser(language=language, width=375, scripts=language == "en-US")
    page.context.add_cookies([{"name": "language", "value": language.lower()[:2], "url": page.url}])
    sign_in(page)
    page.goto("/applications/")
    page.get_by_role("link", name=link).click()
    page.get_by_label(label).fill("7K3M-Q9TD-4ABD")
    page.get_by_role("button", name=button).click()

    expect(page.get_by_text(refusal).first).to_be_visible()
    expect(page.get_by_label(label)).to_have_value("7K3M-Q9TD-4ABD")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    found = faults(page) if language == "en-US" else []

    page.get_by_label(label).fill(SLIP)
    page.get_by_role("button", name=button).click()

    page.wait_for_url("**/applications/HC-*/**")
    assert SLIP not in page.url
    assert not found
