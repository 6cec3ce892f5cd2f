"""One agency is another's customer: asked with a clock, answered, and rated once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.models import AgencyRequest, Case, CaseRating
from onedoor.cases.types import RequestView
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import queries as people
from tests.cases.conftest import Hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(officer: Actor, at: datetime) -> RequestView:
    """The Revenue Service asks the Labour Office."""
    return ask(officer, at)


def ask(by: Actor, at: datetime, **changed: Any) -> RequestView:
    facts: dict[str, Any] = {
        "agency": "LAB", "subject": "Work passes of 2024", "needed": "How many ended in June?",
        "basis": "Income Tax Act s. 65", "purpose": "Forecast of tax",
    } | changed  # fmt: skip
    return actions.ask_agency(**facts, by=by, at=at)


def answer(asked: RequestView, by: Actor, at: datetime) -> RequestView:
    return actions.answer_agency(case=asked.case.id, answer="1,204.", by=by, at=at)


def rate(asked: RequestView, by: Actor, at: datetime, stars: int = 5, comment: str = "") -> RequestView:
    return actions.rate_agency(case=asked.case.id, stars=stars, comment=comment, by=by, at=at)


def test_it_is_a_case_of_the_other_agency_with_its_promise(asked: RequestView, at: datetime) -> None:
    case = asked.case
    assert (case.kind, case.agency, case.promise) == ("agency-request", "LAB", "P5D")
    assert case.promised_at == at + timedelta(days=7)  # five working days
    assert case.customer is not None
    customer = people.get_customer(case.customer, by=SYSTEM)
    assert (customer.kind, customer.name) == ("agency", "Revenue Service")


def test_an_agency_is_one_customer_however_often_it_asks(officer: Actor, at: datetime) -> None:
    assert ask(officer, at).case.customer == ask(officer, at).case.customer


def test_an_urgent_one_has_a_day(officer: Actor, at: datetime) -> None:
    case = ask(officer, at, urgent=True).case
    assert (case.lane, case.promise) == ("urgent", "P1D")


@pytest.mark.parametrize(
    "wrong",
    [{"agency": "REV"}, {"agency": "XXX"}, {"subject": " "}, {"needed": ""}, {"basis": ""}, {"purpose": ""}],
)
def test_what_the_other_needs_to_answer_is_asked_for(
    officer: Actor, at: datetime, wrong: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        ask(officer, at, **wrong)


def test_it_needs_the_permission(officer: Actor, citizen: Actor, at: datetime) -> None:
    for by in (replace(officer, permissions=frozenset({"cases.open"})), citizen):
        with pytest.raises(NotAllowed):
            ask(by, at)


def test_the_other_answers_and_the_asker_reads_it(
    asked: RequestView, officer: Actor, elsewhere: Actor, at: datetime
) -> None:
    assert queries.get_request(asked.case.number, by=elsewhere).may_answer
    answer(asked, elsewhere, at + timedelta(days=1))
    seen = queries.get_request(asked.case.number, by=officer)
    assert (seen.case.reason, seen.on_time, seen.may_rate) == ("1,204.", True, True)


def test_only_the_asked_agency_answers(asked: RequestView, officer: Actor, hire: Hire, at: datetime) -> None:
    with pytest.raises(NotAllowed, match=r"request\.not_asked"):
        answer(asked, officer, at)
    with pytest.raises(NotFound):
        answer(asked, hire("Wen Koh", agency="CIV"), at)


def test_it_is_answered_in_words_and_once(asked: RequestView, elsewhere: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.answer_agency(case=asked.case.id, answer=" ", by=elsewhere, at=at)
    answer(asked, elsewhere, at)
    with pytest.raises(Conflict, match=r"case\.closed"):
        answer(asked, elsewhere, at)


def test_the_asker_rates_it(asked: RequestView, officer: Actor, elsewhere: Actor, at: datetime) -> None:
    answer(asked, elsewhere, at)
    seen = rate(asked, officer, at, 4, "Quick")
    assert (seen.stars, seen.comment, seen.follow_up, seen.may_rate) == (4, "Quick", "", False)
    assert JournalEntry.objects.get(event="cases.case.rated").data["stars"] == 4


def test_not_before_the_answer(asked: RequestView, officer: Actor, at: datetime) -> None:
    with pytest.raises(Conflict, match=r"request\.unanswered"):
        rate(asked, officer, at)


def test_not_by_who_answered(
    asked: RequestView, officer: Actor, elsewhere: Actor, hire: Hire, at: datetime
) -> None:
    answer(asked, elsewhere, at)
    with pytest.raises(NotAllowed, match=r"request\.not_asker"):
        rate(asked, elsewhere, at)
    with pytest.raises(NotAllowed):
        rate(asked, replace(officer, permissions=officer.permissions - {"agencies.ask"}), at)
    with pytest.raises(NotFound):
        rate(asked, hire("Wen Koh", agency="CIV"), at)


def test_not_twice(asked: RequestView, officer: Actor, elsewhere: Actor, at: datetime) -> None:
    answer(asked, elsewhere, at)
    rate(asked, officer, at, 5)
    with pytest.raises(Conflict, match=r"request\.rated"):
        rate(asked, officer, at, 1, "On second thought")
    assert CaseRating.objects.get().stars == 5
    assert not Case.objects.filter(kind="poor-rating").exists()


@pytest.mark.parametrize(("stars", "comment"), [(0, ""), (6, ""), (2, ""), (1, " ")])
def test_a_rating_is_one_to_five_and_a_poor_one_says_why(
    asked: RequestView, officer: Actor, elsewhere: Actor, at: datetime, stars: int, comment: str
) -> None:
    answer(asked, elsewhere, at)
    with pytest.raises(Invalid):
        rate(asked, officer, at, stars, comment)


@pytest.mark.parametrize("stars", [1, 2])
def test_a_poor_one_becomes_a_task_of_the_supervisor_there(
    asked: RequestView, officer: Actor, elsewhere: Actor, hire: Hire, at: datetime, stars: int
) -> None:
    ruth = hire("Ruth Ong", agency="LAB", role="supervisor")
    answer(asked, elsewhere, at)
    seen = rate(asked, officer, at, stars, "Only half an answer")
    task = Case.objects.get(kind="poor-rating")
    assert (task.agency, task.owner, task.parent_id) == ("LAB", ruth.account, asked.case.id)
    assert task.promised_at == at + timedelta(days=2)
    assert seen.follow_up == "–"  # the other agency's own business
    assert queries.get_request(asked.case.number, by=ruth).follow_up == task.number
    assert queries.get_case(task.id, by=ruth).notes[0].text == "Only half an answer"


def test_both_sides_have_their_figures(officer: Actor, elsewhere: Actor, at: datetime) -> None:
    first, second, _third = (ask(officer, at) for _ in range(3))
    answer(first, elsewhere, at + timedelta(days=1))
    answer(second, elsewhere, at + timedelta(days=9))
    rate(first, officer, at, 4)
    for by, asked in ((officer, True), (elsewhere, False)):
        figures = queries.count_requests(asked=asked, by=by, at=at + timedelta(days=10))
        assert (figures.total, figures.answered, figures.due, figures.kept, figures.overdue_open) == (
            3, 2, 3, 1, 1,
        )  # fmt: skip
        assert (str(figures.kept_share), str(figures.stars)) == ("0.333", "4.0")
    assert len(queries.list_requests_asked(by=officer)) == 3
    assert len(queries.list_requests_received(by=elsewhere)) == 3
    assert not queries.list_requests_received(by=officer)


def test_a_third_agency_sees_none_of_it(asked: RequestView, hire: Hire) -> None:
    third = hire("Wen Koh", agency="CIV")
    with pytest.raises(NotFound):
        queries.get_request(asked.case.number, by=third)
    with scoped(third):
        assert not AgencyRequest.objects.exists()
