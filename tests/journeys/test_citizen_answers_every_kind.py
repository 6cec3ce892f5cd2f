"""Names, addresses, places and files: on a phone, without scripts, in either language, with no axe fault."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onedoor.kernel.actors import Actor
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, faults
from tests.journeys.test_citizen_looks_and_signs import visit
from tests.services.conftest import citizen, mei
from tests.services.stall import WHO, market, picture, save, stall, upload

__all__ = ["citizen", "city_time", "market", "mei", "mei_account", "open_browser", "stall"]

pytestmark = pytest.mark.usefixtures("mei_account")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "stall.jpg"
    path.write_bytes(picture(size=(600, 400)))
    return path


def test_a_stall_is_asked_for_without_scripts_on_a_phone(open_browser: Open, stall: Any, photo: Path) -> None:
    page = open_browser(width=375, scripts=False)
    sign_in(page)
    page.goto(f"/applications/{stall.number}/continue/")
    page.locator("[name=age]").fill("12")
    go_on(page)
    expect(page.get_by_role("heading", name="You can keep a stall from 18")).to_be_visible()
    page.get_by_role("link", name="Change my answer").click()
    page.locator("[name=age]").fill("21")
    go_on(page)
    page.locator("[name='keeper.chinese']").fill("林美")
    page.locator("[name='home.street']").fill("12 Quay Street")
    page.locator("[name='home.postcode']").fill("０１８９８９")
    go_on(page)
    page.locator("[name='spot.address']").fill("by the pump")
    page.locator("input[type=file][name=photo]:not([capture])").set_input_files(photo)
    page.get_by_role("button", name="Upload A photo of it").click()
    expect(page.get_by_role("link", name="stall.jpg")).to_be_visible()
    expect(page.locator(".look-upload__picture")).to_have_js_property("complete", True)
    go_on(page)
    page.locator("[name='helpers-0-name.latin']").fill("Ana")
    page.get_by_role("button", name="Add another Helper").click()
    page.locator("[name='helpers-1-name.latin']").fill("Boon")
    page.locator("[name='helpers-1-name.latin']").press("Enter")

    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.get_by_text("Boon")).to_be_visible()
    expect(page.get_by_role("button", name="Agree and sign")).to_be_visible()


def test_an_open_page_asks_before_it_ends_and_saves_what_is_written(
    open_browser: Open, stall: Any, settings: Any
) -> None:
    settings.SESSION_IDLE_SECONDS = 35 + 14
    page = open_browser()
    sign_in(page)
    page.goto(f"/applications/{stall.number}/questions/age/")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=9000)
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_role("dialog")).not_to_be_visible()
    page.locator("[name=age]").fill("33")

    expect(page.get_by_role("heading", name="Saved for later")).to_be_visible(timeout=20000)
    page.goto(f"/applications/{stall.number}/questions/age/")
    expect(page.locator("[name=age]")).to_have_value("33")


def test_the_map_fills_in_the_two_numbers(open_browser: Open, stall: Any) -> None:
    page = open_browser()
    sign_in(page)
    page.goto(f"/applications/{stall.number}/questions/stall/")
    page.locator("[data-place-map]").click(position={"x": 240, "y": 150})

    assert page.locator("[name='spot.lat']").input_value().startswith("1.3")
    assert page.locator("[name='spot.long']").input_value().startswith("103.8")


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_has_a_fault(
    open_browser: Open, stall: Any, citizen: Actor, at: datetime, language: str, width: int
) -> None:
    save(stall.number, "age", citizen, at, age="30")
    save(stall.number, "who", citizen, at, **WHO)
    files = {"photo": upload(), "papers-0": upload(b"MZ")}
    save(stall.number, "stall", citizen, at, files=files, spot={"address": "by the pump"})
    save(stall.number, "helpers", citizen, at, helpers=[{"name": "Ana"}, {"name": "Boon"}])
    page = open_browser(language=language, width=width)
    page.context.add_cookies([{"name": "language", "value": language.lower()[:2], "url": page.url}])
    sign_in(page)
    home = f"/applications/{stall.number}/"
    found = []
    for address in (
        "",
        "questions/age/",
        "questions/who/",
        "questions/stall/",
        "questions/helpers/",
        "later/",
        "copy/",
        "check/",
    ):
        found += visit(page, f"{home}{address}")
    save(stall.number, "age", citizen, at, age="12")
    found += visit(page, f"{home}not-for-you/")
    page.evaluate("document.querySelector('dialog[data-idle]').showModal()")
    found += faults(page)
    assert not found


def go_on(page: Page) -> None:
    page.locator(".look-actions button[value=next]").click()
