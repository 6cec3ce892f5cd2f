"""A yes or no instead of the value: question and limit are the agreement's, and nothing else is told."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from shutil import copy
from uuid import UUID, uuid4

import pytest
import yaml
from django.conf import settings

from onedoor.exchange import actions, queries
from onedoor.exchange.models import PredicateAnswer
from onedoor.exchange.registers import load_rulebook
from onedoor.exchange.types import DisclosureRefused, NewValue, Predicate, Reported, Wanted
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.documents import Faulty

HOME = Wanted("property-values", "annual_value", asks="home-within-limit")


def ask(customer: UUID, at: datetime, one: Wanted = HOME, by: Actor = SYSTEM) -> list[Reported]:
    return actions.request_values(
        customer=customer, wanted=[one], service="job-seeker", purpose="support-job-seekers", agency="LAB",
        subject=uuid4(), by=by, at=at,
    )[one]  # fmt: skip


def home(donor: UUID, value: str, at: datetime) -> None:
    held = [NewValue(donor, "annual_value", Decimal(value))]
    actions.report_values(register="property-values", source="HSG", values=held, by=SYSTEM, at=at)


@pytest.mark.parametrize(("value", "yes"), [("31000.00", True), ("31000.01", False)])
def test_the_answer_is_all_that_is_told(donor: UUID, at: datetime, value: str, yes: bool) -> None:
    home(donor, value, at)

    [told] = ask(donor, at)
    assert told.value is yes
    assert value not in repr(told)


def test_where_nothing_is_held_nothing_is_answered(donor: UUID, at: datetime) -> None:
    assert ask(donor, at) == []


def test_the_question_may_be_allowed_where_the_value_is_not(donor: UUID, at: datetime) -> None:
    home(donor, "14000.00", at)

    with pytest.raises(DisclosureRefused) as refused:
        ask(donor, at, Wanted("property-values", "annual_value"))
    assert refused.value.code == "exchange.values.no_agreement"


@pytest.mark.parametrize(
    "other",
    [
        HOME._replace(asks="home-below-14500"),
        HOME._replace(attribute="pay", register="monthly-pay"),
        HOME._replace(register="civil-register", attribute="birth_date"),
    ],
    ids=["a limit of the caller's own", "about another attribute", "about another register"],
)
def test_a_question_that_the_agreement_does_not_name_is_refused(
    donor: UUID, at: datetime, other: Wanted
) -> None:
    with pytest.raises(DisclosureRefused):
        ask(donor, at, other)


def test_a_value_cannot_be_found_by_halving(tmp_path: Path) -> None:
    """Neither by many questions in one agreement, nor over several for the same receiver."""
    for name in ("registers.yaml", "agreements.yaml"):
        copy(Path(settings.CATALOGUE) / name, tmp_path / name)
    written = yaml.safe_load((tmp_path / "agreements.yaml").read_text())
    asks = written["agreements"]["AG-2025-21"]["asks"]["property-values"]
    for limit in (15500, 23250):
        asks[f"below-{limit}"] = asks["home-within-limit"] | {"at_most": limit}
    (tmp_path / "agreements.yaml").write_text(yaml.safe_dump(written, allow_unicode=True))

    with pytest.raises(Faulty, match="could work out 'annual_value'"):
        load_rulebook(tmp_path)


@pytest.mark.parametrize(
    "changed",
    [{"at_least": 1}, {"at_most": None}, {"at_most": None, "years": 18}, {"text": {"en": "x"}}],
    ids=["two tests", "no test", "years of an amount", "one language"],
)
def test_a_question_that_makes_no_sense_is_named_to_its_author(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    for name in ("registers.yaml", "agreements.yaml"):
        copy(Path(settings.CATALOGUE) / name, tmp_path / name)
    written = yaml.safe_load((tmp_path / "agreements.yaml").read_text())
    written["agreements"]["AG-2025-21"]["asks"]["property-values"]["home-within-limit"] |= changed
    (tmp_path / "agreements.yaml").write_text(yaml.safe_dump(written, allow_unicode=True))

    with pytest.raises(Faulty):
        load_rulebook(tmp_path)


def test_she_reads_what_was_asked_and_what_was_answered(donor: UUID, citizen: Actor, at: datetime) -> None:
    home(donor, "14000.00", at)
    ask(donor, at)

    [use] = queries.list_disclosures(donor, by=citizen)
    [(question, answer)] = use.answers
    assert answer is True
    assert question["en"] == "whether the annual value of your home is at most 31,000 dollars"
    assert use.attributes == ()


def test_the_journal_holds_the_question_and_not_the_answer(donor: UUID, at: datetime) -> None:
    home(donor, "14000.00", at)
    ask(donor, at)

    entry = JournalEntry.objects.get(event="exchange.values.disclosed")
    assert entry.data["asks"] == ["home-within-limit"]
    assert "True" not in str(entry.data)
    assert "14000" not in str(entry.data)


def test_the_kept_answer_is_hers_alone(donor: UUID, stranger: UUID, citizen: Actor, at: datetime) -> None:
    from onedoor.kernel.scope import scoped

    home(donor, "14000.00", at)
    ask(donor, at)

    with scoped(citizen):
        assert PredicateAnswer.objects.count() == 1
    with scoped(replace(citizen, customer=stranger)):
        assert PredicateAnswer.objects.count() == 0


def test_an_officer_of_the_agency_that_asked_sees_no_value(donor: UUID, officer: Actor, at: datetime) -> None:
    home(donor, "14000.00", at)

    assert queries.list_held(donor, by=replace(officer, agency="LAB")) == []


def test_a_search_by_a_question_looks_at_the_answer_alone(donor: UUID, at: datetime) -> None:
    home(donor, "14000.00", at)
    looked: list[object] = []

    def test(answer: dict[Wanted, list[Reported]]) -> bool:
        looked.extend(one.value for one in answer[HOME])
        return True

    found = actions.find_matching(
        customers=[donor], wanted=[HOME], test=test, service="job-seeker", purpose="support-job-seekers",
        agency="LAB", by=SYSTEM, at=at,
    )  # fmt: skip

    assert looked == [True]
    assert found[donor][HOME][0].value is True


@pytest.mark.parametrize(("born", "yes"), [(date(2007, 3, 10), True), (date(2007, 3, 11), False)])
def test_eighteen_is_reached_on_the_birthday(born: date, yes: bool) -> None:
    adult = Predicate("adult", {}, "civil-register", "birth_date", years=18)

    assert adult.holds(born, day=date(2025, 3, 10)) is yes


def test_one_of_several_answers_is_a_yes() -> None:
    district = Predicate("resident", {}, "civil-register", "residency_status", among=("citizen", "pr"))

    assert [district.holds(one, day=date(2025, 3, 10)) for one in ("pr", "foreigner")] == [True, False]
