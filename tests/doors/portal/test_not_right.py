"""What a person can do when a value is not right, and when one is missing."""

import pytest
from django.test import Client

from onedoor.services.applications.types import ApplicationView


@pytest.fixture
def wrong(draft: ApplicationView) -> str:
    return f"/applications/{draft.number}/not-right/gross_pay/0/"


def test_her_own_figure_stands_beside_the_reported_one(
    browser: Client, wrong: str, draft: ApplicationView
) -> None:
    sent = {"act": "amend", "value": "50,000", "reason": "left in October", "revision": draft.revision}

    page = browser.post(wrong, sent, follow=True).content.decode()

    assert "$50,000.00" in page
    assert "$60,000.00" in page
    assert "left in October" in page
    assert "Your figure" in page


def test_she_can_take_her_figure_back(browser: Client, wrong: str, draft: ApplicationView) -> None:
    browser.post(
        wrong, {"act": "amend", "value": "50000", "reason": "x", "revision": draft.revision}, follow=True
    )

    back = browser.post(
        wrong, {"act": "take-back", "revision": draft.revision + 1}, follow=True
    ).content.decode()

    assert "Your figure" not in back
    assert "$770.00" in back


@pytest.mark.parametrize(
    ("value", "reason", "said"),
    [
        ("many", "x", "Write the amount in figures"),
        ("-1", "x", "cannot be below zero"),
        ("1.234", "x", "at most two decimals"),
        ("50000", " ", "Say in a few words"),
    ],
)
def test_a_figure_that_cannot_be_taken_is_shown_again(
    browser: Client, wrong: str, draft: ApplicationView, value: str, reason: str, said: str
) -> None:
    sent = {"act": "amend", "value": value, "reason": reason, "revision": draft.revision}

    answer = browser.post(wrong, sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{value}"' in answer.content.decode()


def test_the_source_is_asked_and_a_clock_runs(browser: Client, wrong: str, draft: ApplicationView) -> None:
    sent = {"act": "dispute", "doubt": "I left in October", "revision": draft.revision}

    page = browser.post(wrong, sent, follow=True).content.decode()

    assert "We asked the source. Case HC-" in page
    assert "17 March 2025" in page
    assert "Being checked" in page


def test_a_doubt_without_words_is_sent_back(browser: Client, wrong: str, draft: ApplicationView) -> None:
    answer = browser.post(wrong, {"act": "dispute", "doubt": "", "revision": draft.revision})

    assert answer.status_code == 422


def test_a_missing_donation_can_be_added(browser: Client, draft: ApplicationView) -> None:
    given = {"value-amount": "100", "value-charity": "Harbour Food Bank", "value-receipt": "R-7"}
    day = {"value-date.day": "3", "value-date.month": "6", "value-date.year": "2024"}

    page = browser.post(
        f"/applications/{draft.number}/add/donations/",
        given | day | {"revision": draft.revision},
        follow=True,
    ).content.decode()

    assert "R-7" in page
    assert "3 June 2024" in page
    assert "$1,250.00" in page
