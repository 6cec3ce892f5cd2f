"""Nobody signs below level 3, no code counts twice, guessing ends in a pause, the sign-in tells nothing."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from tests.promises.conftest import MEI, PASSWORD, code_now


def test_signing_at_level_two_is_challenged(
    browser: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor
) -> None:
    answer = browser.post(f"/applications/{draft.number}/sign/", seen)

    assert "one-time-code" in answer.content.decode()
    assert services.get_application(draft.number, by=citizen).signed_at is None


def test_the_code_of_the_moment_signs_with_it(
    browser: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor
) -> None:
    browser.post(f"/applications/{draft.number}/sign/", seen | {"code": code_now()})

    assert services.get_application(draft.number, by=citizen).signed_at is not None


def test_a_code_seen_over_the_shoulder_does_not_count_again(
    proved: Client, client: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor
) -> None:
    """``proved`` used the code of this moment; a thief who has the password tries it in his browser."""
    client.post("/sign-in/", {"email": MEI, "password": PASSWORD})
    answer = client.post(f"/applications/{draft.number}/sign/", seen | {"code": code_now()})

    assert answer.status_code == 422
    assert services.get_application(draft.number, by=citizen).signed_at is None


@pytest.mark.parametrize(
    "code", ["", "000000", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²", " ", "0" * 5000]
)
def test_no_other_code_signs(
    browser: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor, code: str
) -> None:
    answer = browser.post(f"/applications/{draft.number}/sign/", seen | {"code": code})

    assert answer.status_code in (200, 422)
    assert services.get_application(draft.number, by=citizen).signed_at is None


def test_wrong_codes_end_in_a_pause_in_which_the_right_one_does_not_work(browser: Client) -> None:
    for _ in range(10):
        browser.post("/step-up/", {"code": "000000"})

    assert browser.post("/step-up/", {"code": code_now()}).status_code == 422
    assert browser.session["assurance"] == 2


def test_wrong_passwords_end_in_a_pause(client: Client, meis_account: UUID) -> None:
    for guess in range(10):
        client.post("/sign-in/", {"email": MEI, "password": f"guess {guess}"})

    assert client.post("/sign-in/", {"email": MEI, "password": PASSWORD}).status_code == 429


def test_so_do_wrong_passwords_at_the_desk(client: Client, officer: Actor) -> None:
    answers = [
        client.post("/desk/sign-in/", {"email": "boon.tan@rev.example", "password": f"guess {n}"})
        for n in range(11)
    ]

    assert answers[-1].status_code == 429


@pytest.mark.parametrize("door", ["/sign-in/", "/desk/sign-in/"])
def test_a_wrong_password_and_an_unknown_account_are_answered_alike(
    client: Client, meis_account: UUID, officer: Actor, door: str
) -> None:
    def said(email: str) -> tuple[int, str]:
        answer = client.post(door, {"email": email, "password": "guess"})
        page = re.sub(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", answer.content.decode())
        return answer.status_code, page.split("<main")[1].split("</main>")[0].replace(email, "")

    assert said(MEI) == said("nobody@harbour.example") == said("boon.tan@rev.example")


def test_a_customer_cannot_sign_in_at_the_desk(client: Client, meis_account: UUID) -> None:
    assert client.post("/desk/sign-in/", {"email": MEI, "password": PASSWORD}).status_code == 422


def test_a_password_alone_opens_no_desk_even_by_the_portals_sign_in(
    desk: Client, client: Client, officer: Actor
) -> None:
    client.post("/sign-in/", {"email": "boon.tan@rev.example", "password": PASSWORD})

    assert client.get("/desk/work/")["Location"].startswith("/step-up/")


def test_nobody_raises_her_own_level_by_asking(browser: Client) -> None:
    browser.post("/step-up/?level=3&assurance=3", {"assurance": "3", "level": "3"})

    assert browser.session["assurance"] == 2


def test_a_session_ends_when_nobody_is_there(browser: Client) -> None:
    session = browser.session
    session["seen"] = time.time() - 16 * 60
    session.save()

    assert browser.get("/my-data/")["Location"].startswith("/sign-in/")


def test_signing_in_gives_a_new_session(client: Client, meis_account: UUID, city_clock: Path) -> None:
    """A session put into her browser beforehand is of no use to whoever put it there."""
    client.post("/language/", {"language": "en"})
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    client.post("/sign-in/", {"email": MEI, "password": PASSWORD})

    assert client.session.session_key != planted


def test_a_page_of_yesterday_cannot_be_sent_from_another_site(
    meis_account: UUID, draft: ApplicationView, enter: Callable[..., Client]
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = enter(MEI).cookies

    assert browser.post(f"/applications/{draft.number}/withdraw/").status_code == 403
