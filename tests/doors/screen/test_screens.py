"""A turn of the dialogue on a screen: asked, answered, and forgotten when nobody is there any more."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.contact import actions as contact
from onedoor.dialogue.models import Session
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.trust import actions as trust
from onedoor.trust import queries as accounts
from tests.cases.conftest import Open

pytestmark = pytest.mark.django_db

SCREENS = ("kiosk", "tv", "lite")
LOW_BANDWIDTH = 50_000


def read(page: Any) -> str:
    return str(page.content.decode())


def press(client: Client, screen: str, words: str) -> str:
    """Press the button that says so, and read the next turn."""
    shown = read(client.get(f"/screen/{screen}/"))
    found = re.search(rf'name="key" value="([^"]+)"[^>]*>{re.escape(words)}', shown)
    assert found, (words, shown)
    return read(client.post(f"/screen/{screen}/say/", {"key": found[1]}, follow=True))


def write(client: Client, screen: str, text: str) -> str:
    return read(client.post(f"/screen/{screen}/say/", {"text": text}, follow=True))


def open_menu(client: Client, screen: str) -> str:
    shown = read(client.get(f"/screen/{screen}/"))
    return press(client, screen, "English") if ">English<" in shown else shown


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_says_how_far_a_request_is(client: Client, opened: Open, screen: str) -> None:
    case = opened()
    menu = open_menu(client, screen)
    choice = re.search(r'name="key" value="([^"]+)"[^>]*>([^<]*(?:far|status|Status)[^<]*)<', menu)
    assert choice, menu

    press(client, screen, choice[2])
    press(client, screen, "By its reference")
    shown = write(client, screen, case.number)

    assert case.number in shown, re.sub(r"<[^>]+>", " ", shown)[-900:]
    assert "Lin Wei" not in shown


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_light(client: Client, screen: str) -> None:
    page = client.get(f"/screen/{screen}/")
    sheets = Path("src/onedoor/doors/screen/static/screen")
    weight = len(page.content) + sum(sheet.stat().st_size for sheet in sheets.iterdir())

    assert weight < LOW_BANDWIDTH


def test_it_is_wiped_when_nobody_is_there(client: Client) -> None:
    open_menu(client, "kiosk")
    assert 'content="60;url=/screen/kiosk/still-there/"' in read(client.get("/screen/kiosk/"))
    assert 'content="20;url=/screen/kiosk/end/"' in read(client.get("/screen/kiosk/still-there/"))

    answer = client.get("/screen/kiosk/end/")

    assert answer.status_code == 302
    assert not client.session.keys()
    assert Session.objects.get().ended_at is not None


def test_nothing_is_kept_for_the_back_button(client: Client) -> None:
    assert client.get("/screen/kiosk/")["Cache-Control"] == "no-store"


def test_a_screen_that_was_wiped_begins_anew(client: Client) -> None:
    assert client.post("/screen/kiosk/say/", {"key": "1"}).status_code == 302


def test_there_is_no_other_screen(client: Client) -> None:
    assert client.get("/screen/billboard/").status_code == 404


def test_a_person_at_the_kiosk_means_a_number_for_the_counter(client: Client, officer: Actor) -> None:
    open_menu(client, "kiosk")
    asked = client.post("/screen/kiosk/say/", {"key": "0"})
    assert asked["Location"] == "/screen/kiosk/ticket/"

    shown = read(client.post("/screen/kiosk/ticket/", {"queue": "counter"}))

    number = re.search(r"screen-ticket[^>]*>(A\d{3})<", shown)
    assert number
    with scoped(officer):
        called = contact.call_next(queue="counter", desk="4", by=officer, at=clock.now())
    assert called is not None
    assert called.number == number[1]
    board = read(client.get("/screen/board/counter/"))
    assert number[1] in board
    assert "Desk 4" in board


def test_an_unknown_queue_is_refused(client: Client) -> None:
    assert client.post("/screen/kiosk/ticket/", {"queue": "vip"}).status_code == 404


@pytest.fixture
def signed_in(citizen: Actor, at: datetime) -> Client:
    account = trust.open_account(
        email="lin@home.example", name="Lin Wei", kind="citizen", customer=citizen.customer, by=SYSTEM, at=at
    )
    browser = Client()
    from django.contrib.auth import get_user_model

    browser.force_login(
        get_user_model().objects.get(pk=account.id), backend="django.contrib.auth.backends.ModelBackend"
    )
    session = browser.session
    session["assurance"] = 2
    session.save()
    return browser


def test_a_television_shows_hers_once_she_confirmed_its_code(
    client: Client, signed_in: Client, opened: Open
) -> None:
    case = opened()
    code = re.search(r'screen-code">([A-Z]{4}-[A-Z]{4})<', read(client.get("/screen/tv/mine/")))
    assert code
    assert case.subject["en"] not in read(client.get("/screen/tv/mine/"))

    assert "The screen shows your requests now." in read(signed_in.post("/pair/", {"code": code[1]}))

    shown = client.get("/screen/tv/mine/")
    assert case.subject["en"] in read(shown)
    assert 'content="180;url=/screen/tv/forget/"' in read(shown)
    client.get("/screen/tv/forget/")
    assert case.subject["en"] not in read(client.get("/screen/tv/mine/"))


def test_nobody_guesses_codes_for_long(signed_in: Client) -> None:
    answers = [signed_in.post("/pair/", {"code": "BBBB-BBBB"}) for _ in range(11)]

    assert {answer.status_code for answer in answers} == {422}
    assert "too often" in read(answers[-1])
    assert "too often" not in read(answers[-2])


def test_a_paired_screen_ends_by_itself(client: Client, signed_in: Client, at: datetime) -> None:
    shown = trust.begin_pairing(door="tv", by=SYSTEM, at=at)
    signed_in.post("/pair/", {"code": shown.code})

    assert accounts.find_paired(UUID(str(shown.id)), at=at + timedelta(minutes=31)) is None
