"""Contractors take contacts and decide nothing; a share of what they took is checked, blind."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.contractors import load_contractors
from onedoor.cases.models import ContactSample
from onedoor.contact import actions as contact
from onedoor.contact.types import Topic
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from tests.cases.conftest import Hire, Open

FIRM = "harbour-voice"
RIGHT = {"right_answer": True, "right_routing": True, "courteous": True, "data_protected": True}
Log = Callable[[int], list[UUID]]


@pytest.fixture
def lead(hire: Hire) -> Actor:
    return hire("Ana Cruz", "CTC", "supervisor")


@pytest.fixture
def agent(hire: Hire, lead: Actor, at: datetime) -> Actor:
    """Somebody of the contractor at the contact centre."""
    who = hire("Omar Aziz", "CTC", "contact-centre")
    actions.join_contractor(
        account=who.account, contractor=FIRM, active_from=date(2025, 1, 1), by=lead, at=at
    )
    return who


@pytest.fixture
def log(agent: Actor, at: datetime) -> Log:
    """The agent writes down so many contacts."""

    def write(count: int) -> list[UUID]:
        topics = [Topic(subject="When is it due?", result="answered")]
        return [
            contact.log_interaction(customer=None, door="phone", topics=topics, by=agent, at=at).id
            for _ in range(count)
        ]

    return write


def test_the_agent_takes_contacts_opens_enquiries_and_calls_back(
    agent: Actor, log: Log, at: datetime
) -> None:
    [taken] = log(1)
    case = actions.open_enquiry(customer=None, text="When?", door="phone", interaction=taken, by=agent, at=at)
    assert queries.get_case(case.id, by=agent).number == case.number
    assert contact.request_call_back(number="+65 9123 4567", by=agent, at=at)


def test_whatever_decides_is_shut_whatever_other_post_she_holds(agent: Actor, at: datetime) -> None:
    trust_actions.give_post(
        account=agent.account, agency="CTC", role="supervisor", active_from=date(2024, 1, 1), by=SYSTEM, at=at
    )
    both = trust.actor_for(agent.account, door="desk", assurance=3, at=at)
    shut = (
        "services.decide",
        "cases.close",
        "cases.extend",
        "cases.transfer",
        "cases.grant_time",
        "cases.assign",
    )
    assert not [permission for permission in shut if both.may(permission)]
    assert both.may("contact.log")


def test_who_is_refused_learns_who_can(agent: Actor, opened: Open, at: datetime) -> None:
    case = opened(agency="CTC")
    tries: list[Callable[[], Any]] = [
        lambda: actions.close_case(case=case.id, outcome="approved", by=agent, at=at),
        lambda: actions.extend_case(case=case.id, ground="expert", term="P1D", reason="x", by=agent, at=at),
        lambda: actions.transfer(case=case.id, agency="REV", reason="x", by=agent, at=at),
        lambda: actions.stop_clock(case=case.id, reason="court", by=agent, at=at),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed) as refused:
            attempt()
        assert "Supervisor" in trust.say_who_may(refused.value.facts["needs"])["en"]
    assert queries.get_case(case.id, by=SYSTEM).is_open


def test_the_same_contacts_are_drawn_however_often(log: Log, at: datetime) -> None:
    taken = log(40)
    first = actions.draw_samples(by=SYSTEM, at=at + timedelta(hours=1))
    assert 0 < first < 40
    drawn = set(ContactSample.objects.values_list("interaction", flat=True))
    assert drawn <= set(taken)
    assert actions.draw_samples(by=SYSTEM, at=at + timedelta(hours=2)) == 0
    ContactSample.objects.all().delete()
    actions.draw_samples(by=SYSTEM, at=at + timedelta(hours=3))
    assert set(ContactSample.objects.values_list("interaction", flat=True)) == drawn


def test_who_checks_does_not_see_whose_contact_it_is(log: Log, lead: Actor, at: datetime) -> None:
    log(40)
    actions.draw_samples(by=SYSTEM, at=at + timedelta(hours=1))
    sample = queries.list_samples(by=lead)[0]
    assert (sample.contractor, sample.interaction.officer, sample.interaction.officer_name) == ("", None, "")
    assert sample.interaction.topics[0].subject == "When is it due?"


def test_the_score_of_the_month_appears(log: Log, lead: Actor, at: datetime) -> None:
    log(40)
    later = at + timedelta(hours=1)
    actions.draw_samples(by=SYSTEM, at=later)
    first, second, *_rest = queries.list_samples(by=lead)
    actions.score_sample(sample=first.id, **RIGHT, by=lead, at=later)
    wrong = RIGHT | {"right_answer": False}
    actions.score_sample(sample=second.id, **wrong, comment="The day is the 18th.", by=lead, at=later)
    month = next(one for one in queries.count_contractor_months(by=lead, at=later) if one.contractor == FIRM)
    assert (month.month, month.contacts, month.checked, month.right) == ("2025-03", 40, 2, 1)
    assert (month.points, month.accuracy) == ((1, 2, 2, 2), Decimal("0.500"))
    assert queries.get_sample(first.id, by=lead).contractor == FIRM


def test_it_is_scored_once_with_a_word_where_it_was_wrong_and_by_nobody_else(
    log: Log, lead: Actor, agent: Actor, supervisor: Actor, at: datetime
) -> None:
    log(40)
    later = at + timedelta(hours=1)
    actions.draw_samples(by=SYSTEM, at=later)
    sample = queries.list_samples(by=lead)[0].id
    with pytest.raises(Invalid):
        actions.score_sample(sample=sample, **(RIGHT | {"courteous": False}), by=lead, at=later)
    with pytest.raises(NotAllowed):
        actions.score_sample(sample=sample, **RIGHT, by=agent, at=later)
    with pytest.raises(NotFound):  # a supervisor of another agency
        actions.score_sample(sample=sample, **RIGHT, by=supervisor, at=later)
    actions.score_sample(sample=sample, **RIGHT, by=lead, at=later)
    with pytest.raises(Conflict):
        actions.score_sample(sample=sample, **RIGHT, by=lead, at=later)


def test_only_a_role_that_never_decides_works_for_a_firm(hire: Hire, lead: Actor, at: datetime) -> None:
    own = hire("Ping Koh", "CTC", "phone-officer")
    with pytest.raises(Invalid):
        actions.join_contractor(
            account=own.account, contractor=FIRM, active_from=date(2025, 1, 1), by=lead, at=at
        )
    with pytest.raises(NotFound):
        actions.join_contractor(
            account=own.account, contractor="nobody", active_from=date(2025, 1, 1), by=lead, at=at
        )


def test_a_contact_counts_for_the_firm_of_its_day(agent: Actor, log: Log, lead: Actor, at: datetime) -> None:
    log(2)
    actions.join_contractor(
        account=agent.account, contractor="clear-line", active_from=date(2025, 3, 11), by=lead, at=at
    )
    found = {
        one.contractor: one.contacts
        for one in queries.count_contractor_months(by=lead, at=at + timedelta(days=1), months=1)
    }
    assert found == {FIRM: 2, "clear-line": 0}


def test_a_file_with_mistakes_is_refused(tmp_path: Path) -> None:
    (file := tmp_path / "contractors.yaml").write_text(
        "a: {title: {en: A}, agency: CTC, sample: 2, accuracy: 0.9, contacts: 1}\nb: {agency: CTC}\n"
    )
    with pytest.raises(Faulty) as faulty:
        load_contractors(file)
    assert len(faulty.value.faults) == 3
