"""Signing in says nothing about who has an account, and leads nowhere but home."""

import re
from uuid import UUID

import pytest
from django.test import Client

from tests.doors.portal.conftest import EMAIL, PASSWORD, code_now


def test_the_right_password_opens_the_way_back(client: Client, account: UUID) -> None:
    answer = client.post("/sign-in/", {"email": EMAIL, "password": PASSWORD, "next": "/my-data/"})

    assert answer["Location"] == "/my-data/"
    assert client.get("/my-data/").status_code == 200


def test_a_wrong_password_and_an_unknown_account_look_the_same(client: Client, account: UUID) -> None:
    wrong = client.post("/sign-in/", {"email": EMAIL, "password": "guess"})
    unknown = client.post("/sign-in/", {"email": "nobody@harbour.example", "password": "guess"})

    personal = re.compile(
        r'(mei|nobody)@harbour.example|name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"'
    )
    said = [personal.sub("", answer.content.decode()) for answer in (wrong, unknown)]
    assert said[0] == said[1]
    assert (wrong.status_code, unknown.status_code) == (422, 422)


def test_guessing_ends_in_a_pause(client: Client, account: UUID) -> None:
    answers = [client.post("/sign-in/", {"email": EMAIL, "password": f"guess{n}"}) for n in range(11)]

    assert answers[-1].status_code == 429
    assert client.post("/sign-in/", {"email": EMAIL, "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_it_leads_to_no_other_site(client: Client, account: UUID, elsewhere: str) -> None:
    answer = client.post("/sign-in/", {"email": EMAIL, "password": PASSWORD, "next": elsewhere})

    assert answer["Location"] == "/"


def test_the_step_up_asks_for_the_code_once(browser: Client) -> None:
    code = code_now()

    assert browser.post("/step-up/", {"code": code, "next": "/payments/"})["Location"] == "/payments/"
    assert browser.post("/step-up/", {"code": code}).status_code == 422


def test_a_weak_session_cannot_replace_the_phone(proved: Client) -> None:
    browser = Client()
    browser.post("/sign-in/", {"email": EMAIL, "password": PASSWORD})
    assert browser.post("/security/", {})["Location"].startswith("/step-up/")


def test_a_set_up_left_half_way_locks_nobody_out(browser: Client) -> None:
    assert "<svg" in browser.post("/security/", {}).content.decode()
    assert "<svg" in browser.post("/security/", {}).content.decode()


def test_a_strong_session_gets_a_new_key_and_its_picture(proved: Client) -> None:
    answer = proved.post("/security/", {})

    assert "otpauth" not in answer.content.decode()
    assert "<svg" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_signing_out_ends_it(browser: Client) -> None:
    browser.post("/sign-out/")

    assert browser.get("/my-data/").status_code == 302
