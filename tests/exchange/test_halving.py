"""A caller who changes the limit of her question from time to time does not find the value."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copy
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from django.conf import settings

from onedoor.exchange import actions, queries, registers
from onedoor.exchange.models import PredicateAnswer
from onedoor.exchange.registers import load_rulebook
from onedoor.exchange.types import DisclosureRefused, NewValue, Predicate, Wanted, why_refused
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.documents import Faulty

HOME = Wanted("property-values", "annual_value", asks="home-within-limit")
VALUE = Decimal("14000.00")
HALVING = "exchange.values.halving"

Rules = Callable[..., None]


@pytest.fixture
def agree_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rules:
    """The city's agreements of a day; the Labour Office's question has this limit then."""
    for name in ("registers.yaml", "agreements.yaml"):
        copy(Path(settings.CATALOGUE) / name, tmp_path / name)
    city = yaml.safe_load((tmp_path / "agreements.yaml").read_text())

    def change(limit: Any, code: str = "home-within-limit", **more: Any) -> None:
        agreement = city["agreements"]["AG-2025-21"]
        asked = agreement["asks"]["property-values"]
        asked[code] = asked["home-within-limit"] | {"at_most": limit}
        agreement |= more
        (tmp_path / "agreements.yaml").write_text(yaml.safe_dump(city, allow_unicode=True))
        book = load_rulebook(tmp_path)
        monkeypatch.setattr(registers, "_load", lambda folder: book)

    return change


@pytest.fixture
def home(donor: UUID, at: datetime) -> UUID:
    """What the Housing Board holds of her."""
    held = [NewValue(donor, "annual_value", VALUE)]
    actions.report_values(register="property-values", source="HSG", values=held, by=SYSTEM, at=at)
    return donor


def ask(customer: UUID, at: datetime, *ones: Wanted) -> list[bool | None]:
    wanted = ones or (HOME,)
    answer = actions.request_values(
        customer=customer, wanted=wanted, service="job-seeker", purpose="support-job-seekers", agency="LAB",
        subject=uuid4(), by=SYSTEM, at=at,
    )  # fmt: skip
    return [answer[one][0].value if answer[one] else None for one in wanted]


def bisect(customer: UUID, agree_on: Rules, at: datetime, *, every: timedelta) -> tuple[int, int, int]:
    """What a caller finds who halves with each question until she is refused: low, high, questions."""
    low, high, count = 0, 32768, 0
    while high - low > 1:
        middle = (low + high) // 2
        agree_on(middle)
        try:
            [yes] = ask(customer, at + count * every)
        except DisclosureRefused:
            break
        low, high, count = (low, middle, count + 1) if yes else (middle, high, count + 1)
    return low, high, count


def test_halving_ends_after_four_questions(home: UUID, agree_on: Rules, at: datetime) -> None:
    low, high, count = bisect(home, agree_on, at, every=timedelta(days=20))

    assert count == 4
    assert high - low == 32768 >> 4
    assert low < VALUE <= high


def test_a_question_in_three_months_gets_no_further(home: UUID, agree_on: Rules, at: datetime) -> None:
    assert bisect(home, agree_on, at, every=timedelta(days=90))[2] == 4


def test_the_same_question_may_be_asked_whenever_it_is_needed(home: UUID, at: datetime) -> None:
    for week in range(10):
        assert ask(home, at + timedelta(weeks=week)) == [True]


def test_a_new_limit_each_year_is_no_halving(home: UUID, agree_on: Rules, at: datetime) -> None:
    for year in range(3):
        agree_on(31000 + 500 * year, most_asked={"questions": 1})
        assert ask(home, at + timedelta(days=366 * year)) == [True]


def test_without_a_word_two_questions_and_their_limits_of_next_year_are_answered(
    home: UUID, agree_on: Rules, at: datetime
) -> None:
    both = (HOME, HOME._replace(asks="small"))
    for year in range(2):
        agree_on(31000 + 500 * year)
        agree_on(13000 + 500 * year, "small")
        assert ask(home, at + timedelta(days=360 * year), *both) == [True, False]


def test_when_the_time_is_over_it_may_be_asked_again(home: UUID, agree_on: Rules, at: datetime) -> None:
    bisect(home, agree_on, at, every=timedelta(0))

    with pytest.raises(DisclosureRefused):
        ask(home, at + timedelta(days=364))
    assert ask(home, at + timedelta(days=366)) == [False]


def test_what_was_asked_before_stays_open_and_what_is_new_is_refused(
    home: UUID, agree_on: Rules, at: datetime
) -> None:
    for limit in (31000, 20000, 15000, 12000):
        agree_on(limit)
        ask(home, at)
    agree_on(13000)
    with pytest.raises(DisclosureRefused):
        ask(home, at)

    agree_on(15000)
    assert ask(home, at) == [True]
    agree_on("15000.00")
    assert ask(home, at) == [True]


def test_another_name_does_not_make_it_another_question(home: UUID, agree_on: Rules, at: datetime) -> None:
    agree_on(31000, most_asked={"questions": 2})
    agree_on(31000, "again", most_asked={"questions": 2})
    both = (HOME, HOME._replace(asks="again"))
    assert ask(home, at, *both) == [True, True]

    agree_on(20000, "again")
    assert ask(home, at, *both) == [True, True]
    agree_on(16000, "again")
    with pytest.raises(DisclosureRefused):
        ask(home, at, *both)


def test_the_agreement_says_how_many_and_in_which_time(home: UUID, agree_on: Rules, at: datetime) -> None:
    for limit in (31000, 20000):
        agree_on(limit, most_asked={"questions": 2, "days": 30})
        ask(home, at)
    agree_on(15000)
    with pytest.raises(DisclosureRefused):
        ask(home, at + timedelta(days=29))

    assert ask(home, at + timedelta(days=31)) == [True]


def test_others_are_asked_about_as_before(home: UUID, stranger: UUID, agree_on: Rules, at: datetime) -> None:
    bisect(home, agree_on, at, every=timedelta(0))

    assert ask(stranger, at) == [None]


def test_of_many_only_those_are_left_out(home: UUID, stranger: UUID, agree_on: Rules, at: datetime) -> None:
    bisect(home, agree_on, at, every=timedelta(0))

    told = actions.request_values_for_many(
        customers=[home, stranger], wanted=[HOME], service="job-seeker", purpose="support-job-seekers",
        agency="LAB", subject=uuid4(), by=SYSTEM, at=at,
    )  # fmt: skip

    assert list(told) == [stranger]
    assert PredicateAnswer.objects.filter(customer=home).count() == 4


def test_a_search_finds_nobody_of_whom_too_much_was_asked(home: UUID, agree_on: Rules, at: datetime) -> None:
    bisect(home, agree_on, at, every=timedelta(0))

    found = actions.find_matching(
        customers=[home], wanted=[HOME], test=lambda answer: True, service="job-seeker",
        purpose="support-job-seekers", agency="LAB", by=SYSTEM, at=at,
    )  # fmt: skip

    assert found == {}


def test_she_sees_the_attempt_and_why_it_was_refused(
    home: UUID, citizen: Actor, agree_on: Rules, at: datetime
) -> None:
    bisect(home, agree_on, at, every=timedelta(minutes=1))

    refused, *answered = queries.list_disclosures(home, by=citizen)

    assert refused.refused
    assert refused.receiver == "LAB"
    assert refused.code == HALVING
    assert "would give it away" in str(why_refused(refused.code))
    [(question, answer)] = refused.answers
    assert question["en"].startswith("whether the annual value")
    assert answer is None
    assert len(answered) == 4


def test_an_agreement_that_asks_more_than_it_may_is_named_to_its_author(agree_on: Rules) -> None:
    with pytest.raises(Faulty, match="more than most_asked lets be asked"):
        agree_on(20000, "second", most_asked={"questions": 1})


@pytest.mark.parametrize("most", [{"questions": 0}, {"questions": 9}, {"days": 7}, {"weeks": 2}])
def test_a_limit_that_is_none_is_not_taken(agree_on: Rules, most: dict[str, int]) -> None:
    with pytest.raises(Faulty):
        agree_on(31000, most_asked=most)


def test_the_test_is_what_counts() -> None:
    one = Predicate("one", {}, "r", "a", among=("b", "a"))

    assert one.limit == replace(one, code="two", among=("a", "b")).limit
    assert one.limit != replace(one, among=("a",)).limit
    assert len(one.limit) <= 64
    assert Predicate("x", {}, "r", "a", at_least=Decimal(31000)).limit == "at_least 31000"
    assert Predicate("x", {}, "r", "a", years=18).limit == "years 18"
