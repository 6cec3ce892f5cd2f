"""Where an application of many agencies stands, as its customer sees it."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from onedoor.services import actions
from tests.services.flow.conftest import (
    CarryOut,
    Moves,
    Task,
    agencies,
    carry_out,
    catalogue,
    moves,
    of,
    task,
)

__all__ = ["agencies", "carry_out", "catalogue", "moves", "task"]
WET = {"en": "The cellar is wet.", "zh-hans": "地下室潮湿。"}


def page(browser: Client, address: str, language: str = "en") -> str:
    browser.cookies["language"] = language
    answer = browser.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "has it in hand"), ("zh-hans", "办理中")])
def test_she_sees_who_has_it_in_hand_in_a_list_and_in_a_picture(
    language: str, words: str, moves: Moves, carry_out: CarryOut, browser: Client
) -> None:
    view = moves()
    carry_out()
    html = page(browser, f"/applications/{view.number}/", language)
    assert words in html
    assert 'aria-hidden="true"' in html[html.index("look-way__picture") :][:200]


def test_what_she_must_do_comes_first_with_its_link(
    moves: Moves, carry_out: CarryOut, task: Task, browser: Client, at: datetime
) -> None:
    view = moves(lets=True)
    carry_out()
    actions.complete_task(task=task("flat").id, by=of("HSG"), at=at)
    html = page(browser, f"/applications/{view.number}/")
    link = f"/applications/{view.number}/questions/lease/"
    assert html.index("You must act") < html.index(link) < html.index("has it in hand")
    assert "Your lease" in page(browser, link)


def test_a_no_says_why_and_what_was_taken_back(
    moves: Moves, carry_out: CarryOut, task: Task, browser: Client, at: datetime
) -> None:
    view = moves()
    carry_out()
    actions.refuse_task(task=task("flat").id, reasons=[WET], by=of("HSG"), at=at)
    html = page(browser, f"/applications/{view.number}/")
    assert "The cellar is wet." in html
    assert "Your old address stands again" in html


def test_the_page_of_a_service_can_do_without_departments(
    catalogue: Any, browser: Client, settings: Any
) -> None:
    assert "Electoral Roll" in page(browser, "/services/moving-day/")
    settings.SHOW_AGENCIES = False
    html = page(browser, "/services/moving-day/")
    assert "Electoral Roll" not in html
    assert "Housing Board" not in html
    assert "The city" in html
