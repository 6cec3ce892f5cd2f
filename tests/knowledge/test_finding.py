"""People ask in their own words, in English or Chinese, and find the answer."""

from datetime import datetime

import pytest

from onedoor.kernel.actors import Actor
from onedoor.knowledge import actions, queries

ENGLISH = [
    ("how much is a birth certificate", "birth-cost"),
    ("I moved house, how do I change my address", "move-how"),
    ("deadline to pay my tax", "income-tax-when"),
    ("donations to charities deducted", "income-tax-donations"),
    ("opening hours", "opening-hours"),
    ("I want to talk to a human", "reach-a-person"),
    ("lost my job money", "job-seeker-amount"),
    ("retirement age", "retire-when"),
    ("restaurant licence fee", "cafe-cost"),
    ("report a potholes", "street-issue-how"),
    ("birht certifcate cost", "birth-cost"),
    ("who sees my personal data", "my-data"),
    ("complaint", "complain"),
    ("someone has passed away, what do I do", "bereavement-what-to-do"),
    ("flight tomorrow urgent tax clearance", "departure-clearance-how-long"),
]
CHINESE = [
    ("出生证多少钱", "birth-cost"),
    ("搬家怎么改地址", "move-how"),
    ("什么时候交税", "income-tax-when"),
    ("捐款抵税", "income-tax-donations"),
    ("几点开门", "opening-hours"),
    ("转人工", "reach-a-person"),
    ("失业补助多少钱", "job-seeker-amount"),
    ("退休年龄", "retire-when"),
    ("开餐厅办什么许可证", "cafe-how"),
    ("路灯坏了", "street-issue-how"),
    ("谁看过我的数据", "my-data"),
    ("投诉", "complain"),
    ("亲人去世要办什么", "bereavement-what-to-do"),
    ("选校", "school-how"),
]


@pytest.mark.parametrize(("language", "asked_for"), [("en", ENGLISH), ("zh-hans", CHINESE)])
def test_words_of_each_language_find_it_among_the_first_three(
    loaded: int, asker: Actor, at: datetime, language: str, asked_for: list[tuple[str, str]]
) -> None:
    missed = {}
    for asked, code in asked_for:
        hits = queries.find_answers(asked, language=language, by=asker, at=at, limit=3)
        if code not in (found := [hit.code for hit in hits]):
            missed[asked] = found

    assert not missed


def test_what_fits_nothing_finds_nothing(loaded: int, asker: Actor, at: datetime) -> None:
    for asked in ("", "???", "the of and", "quantum chromodynamics", "'; drop table x; --"):
        assert queries.find_answers(asked, language="en", by=asker, at=at) == []


def test_within_a_service_only_its_answers_are_found(loaded: int, asker: Actor, at: datetime) -> None:
    hits = queries.find_answers("how long", language="en", by=asker, at=at, service="cafe")

    assert hits
    assert {hit.service for hit in hits} == {"cafe"}


def test_a_search_in_vain_is_kept_without_digits_or_addresses(
    loaded: int, asker: Actor, writer: Actor, at: datetime
) -> None:
    for number in ("S1234567D", "S7654321F"):
        text = f"fishing permit {number} mail me@example.org"
        actions.note_unanswered(text=text[:15] + " 12 me@example.org", language="en", by=asker, at=at)
    actions.note_unanswered(text="12345", language="en", by=asker, at=at)

    (kept,) = queries.list_unanswered(by=writer)

    assert (kept.words, kept.times) == ("fishing permit ## @", 2)
