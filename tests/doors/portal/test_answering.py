"""Answers are kept page by page, with their mistakes, through the end of a session and back."""

import pytest
from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from tests.doors.portal.conftest import EMAIL, PASSWORD


@pytest.fixture
def page(draft: ApplicationView) -> str:
    return f"/applications/{draft.number}/questions"


def save(browser: Client, address: str, draft: ApplicationView, citizen: Actor, **answers: str):  # type: ignore[no-untyped-def]
    revision = services.get_application(draft.number, by=citizen).revision
    return browser.post(address, {"revision": revision, **answers})


def test_a_ticked_box_opens_its_page(
    browser: Client, page: str, draft: ApplicationView, citizen: Actor
) -> None:
    answer = save(browser, f"{page}/more/", draft, citizen, has_rent="on")

    assert answer["Location"] == f"{page}/rent/"


def test_stopping_tells_where_to_go_on(
    browser: Client, page: str, draft: ApplicationView, citizen: Actor
) -> None:
    answer = save(browser, f"{page}/more/", draft, citizen, has_rent="on", then="stop")

    assert answer["Location"] == f"/applications/{draft.number}/later/"


def test_a_mistake_is_said_and_kept(
    browser: Client, page: str, draft: ApplicationView, citizen: Actor
) -> None:
    save(browser, f"{page}/more/", draft, citizen, has_rent="on")

    answer = save(browser, f"{page}/rent/", draft, citizen, rent="twelve")

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert 'value="twelve"' in browser.get(f"{page}/rent/").content.decode()


def test_the_answer_changes_the_result(
    browser: Client, page: str, draft: ApplicationView, citizen: Actor
) -> None:
    save(browser, f"{page}/more/", draft, citizen, has_rent="on")
    answer = save(browser, f"{page}/rent/", draft, citizen, rent="12,000")

    assert answer["Location"].endswith("/check/")
    checked = browser.get(answer["Location"]).content.decode()
    assert "$12,000.00" in checked
    assert "$770.00" not in checked


def test_an_entry_can_be_added_and_taken_away(
    browser: Client, page: str, draft: ApplicationView, citizen: Actor
) -> None:
    save(browser, f"{page}/more/", draft, citizen, has_family="on")
    address = f"{page}/family/"

    first = save(browser, address, draft, citizen, **{"parents-0-lives_with_me": "on", "add": "parents-add"})
    second = save(
        browser, address, draft, citizen,
        **{"parents-0-lives_with_me": "on", "parents-1-disability": "on", "remove": "parents-0-remove"},
    )  # fmt: skip

    assert 'name="parents-1-disability"' in first.content.decode()
    assert 'name="parents-1-disability"' not in second.content.decode()
    assert 'name="parents-0-disability"' in second.content.decode()


def test_what_was_typed_survives_the_end_of_the_session(browser: Client, page: str) -> None:
    browser.post("/sign-out/")
    turned_away = browser.post(f"{page}/more/", {"revision": "1", "has_trade": "on"})
    asked = browser.get(turned_away["Location"]).content.decode()
    back = browser.post("/sign-in/", {"email": EMAIL, "password": PASSWORD, "next": f"{page}/more/"})
    shown = browser.get(back["Location"]).content.decode()

    assert "What you wrote is kept" in asked
    assert "It is not saved yet" in shown
    assert shown.split('name="has_trade"')[1].split(">")[0].endswith("checked")
    assert not shown.split('name="has_rent"')[1].split(">")[0].endswith("checked")


def test_an_old_window_cannot_overwrite(
    browser: Client, page: str, draft: ApplicationView, citizen: Actor
) -> None:
    save(browser, f"{page}/more/", draft, citizen, has_rent="on")

    answer = browser.post(f"{page}/more/", {"revision": draft.revision, "has_trade": "on"})

    assert answer.status_code == 409
    assert "Something changed: look again" in answer.content.decode()


def test_a_page_that_is_not_asked_does_not_exist(browser: Client, page: str) -> None:
    assert browser.get(f"{page}/rent/").status_code == 404
