"""Who used her data: also the officer who only looked, why, and further back than one page."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from onedoor.cases import queries as cases
from onedoor.doors.desk.looks import PROTECTED, PURPOSES
from onedoor.doors.portal.views.my_data import PAGE
from onedoor.kernel.actors import Actor
from onedoor.people import actions as people
from onedoor.people.types import LookPurpose

ADDRESS = "/who-used-my-data/"
REASONS = {
    "en": ["To answer you", "a case of yours", "somebody reported", "your complaint", "protected details"],
    "zh-hans": ["为答复您", "为办理您的工单", "为核查", "为处理您的投诉", "受保护信息"],
}


def test_every_reason_of_the_desk_has_words_for_the_customer() -> None:
    assert {*PURPOSES, PROTECTED} == set(LookPurpose.values)


@pytest.mark.parametrize("language", sorted(REASONS))
def test_each_look_says_who_for_what_and_from_which_agency(
    browser: Client,
    mei: UUID,
    officer: Actor,
    at: datetime,
    language: str,
) -> None:
    for purpose in LookPurpose.values:
        people.record_view(customer=mei, purpose=purpose, by=officer, at=at)
    browser.post("/language/", {"language": language})

    page = browser.get(ADDRESS).content.decode()

    assert [reason for reason in REASONS[language] if reason not in page] == []
    assert {"en": "Revenue Service", "zh-hans": "税务局"}[language] in page


def test_asking_about_a_look_opens_a_case_with_a_clock(
    browser: Client,
    mei: UUID,
    citizen: Actor,
    officer: Actor,
    at: datetime,
) -> None:
    people.record_view(customer=mei, purpose=LookPurpose.ANSWER, by=officer, at=at)
    [link] = re.findall(rf'href="({ADDRESS}[^"]+/ask/)"', browser.get(ADDRESS).content.decode())

    assert "To answer you" in browser.get(link).content.decode()
    browser.post(link, {"words": "I did not call you."})

    [case] = cases.list_cases(mei, by=citizen)
    assert (case.agency, case.promised_at > at) == ("REV", True)


def test_older_pages_can_be_reached(
    browser: Client,
    mei: UUID,
    officer: Actor,
    at: datetime,
) -> None:
    for minute in range(PAGE + 1):
        when = at - timedelta(minutes=minute)
        people.record_view(customer=mei, purpose=LookPurpose.ANSWER, by=officer, at=when)

    first = browser.get(ADDRESS).content.decode()
    [older] = re.findall(r'href="(\?before=[^"]+)" rel="next"', first)
    second = browser.get(ADDRESS + older).content.decode()

    assert (first.count("/ask/"), second.count("/ask/")) == (PAGE, 1)
    assert 'rel="next"' not in second
    assert f'href="{ADDRESS}" rel="prev"' in second


@pytest.mark.parametrize("before", ["yesterday", "2025-13-40T00:00", "2025-03-01"])
def test_a_moment_that_is_none_shows_the_first_page(browser: Client, before: str) -> None:
    assert browser.get(ADDRESS, {"before": before}).status_code == 200
