"""Help in the portal: search in one's own words, read, say whether it helped; no sign-in, no script."""

from datetime import datetime

import pytest
from django.test import Client

from onedoor.kernel.actors import SYSTEM
from onedoor.knowledge import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answers(at: datetime) -> None:
    actions.load_articles(by=SYSTEM, at=at)


def test_somebody_finds_an_answer_and_says_that_it_helped(client: Client, at: datetime) -> None:
    found = client.post("/help/", {"asked": "how much is a birth certificate"}).content.decode()
    page = client.get("/help/birth-cost/").content.decode()
    sent = client.post("/help/birth-cost/helped/", {"helpful": "yes", "comment": ""}, follow=True)

    assert "/help/birth-cost/" in found
    assert "18 dollars" in page
    assert "Thank you" in sent.content.decode()
    assert [(one.code, one.yes) for one in queries.list_helpfulness(by=SYSTEM, at=at)] == [("birth-cost", 1)]


def test_in_chinese_too(client: Client) -> None:
    client.cookies["language"] = "zh"

    found = client.post("/help/", {"asked": "出生证多少钱"}, headers={"accept-language": "zh-CN"})

    assert "出生证多少钱？" in found.content.decode()


def test_a_search_in_vain_says_what_to_do_and_reaches_the_editors(client: Client) -> None:
    page = client.post("/help/", {"asked": "quantum 12345"}).content.decode()

    assert "Nothing fits these words" in page
    assert [one.words for one in queries.list_unanswered(by=SYSTEM)] == ["quantum #####"]


def test_neither_yes_nor_no_is_refused_and_the_words_are_kept(client: Client) -> None:
    answer = client.post("/help/birth-cost/helped/", {"comment": "Where do I pay?"})

    assert answer.status_code == 422
    assert "Where do I pay?" in answer.content.decode()


def test_too_long_a_word_is_refused(client: Client) -> None:
    answer = client.post("/help/birth-cost/helped/", {"helpful": "no", "comment": "x" * 501})

    assert answer.status_code == 422


def test_the_part_for_officers_is_not_shown(client: Client) -> None:
    assert "do not give out another number" not in client.get("/help/reach-a-person/").content.decode()


def test_an_unknown_answer_is_not_there(client: Client) -> None:
    assert client.get("/help/no-such-answer/").status_code == 404


def test_a_service_leads_to_its_answers(client: Client) -> None:
    assert "/help/move-how/" in client.get("/services/move/").content.decode()
