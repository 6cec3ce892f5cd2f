"""Officers sign in with a password and a code; the page tells nothing about accounts."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from tests.doors.desk.conftest import PASSWORD

SIGN_IN = "/desk/sign-in/"


def give_password(browser: Client, email: str, password: str = PASSWORD, **more: str) -> object:
    return browser.post(SIGN_IN, {"email": email, "password": password, **more})


def code_now(secret: str) -> str:
    return trust.demo_totp_code(secret, datetime.now(UTC))


def test_nothing_of_the_desk_opens_without_signing_in(client: Client, db: None) -> None:
    answer = client.get("/desk/work/")
    assert answer.status_code == 302
    assert (
        answer["Location"].startswith("/desk/sign-in/?next=/desk/work/")
        or "next=%2Fdesk%2Fwork%2F" in answer["Location"]
    )


def test_the_password_alone_signs_nobody_in(client: Client, officer: Actor, secret: str) -> None:
    answer = give_password(client, "boon.tan@rev.example")
    assert answer["Location"] == "/desk/sign-in/code/"  # type: ignore[index]
    assert client.get("/desk/").status_code == 302


def test_password_and_code_open_the_desk_at_level_three(client: Client, officer: Actor, secret: str) -> None:
    give_password(client, "boon.tan@rev.example", next="/desk/work/")
    answer = client.post("/desk/sign-in/code/", {"code": code_now(secret)})
    assert answer["Location"] == "/desk/work/"
    assert client.session["assurance"] == 3
    assert client.get("/desk/").status_code == 200


def test_a_wrong_code_is_refused_and_may_be_tried_again(client: Client, officer: Actor, secret: str) -> None:
    give_password(client, "boon.tan@rev.example")
    assert client.post("/desk/sign-in/code/", {"code": "000000"}).status_code == 422
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("email", ["boon.tan@rev.example", "nobody@rev.example", "mei@example.com"])
def test_a_wrong_password_an_unknown_and_a_customers_account_look_alike(
    client: Client, officer: Actor, secret: str, email: str, at: datetime
) -> None:
    trust_actions.open_account(
        email="mei@example.com", name="Mei Lin", kind="citizen", password=PASSWORD, by=SYSTEM, at=at
    )
    password = PASSWORD if email.startswith("mei") else "something-else-1"
    answer = give_password(client, email, password)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "is not right" in answer.content.decode()  # type: ignore[attr-defined]


def test_guessing_is_locked_out_even_for_the_right_password(
    client: Client, officer: Actor, secret: str
) -> None:
    for _ in range(10):
        give_password(client, "boon.tan@rev.example", "guess-after-guess")
    assert give_password(client, "boon.tan@rev.example").status_code == 429  # type: ignore[attr-defined]


def test_the_way_back_never_leads_out_of_the_desk(client: Client, officer: Actor, secret: str) -> None:
    give_password(client, "boon.tan@rev.example", next="https://elsewhere.example/")
    answer = client.post("/desk/sign-in/code/", {"code": code_now(secret)})
    assert answer["Location"] == "/desk/"


def test_signing_out_closes_the_desk(desk: Client) -> None:
    desk.post("/desk/sign-out/")
    assert desk.get("/desk/").status_code == 302
