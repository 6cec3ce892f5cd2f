"""A person says that a value is wrong: its reporter is asked, answers in time, and the draft hears of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from onedoor.exchange import actions, queries
from onedoor.exchange.models import ReportedValue
from onedoor.exchange.types import CorrectionView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from tests.exchange.conftest import DONOR_ID, Send
from tests.exchange.files import donations


@pytest.fixture
def gift(donor: UUID, charity: Actor, send: Send) -> UUID:
    """A donation of $400, as reported."""
    send(charity, donations(f"{DONOR_ID},400.00,2024-05-31,R-1"))
    return ReportedValue.objects.get().id


@pytest.fixture
def question(gift: UUID, citizen: Actor, at: datetime) -> CorrectionView:
    return actions.open_correction(reported=gift, reason="I gave more.", case=uuid4(), by=citizen, at=at)


def test_the_reporter_is_asked_and_sees_the_person_masked(
    question: CorrectionView, charity: Actor, at: datetime
) -> None:
    [asked] = queries.list_corrections("foodbank", by=charity, at=at)

    assert (asked.number, asked.reason, asked.reference) == (question.number, "I gave more.", "R-1")
    assert asked.value["amount"] == Decimal(400)
    assert DONOR_ID not in asked.identifier


def test_the_answer_is_due_in_five_working_days(
    question: CorrectionView, charity: Actor, at: datetime
) -> None:
    assert question.due_at == datetime(2025, 3, 17, 1, 0, tzinfo=UTC)
    assert not question.overdue
    [late] = queries.list_corrections("foodbank", by=charity, at=question.due_at + timedelta(minutes=1))
    assert late.overdue


def test_until_the_answer_the_value_is_disputed(question: CorrectionView, gift: UUID) -> None:
    assert ReportedValue.objects.get(id=gift).state == "disputed"


def test_asking_twice_is_asking_once(
    question: CorrectionView, gift: UUID, citizen: Actor, at: datetime
) -> None:
    assert actions.open_correction(reported=gift, reason="Again", by=citizen, at=at).number == question.number


def test_confirmed_the_value_stands(
    question: CorrectionView, gift: UUID, charity: Actor, at: datetime
) -> None:
    answered = actions.answer_correction(number=question.number, answer="confirm", by=charity, at=at)

    assert answered.state == "confirmed"
    assert ReportedValue.objects.get(id=gift).state == "current"


def test_corrected_a_new_value_stands_beside_the_old(
    question: CorrectionView, gift: UUID, charity: Actor, at: datetime
) -> None:
    actions.answer_correction(number=question.number, answer="correct", value="450.00", by=charity, at=at)

    new = ReportedValue.objects.get(state="current")
    assert (new.value["amount"], new.value["receipt"], new.supersedes) == ("450.00", "R-1", gift)
    assert ReportedValue.objects.get(id=gift).state == "corrected"


def test_withdrawn_nothing_is_left(question: CorrectionView, charity: Actor, at: datetime) -> None:
    actions.answer_correction(number=question.number, answer="withdraw", by=charity, at=at)

    assert not ReportedValue.objects.filter(state__in=("current", "disputed")).exists()


def test_an_amending_batch_answers_too(
    question: CorrectionView, charity: Actor, send: Send, at: datetime
) -> None:
    send(charity, donations(f"{DONOR_ID},450.00,2024-05-31,R-1", indicator="A"))

    assert [found.state for found in queries.list_corrections("foodbank", by=charity, at=at)] == ["corrected"]


def test_the_answer_is_news_with_the_application_it_belongs_to(
    gift: UUID, donor: UUID, citizen: Actor, charity: Actor, at: datetime
) -> None:
    application = uuid4()
    asked = actions.open_correction(reported=gift, reason="Wrong", application=application, by=citizen, at=at)

    actions.answer_correction(number=asked.number, answer="confirm", by=charity, at=at)

    [news] = journal.list_timeline(customer=donor, by=SYSTEM, events=["exchange.correction.answered"])
    assert (news.data["application"], news.data["answer"]) == (str(application), "confirmed")


def test_an_answer_is_given_once(question: CorrectionView, charity: Actor, at: datetime) -> None:
    actions.answer_correction(number=question.number, answer="confirm", by=charity, at=at)

    with pytest.raises(Conflict):
        actions.answer_correction(number=question.number, answer="withdraw", by=charity, at=at)


@pytest.mark.parametrize("value", [None, "", "a lot", "-1", "1.005", "1e400000"])
def test_an_unreadable_answer_is_refused(
    question: CorrectionView, charity: Actor, at: datetime, value: str | None
) -> None:
    with pytest.raises(Invalid):
        actions.answer_correction(number=question.number, answer="correct", value=value, by=charity, at=at)


def test_another_partner_and_a_citizen_do_not_know_the_question(
    question: CorrectionView, employer: Actor, citizen: Actor, at: datetime
) -> None:
    for other in (employer, citizen):
        with pytest.raises(NotFound):
            actions.answer_correction(number=question.number, answer="confirm", by=other, at=at)
    assert queries.list_corrections("foodbank", by=employer, at=at) == []


def test_nobody_disputes_a_strangers_value(gift: UUID, stranger: UUID, at: datetime) -> None:
    other = Actor(kind="citizen", assurance=3, customer=stranger)

    with pytest.raises(NotFound):
        actions.open_correction(reported=gift, reason="?", by=other, at=at)


def test_an_agencys_value_is_asked_of_that_agency(
    donor: UUID, citizen: Actor, officer: Actor, at: datetime
) -> None:
    from onedoor.exchange.types import NewValue

    value = [NewValue(donor, "earned_income_relief", Decimal(1000), "2024")]
    actions.report_values(register="tax-record", source="REV", values=value, by=SYSTEM, at=at)
    asked = actions.open_correction(
        reported=ReportedValue.objects.get().id, reason="I am 56.", by=citizen, at=at
    )  # fmt: skip

    answered = actions.answer_correction(
        number=asked.number, answer="correct", value="6000", by=officer, at=at
    )

    assert (asked.agency, asked.partner, answered.state) == ("REV", "", "corrected")


def test_an_officer_reads_questions_about_what_her_agency_is_told(
    question: CorrectionView, donor: UUID, officer: Actor, at: datetime
) -> None:
    [seen] = queries.list_corrections_about(donor, by=officer, at=at)
    assert (seen.number, seen.reason, seen.shut) == (question.number, "I gave more.", False)


def test_without_the_class_of_the_value_its_figures_and_words_are_left_out(
    question: CorrectionView, donor: UUID, officer: Actor, at: datetime
) -> None:
    clerk = replace(officer, permissions=frozenset({"customers.read"}))
    [seen] = queries.list_corrections_about(donor, by=clerk, at=at)
    assert (seen.shut, seen.value, seen.claimed, seen.reason) == (True, None, None, "")


def test_an_agency_that_is_told_nothing_of_it_sees_no_question(
    question: CorrectionView, donor: UUID, officer: Actor, at: datetime
) -> None:
    librarian = replace(officer, agency="LIB")
    assert queries.list_corrections_about(donor, by=librarian, at=at) == []
    assert len(queries.list_corrections_about(donor, by=replace(librarian, customer=donor), at=at)) == 1
