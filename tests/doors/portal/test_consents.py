"""She sees what would be told, uses it, takes some out or says no; and takes it back whenever she likes."""

import json
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.exchange import actions
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import Share
from onedoor.kernel.actors import SYSTEM, Actor
from tests.services.conftest import Report

HELP = "AG-2025-22"
PAGE = f"/my-data/consents/{HELP}/"
ALL = ["civil-register.name", "civil-register.birth_date", "job-endings.reason", "job-endings.last_day"]


@pytest.fixture
def given(mei: UUID, citizen: Actor, at: datetime) -> UUID:
    return actions.give_consent(customer=mei, agreement=HELP, by=citizen, at=at).id


def agree(browser: Client, **changed: object) -> int:
    seen = browser.get(PAGE).context["asked"].fingerprint
    form = {"answer": "yes", "seen": seen, "share": ALL, "receiver": ["LAB", "EDU", "SOC"]} | changed
    return browser.post(PAGE, form).status_code


def test_the_page_shows_the_very_values_that_would_be_told(browser: Client, report: Report) -> None:
    report("civil-register", "CIV", name="Mei Lin Tan")
    page = browser.get(PAGE).content.decode()

    assert "Mei Lin Tan" in page
    assert "If you say no" in page


def test_she_agrees_to_what_she_leaves_in(browser: Client, mei: UUID, citizen: Actor) -> None:
    assert agree(browser, share=ALL[1:], receiver=["LAB", "EDU"]) == 302

    [consent] = exchange.list_consents(mei, by=citizen)
    assert Share("civil-register", "name") not in consent.live_shares
    assert consent.live_receivers == ("LAB", "EDU")


def test_with_nothing_left_in_the_page_says_what_to_do(browser: Client) -> None:
    assert agree(browser, share=[]) == 422


def test_what_has_changed_since_she_read_it_is_not_agreed_to(
    browser: Client, mei: UUID, citizen: Actor
) -> None:
    agree(browser, seen="0" * 64)

    assert exchange.list_consents(mei, by=citizen) == []


def test_a_no_says_that_nothing_changes(browser: Client, mei: UUID, citizen: Actor) -> None:
    page = browser.post(PAGE, {"answer": "no"}, follow=True).content.decode()

    assert "nothing else changes for you" in page
    assert exchange.list_consents(mei, by=citizen) == []


def test_a_part_is_taken_back_and_she_sees_who_was_told(browser: Client, given: UUID, at: datetime) -> None:
    browser.post(f"{PAGE}take-back/", {"what": "part", "receiver": ["EDU", "SOC"]})
    told = {one.receiver: one for one in exchange.get_consent(given, by=SYSTEM, at=at).notices}
    actions.note_notice(notice=told["EDU"].id, outcome="done", by=SYSTEM, at=at)

    page = browser.get(PAGE).content.decode()
    assert "Acknowledged" in page
    assert "Not sent yet" in page


def test_all_of_it_is_taken_back(browser: Client, given: UUID, mei: UUID, citizen: Actor) -> None:
    browser.post(f"{PAGE}take-back/", {"what": "all"})

    assert exchange.list_consents(mei, by=citizen)[0].withdrawn_at


def test_nothing_chosen_takes_nothing_back(browser: Client, given: UUID, mei: UUID, citizen: Actor) -> None:
    browser.post(f"{PAGE}take-back/", {"what": "part"})

    assert exchange.list_consents(mei, by=citizen)[0].removals == ()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_reads_in_both_languages(browser: Client, given: UUID, language: str) -> None:
    browser.post("/language/", {"language": language})

    for page in ("/my-data/consents/", PAGE, f"/my-data/receipts/{given}/", "/verify-receipt/"):
        answer = browser.get(page)
        assert answer.status_code == 200
        assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}' in answer.content.decode()


def test_the_receipt_that_she_takes_with_her_is_found_genuine(browser: Client, given: UUID) -> None:
    receipt = browser.get(f"/my-data/receipts/{given}/receipt.json").content.decode()
    browser.logout()

    assert "Genuine" in browser.post("/verify-receipt/", {"receipt": receipt}).content.decode()
    forged = json.dumps(json.loads(receipt) | {"payload": "e30"})
    assert "Not genuine" in browser.post("/verify-receipt/", {"receipt": forged}).content.decode()


def test_a_stranger_gets_none_of_it(client: Client, browser: Client, stranger: Actor, at: datetime) -> None:
    other = actions.give_consent(customer=stranger.customer, agreement=HELP, by=stranger, at=at).id  # type: ignore[arg-type]

    assert browser.get(f"/my-data/receipts/{other}/").status_code == 404
    assert browser.get(f"/my-data/receipts/{other}/receipt.json").status_code == 404
    assert Client().get("/my-data/consents/").status_code in (302, 401)
