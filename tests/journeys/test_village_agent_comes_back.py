"""A village agent takes a kit along, opens it from a file without a network, and sends what she packed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from onedoor.kernel.actors import Actor
from tests.cases.conftest import Hire, hire
from tests.dialogue.conftest import MEI_ID, PIN, pin
from tests.journeys.officers import city_time, faults, sit
from tests.services.conftest import mei

__all__ = ["city_time", "hire", "mei", "pin"]


@pytest.fixture
def agent(transactional_db: None, city_time: None, hire: Hire) -> Actor:
    return hire("Asha Rao", agency="CTC", role="village-agent")


@pytest.fixture
def office(chromium: Browser, live_server: Any, agent: Actor) -> Iterator[Page]:
    """The agent at the desk's pages, before she leaves and after she came back."""
    context = chromium.new_context(base_url=live_server.url, accept_downloads=True)
    page = context.new_page()
    page.goto("/healthz")
    sit(page, agent)
    yield page
    context.close()


@pytest.fixture
def village(chromium: Browser) -> Iterator[BrowserContext]:
    """A cheap telephone without a network."""
    context = chromium.new_context(
        viewport={"width": 375, "height": 700}, accept_downloads=True, offline=True, locale="en-GB"
    )
    yield context
    context.close()


def take_kit(office: Page, folder: Path) -> Path:
    office.goto("/desk/village/")
    expect(office.get_by_role("heading", name="Villages")).to_be_visible()
    assert faults(office) == []
    office.set_viewport_size({"width": 375, "height": 700})
    office.set_viewport_size({"width": 1280, "height": 700})
    office.get_by_role("button", name="Make a kit").click()
    with office.expect_download() as saved:
        office.get_by_role("link", name="Save the kit").click()
    saved.value.save_as(folder / "kit.html")
    return folder / "kit.html"


def open_kit(village: BrowserContext, kit: Path) -> Page:
    page = village.new_page()
    page.goto(kit.as_uri())
    expect(page.get_by_role("heading", name="Village kit")).to_be_visible()
    return page


def report_pothole(page: Page) -> str:
    page.locator("#service-street-issue > summary").click()
    form = page.locator("#service-street-issue form")
    form.get_by_label("Pothole").check()
    form.get_by_label("Address, or what is near it").fill("60 Lighthouse Lane")
    form.get_by_label("Less than 5 cm").check()
    form.get_by_label("She has heard what stands here").check()
    form.get_by_role("button", name="Done with this person").click()
    expect(page.locator("#slip")).to_be_visible()
    return page.locator("#slip .code").inner_text()


def cover_children(page: Page) -> None:
    page.locator("#service-health-cover > summary").click()
    form = page.locator("#service-health-cover form")
    form.locator("[data-q=other_parent_here]").get_by_role("radio", name="No", exact=True).check()
    form.locator("[data-q=stays]").get_by_role("radio", name="Yes", exact=True).check()
    form.locator("[data-q=cover_now]").get_by_role("radio", name="No", exact=True).check()
    form.get_by_role("radio", name="Harbour Children's Plan").check()
    form.get_by_label("Her customer number").fill(MEI_ID)
    form.get_by_label("Her PIN").fill(PIN)
    form.get_by_label("She has heard what stands here").check()
    form.get_by_role("button", name="Done with this person").click()
    expect(page.locator("#count")).to_have_text("2")


def save_packet(page: Page, folder: Path) -> Path:
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the packet").click()
    saved.value.save_as(folder / "packet.json")
    return folder / "packet.json"


def test_from_the_kit_to_a_number_that_every_door_knows(
    office: Page, village: BrowserContext, pin: str, tmp_path: Path
) -> None:
    kit = open_kit(village, take_kit(office, tmp_path))
    report_pothole(kit)
    cover_children(kit)
    packet = save_packet(kit, tmp_path)
    assert not any(word in packet.read_text() for word in (MEI_ID, PIN, "pothole", "Lighthouse"))
    office.goto("/desk/village/")
    office.get_by_label("The packet that the kit saved").set_input_files(packet)
    office.get_by_role("button", name="Send the packet").click()
    expect(office.get_by_text("Taken in")).to_be_visible()
    expect(office.get_by_text("In her form, not signed yet")).to_be_visible()
    assert faults(office) == []
    number = office.locator("tbody .look-reference").first.inner_text()
    office.goto(f"/track/?number={number}")
    expect(office.get_by_text("In progress")).to_be_visible()


def test_what_is_sealed_survives_the_page_and_is_unreadable_on_the_device(
    office: Page, village: BrowserContext, tmp_path: Path
) -> None:
    file = take_kit(office, tmp_path)
    page = open_kit(village, file)
    slip = report_pothole(page)
    page.close()
    again = open_kit(village, file)
    expect(again.locator("#count")).to_have_text("1")
    kept = again.evaluate("JSON.stringify(localStorage)")
    assert "pothole" not in kept
    assert slip.replace("-", "") not in kept
    assert json.loads(save_packet(again, tmp_path).read_text())["entries"][0]["place"] == 1


def test_the_kit_says_what_must_be_mended(office: Page, village: BrowserContext, tmp_path: Path) -> None:
    page = open_kit(village, take_kit(office, tmp_path))
    page.locator("#service-street-issue > summary").click()
    page.locator("#service-street-issue form").get_by_role("button", name="Done with this person").click()
    expect(page.locator("#service-street-issue [data-mend]")).to_be_visible()
    assert page.locator("#service-street-issue .wrong").count() == 3  # kind, place, her word
    expect(page.locator("#packet")).to_be_hidden()


def test_the_kit_can_be_read_in_both_languages_without_javascript(
    office: Page, chromium: Browser, tmp_path: Path
) -> None:
    file = take_kit(office, tmp_path)
    context = chromium.new_context(
        java_script_enabled=False, offline=True, viewport={"width": 375, "height": 700}
    )
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.get_by_text("What do you want to report?")).to_be_visible()
    page.get_by_text("简体中文").click()
    expect(page.get_by_text("您要上报什么？")).to_be_visible()
    expect(page.get_by_text("What do you want to report?")).to_be_hidden()
    context.close()


def test_the_kit_is_small_easy_to_read_and_asks_the_network_for_nothing(
    office: Page, chromium: Browser, tmp_path: Path
) -> None:
    file = take_kit(office, tmp_path)
    context = chromium.new_context(viewport={"width": 375, "height": 700})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    page.locator("#service-street-issue > summary").click()
    page.get_by_text("简体中文").click()
    page.get_by_text("English").click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    services = page.locator("details.service").count()
    assert file.stat().st_size < 50_000 * services
    context.close()
