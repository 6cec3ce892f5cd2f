"""Objecting to a decision, from the application's own page."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.services import actions
from onedoor.services.applications.types import ApplicationView


@pytest.fixture
def decided(draft: ApplicationView, citizen: Actor, at: datetime) -> str:
    actions.sign_application(
        application=draft.id, revision=draft.revision, fingerprint=draft.fingerprint, by=citizen, at=at
    )
    return f"/applications/{draft.number}/"


def test_the_page_says_until_when(browser: Client, decided: str) -> None:
    page = browser.get(decided).content.decode()
    assert f"{decided}object/" in page
    assert "9 April 2025" in page


def test_she_objects_and_gets_a_number_and_a_date(browser: Client, decided: str) -> None:
    page = browser.post(f"{decided}object/", {"reason": "Paid twice"}, follow=True).content.decode()
    assert "Your objection was sent." in page
    assert f"{decided}object/" not in page


def test_without_a_reason_the_page_comes_back(browser: Client, decided: str) -> None:
    answer = browser.post(f"{decided}object/", {"reason": " "})
    assert answer.status_code == 422
    assert "Say what you do not agree with" in answer.content.decode()


def test_too_late_is_said_plainly(browser: Client, decided: str, at: datetime, tmp_path: Path) -> None:
    later = at + timedelta(days=31)
    clock.set_demo_clock(tmp_path / "clock", later)
    browser.post("/sign-in/", {"email": "mei@harbour.example", "password": "lighthouse-lane-8"})
    assert f"{decided}object/" not in browser.get(decided).content.decode()
    answer = browser.post(f"{decided}object/", {"reason": "Paid twice"})
    assert answer.status_code == 409
    assert "The time to object is over." in answer.content.decode()


def test_it_speaks_chinese(browser: Client, decided: str) -> None:
    browser.cookies["django_language"] = "zh-hans"
    assert (
        "提出复议"
        in browser.get(f"{decided}object/", headers={"accept-language": "zh-hans"}).content.decode()
    )
