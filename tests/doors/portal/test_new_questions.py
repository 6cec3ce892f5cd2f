"""Names, files, early ends and going on later, in a browser without scripts."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from tests.services.stall import market, picture, stall

__all__ = ["market", "stall"]

WHO = {
    "keeper.latin": "Mei Lin", "keeper.chinese": "林美", "home.street": "12 Quay Street", "home.building": "",
    "home.unit": "03-11", "home.postcode": "018989", "mail": "mei@harbour.example", "phone": "6123 4567",
}  # fmt: skip
SPOT = {"spot.address": "by the pump", "spot.lat": "", "spot.long": ""}


@pytest.fixture
def home(stall: ApplicationView) -> str:
    return f"/applications/{stall.number}"


@pytest.fixture
def send(browser: Client, home: str, stall: ApplicationView, citizen: Actor) -> Any:
    def post(page: str, **answers: Any) -> Any:
        revision = services.get_application(stall.number, by=citizen).revision
        return browser.post(f"{home}/questions/{page}/", {"revision": revision, **answers})

    return post


def jpeg(name: str = "stall.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(), "text/html")


def test_boxes_become_one_answer(send: Any, browser: Client, home: str) -> None:
    answer = send("who", **WHO)
    shown = browser.get(f"{home}/").content.decode()

    assert answer["Location"] == f"{home}/questions/stall/"
    for text in ("Mei Lin 林美", "12 Quay Street, #03-11, 018989", "+6561234567"):
        assert text in shown


def test_a_browser_may_fill_in_what_it_knows_of_her(browser: Client, home: str) -> None:
    shown = browser.get(f"{home}/questions/who/").content.decode()

    for token in ("name", "address-line1", "postal-code", "email", "tel"):
        assert f'autocomplete="{token}"' in shown


def test_a_mistake_leads_to_the_box_that_is_wrong(send: Any) -> None:
    answer = send("who", **WHO | {"home.postcode": "12"})
    shown = answer.content.decode()

    assert answer.status_code == 422
    assert 'href="#q-home-postcode"' in shown
    assert "Write the postcode as six digits" in shown
    assert shown.count('aria-describedby="q-home-error"') == 2, "the group and the one box"
    assert 'value="03-11"' in shown, "what was written is kept"


def test_a_file_is_sent_previewed_saved_and_removed(send: Any, browser: Client, home: str) -> None:
    sent = send("stall", **SPOT, photo=jpeg(), upload="photo").content.decode()
    held = sent.split('name="photo" value="')[1].split('"')[0]
    preview = browser.get(f"{home}/files/{held}/preview/")
    whole = browser.get(f"{home}/files/{held}/")
    gone = send("stall", **SPOT, photo=held, remove="photo-remove").content.decode()

    assert "stall.jpg" in sent
    assert preview["Content-Type"] == "image/jpeg"
    assert whole["Content-Disposition"] == 'attachment; filename="stall.jpg"'
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in whole["Content-Security-Policy"]
    assert "stall.jpg" not in gone
    assert browser.get(f"{home}/files/{held}/").status_code == 404


def test_a_file_that_cannot_be_taken_is_sent_back_in_its_place(send: Any) -> None:
    wrong = SimpleUploadedFile("photo.jpg", b"PK\x03\x04 zip")

    answer = send("stall", **SPOT, photo=wrong, upload="photo")

    assert answer.status_code == 422
    assert answer.content.decode().count("This is not a picture that we can open") == 2, "above and beside"


def test_nobody_else_opens_a_file(
    send: Any,
    browser: Client,
    home: str,
    stall: ApplicationView,
    citizen: Actor,
    client: Client,
) -> None:
    send("stall", **SPOT, photo=jpeg())
    [file] = services.get_application(stall.number, by=citizen).files
    browser.post("/sign-out/")

    assert Client().get(f"{home}/files/{file.id}/").status_code == 302


def test_the_form_ends_early_and_the_answer_can_be_mended(send: Any, browser: Client, home: str) -> None:
    answer = send("age", age="12")
    ended = browser.get(answer["Location"]).content.decode()
    mended = send("age", age="21")

    assert answer["Location"] == f"{home}/not-for-you/"
    assert "You can keep a stall from 18" in ended
    assert "/services/income-tax/" in ended
    assert f"{home}/questions/age/" in ended
    assert mended["Location"] == f"{home}/questions/who/"
    assert browser.get(f"{home}/not-for-you/")["Location"] == f"{home}/"


def test_a_link_opens_the_first_open_question(send: Any, browser: Client, home: str) -> None:
    send("age", age="21")
    later = browser.get(f"{home}/later/").content.decode()
    sent = browser.post(f"{home}/later/")
    inbox = browser.get("/letters/").content.decode()

    assert home.split("/")[-1] in later
    assert sent.status_code == 302
    assert f"{home}/continue/" in inbox
    assert browser.get(f"{home}/continue/")["Location"] == f"{home}/questions/who/"


def test_the_page_says_how_long_it_waits_and_warns_with_scripts(browser: Client, home: str) -> None:
    shown = browser.get(f"{home}/questions/who/").content.decode()

    assert "After 15 minutes without a page" in shown
    assert 'data-idle="865"' in shown
    assert browser.post("/stay/").status_code == 204
    browser.post("/sign-out/")
    assert browser.post("/stay/").status_code == 401


def test_boxes_survive_the_end_of_the_session(browser: Client, home: str) -> None:
    from tests.doors.portal.conftest import EMAIL, PASSWORD

    browser.post("/sign-out/")
    browser.post(f"{home}/questions/who/", {"revision": "1", **WHO})
    back = browser.post("/sign-in/", {"email": EMAIL, "password": PASSWORD, "next": f"{home}/questions/who/"})
    shown = browser.get(back["Location"]).content.decode()

    assert "It is not saved yet" in shown
    assert 'value="林美"' in shown


def test_a_copy_says_by_whom_and_when(send: Any, browser: Client, home: str) -> None:
    send("who", **WHO)
    shown = browser.get(f"{home}/copy/").content.decode()
    pdf = browser.get(f"{home}/copy/zh-hans.pdf")

    assert "12 Quay Street, #03-11, 018989" in shown
    assert "10 March 2025" in shown
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


def test_a_group_says_how_many_there_may_be(send: Any) -> None:
    helpers = {f"helpers-{n}-name.latin": f"Helper {'ABC'[n]}" for n in range(3)}

    full = send("helpers", **helpers, add="helpers-add").content.decode()

    assert "You can give up to 3 entries here." in full
    assert 'value="helpers-add"' not in full


def test_an_error_in_an_entry_leads_to_that_entry(send: Any) -> None:
    answer = send("helpers", **{"helpers-0-name.latin": "Ana", "helpers-1-name.latin": "B0on"})

    assert answer.status_code == 422
    assert 'href="#q-helpers-1-name-latin"' in answer.content.decode()
    assert "helpers-0-name-error" not in answer.content.decode()


def test_enter_does_not_press_a_button_that_takes_away(send: Any) -> None:
    shown = send("helpers", **{"helpers-0-name.latin": "Ana"}, add="helpers-add").content.decode()

    first = shown.split("<main")[1].split("<button")[1].split(">")[0]
    assert 'value="next"' in first
