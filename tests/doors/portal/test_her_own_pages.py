"""A person sees what is held, who used it, her letters and settings; others see nothing of it."""

import pytest
from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.people import queries as people
from onedoor.services.applications.types import ApplicationView

HERS = [
    "/applications/", "/my-data/", "/who-used-my-data/", "/letters/", "/payments/", "/preferences/",
    "/at-the-counter/", "/acting-for/", "/security/",
]  # fmt: skip


@pytest.mark.parametrize("page", HERS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_her_pages_open_for_her_in_both_languages(
    browser: Client, draft: ApplicationView, page: str, language: str
) -> None:
    browser.post("/language/", {"language": language})
    text = browser.get(page).content.decode()

    assert text.count("<h1") == 1
    assert "style=" not in text


@pytest.mark.parametrize("page", HERS)
def test_without_sign_in_they_lead_to_the_sign_in(client: Client, db: None, page: str) -> None:
    assert client.get(page)["Location"].startswith("/sign-in/?next=")


def test_the_start_page_puts_first_what_waits_for_her(browser: Client, draft: ApplicationView) -> None:
    page = browser.get("/").content.decode()

    assert "Hello, Mei Lin" in page
    assert f"/applications/{draft.number}/" in page
    assert "$770.00" in page
    assert "18 April 2025" in page


def test_my_data_names_source_and_date(browser: Client, year: None) -> None:
    page = browser.get("/my-data/").content.decode()

    assert "Harbour Shipyard" in page
    assert "$60,000.00" in page
    assert "Citizen" in page


def test_a_use_of_her_data_is_visible_at_once(browser: Client, draft: ApplicationView) -> None:
    page = browser.get("/who-used-my-data/").content.decode()

    assert "Gross pay" in page
    assert "Income Tax Act" in page


def test_she_can_ask_about_a_use(browser: Client, draft: ApplicationView) -> None:
    link = browser.get("/who-used-my-data/").content.decode().split('/ask/"')[0].rsplit('"', 1)[1] + "/ask/"

    empty = browser.post(link, {"words": " "})
    sent = browser.post(link, {"words": "Why did you need this?"}, follow=True).content.decode()

    assert empty.status_code == 422
    assert "Your question was sent. Its number is HC-" in sent


def test_a_code_for_the_counter_is_shown_once(browser: Client) -> None:
    answer = browser.post("/at-the-counter/")

    assert "Read this code to the officer" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_settings_are_kept_and_followed(browser: Client, citizen: Actor) -> None:
    chosen = {"language": "zh-hans", "door": "phone", "hours": "evening", "access_needs": ["large_print"]}

    page = browser.post("/preferences/", chosen, follow=True).content.decode()

    held = people.preferences(citizen.customer)  # type: ignore[arg-type]
    assert (held.door, held.hours, held.access_needs) == ("phone", "evening", ("large_print",))
    assert "设置已保存" in page


def test_tracking_needs_no_name_and_shows_none(
    proved: Client, draft: ApplicationView, seen: dict[str, str]
) -> None:
    proved.post(f"/applications/{draft.number}/sign/", seen)
    proved.post("/sign-out/")
    page = proved.get("/track/", {"number": draft.number.lower()}).content.decode()

    assert "Income tax" in page
    assert "Finished" in page
    assert "Mei" not in page
    assert "770" not in page


def test_a_letter_is_read_and_verified(proved: Client, draft: ApplicationView, seen: dict[str, str]) -> None:
    proved.post(f"/applications/{draft.number}/sign/", seen)
    number = proved.get("/letters/").content.decode().split("/letters/HL-")[1].split("/")[0]
    letter = proved.get(f"/letters/HL-{number}/").content.decode()
    code = letter.split("/verify/?code=")[1].split('"')[0]
    proved.post("/sign-out/")
    verified = proved.get(f"/verify/{code}/").content.decode()

    assert "Genuine and valid" in verified
    assert "Mei" not in verified


@pytest.mark.parametrize("nonsense", ["HC-0000-0000-0", "<script>", "HC-7K3M-Q9TD-4'--", "x" * 5000])
def test_a_wrong_number_is_answered_plainly(client: Client, db: None, nonsense: str) -> None:
    answer = client.get("/track/", {"number": nonsense})

    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode().split("<main")[1]
