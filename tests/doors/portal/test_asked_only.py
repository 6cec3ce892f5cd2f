"""Where only a yes or no was asked, her list says what, and how much may be asked; and what was too much."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.test import Client

from onedoor.exchange import actions
from onedoor.exchange.models import PredicateAnswer
from onedoor.exchange.types import DisclosureRefused, Wanted
from onedoor.kernel.actors import SYSTEM
from tests.services.conftest import Report

HOME = Wanted("property-values", "annual_value", asks="home-within-limit")
ASKED = {
    "en": (
        "whether the annual value of your home is at most 31,000 dollars",
        "At most 4 different questions",
    ),
    "zh-hans": ("您的住房年值是否不超过 31,000 元", "最多回答 4 个不同问题"),
}
REFUSED = {
    "en": "So many different questions were asked about this value",
    "zh-hans": "就此数值已提出多个不同问题",
}


@pytest.fixture
def home(mei: UUID, report: Report) -> UUID:
    report("property-values", "HSG", annual_value=Decimal("14000.00"))
    return mei


def ask(customer: UUID, at: datetime) -> None:
    actions.request_values(
        customer=customer, wanted=[HOME], service="job-seeker", purpose="support-job-seekers", agency="LAB",
        subject=uuid4(), by=SYSTEM, at=at,
    )  # fmt: skip


def read(browser: Client, language: str) -> str:
    browser.cookies["language"] = language
    return browser.get("/who-used-my-data/").content.decode()


@pytest.mark.parametrize("language", list(ASKED))
def test_the_question_and_how_many_may_be_asked(
    browser: Client, home: UUID, at: datetime, language: str
) -> None:
    ask(home, at)

    page = read(browser, language)

    assert all(words in page for words in ASKED[language])
    assert "14,000" not in page


@pytest.mark.parametrize("language", list(REFUSED))
def test_one_too_many_is_shown_with_its_reason(
    browser: Client, home: UUID, at: datetime, language: str
) -> None:
    for limit in range(4):
        PredicateAnswer.objects.create(
            customer=home, subject=uuid4(), agreement="AG-2025-21", question="home-within-limit",
            receiver="LAB", register="property-values", attribute="annual_value",
            limit=f"at_most {limit}", answer=False, answered_at=at,
        )  # fmt: skip

    with pytest.raises(DisclosureRefused):
        ask(home, at)

    page = read(browser, language)
    assert REFUSED[language] in page
    assert ASKED[language][0] in page
    assert ASKED[language][1] not in page
