"""What is ended in one browser opens nothing in the other."""

import re

from django.test import Client

from tests.doors.portal.conftest import EMAIL, PASSWORD

PAGE = "/security/sessions/"


def sign_in(agent: str = "Firefox (Windows)") -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/sign-in/", {"email": EMAIL, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/my-data/").status_code == 200


def test_one_is_ended_from_another(browser: Client) -> None:
    phone = sign_in("Safari iPhone")
    page = browser.get(PAGE).content.decode()
    assert "Safari · iPhone" in page
    [session] = re.findall(r'name="session" value="([^"]+)"', page)
    browser.post(PAGE, {"session": session})

    assert is_in(browser)
    assert not is_in(phone)


def test_all_others_are_ended_at_once(browser: Client) -> None:
    others = [sign_in(), sign_in()]
    assert all(map(is_in, others))
    told = browser.post(PAGE, {"others": "yes"}, follow=True).content.decode()

    assert "2 other sessions were ended." in told
    assert is_in(browser)
    assert not any(map(is_in, others))


def test_a_copied_cookie_ends_with_signing_out(browser: Client) -> None:
    thief = Client()
    thief.cookies = browser.cookies
    kept = {name: value.value for name, value in browser.cookies.items()}
    browser.post("/sign-out/")
    thief.cookies.load(kept)

    assert not is_in(thief)


def test_a_stronger_proof_makes_no_second_session(proved: Client) -> None:
    assert 'name="session"' not in proved.get(PAGE).content.decode()


def test_nonsense_ends_nothing(browser: Client) -> None:
    assert browser.post(PAGE, {"session": "nonsense"}).status_code == 404
    assert is_in(browser)
