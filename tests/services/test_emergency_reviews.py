"""What was opened in an emergency is reviewed in a case with a clock; what was not right is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.cases import actions as cases
from onedoor.cases import queries as of_cases
from onedoor.cases.figures import count_on_time
from onedoor.cases.models import Case
from onedoor.cases.types import EMERGENCY_REVIEW, Lane
from onedoor.contact.models import Message
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.services import actions
from onedoor.trust import actions as trust_actions
from onedoor.trust.models import Emergency
from tests.cases.conftest import Hire, hire

__all__ = ["hire"]
pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]
HAPPENED = "She lies unconscious at our counter; the ambulance asks what she takes."
WHY = "The ambulance confirmed that it asked for this."
DAY = timedelta(days=1)


@pytest.fixture
def helper(hire: Hire) -> Actor:
    return hire("Grace Lim", agency="CIV", role="counter-officer")


@pytest.fixture
def lead(hire: Hire) -> Actor:
    return hire("Rosa Lau", agency="CIV", role="supervisor")


@pytest.fixture
def emergency(helper: Actor, mei: UUID, at: datetime, deliver: Deliver) -> UUID:
    opened = trust_actions.open_emergency(customer=mei, kind="medical", reason=HAPPENED, by=helper, at=at)
    deliver()
    return opened.id


def review(emergency: UUID, by: Actor, at: datetime, *, right: bool = True) -> None:
    actions.review_emergency(emergency=emergency, was_right=right, reason=WHY, by=by, at=at)


def the_case() -> Case:
    return Case.objects.get(kind=EMERGENCY_REVIEW)


def test_it_opens_a_case_of_the_agency_with_a_clock_of_two_working_days(
    emergency: UUID, lead: Actor, at: datetime
) -> None:
    case = the_case()
    row = Emergency.objects.get()
    assert (case.agency, case.customer, case.promised_at) == ("CIV", None, row.review_by)
    assert row.case == case.id
    assert case.number in [one.number for one in of_cases.list_queue(by=lead, at=at)]


def test_the_case_names_neither_the_person_nor_what_happened(emergency: UUID, mei: UUID) -> None:
    case = the_case()
    assert HAPPENED not in str(case.subject)
    entry = JournalEntry.objects.get(event="cases.case.opened")
    assert entry.customer is None
    assert str(mei) not in str(entry.data)


def test_told_twice_it_is_one_case(emergency: UUID, at: datetime) -> None:
    assert actions.open_review_case(emergency=emergency, by=SYSTEM, at=at) == the_case().id
    assert Case.objects.count() == 1


def test_the_review_ends_the_case_by_the_supervisor_with_her_reason(
    emergency: UUID, lead: Actor, at: datetime
) -> None:
    review(emergency, lead, at)
    case = the_case()
    assert (case.outcome, case.reason, case.owner) == ("justified", WHY, lead.account)
    entry = JournalEntry.objects.get(event="trust.emergency.reviewed")
    assert (entry.actor, entry.data["was_right"], entry.case) == (lead.account, True, case.id)
    assert WHY not in str(entry.data)


def test_without_a_reason_nothing_is_reviewed(emergency: UUID, lead: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.review_emergency(emergency=emergency, was_right=False, reason="no", by=lead, at=at)
    assert the_case().closed_at is None


def test_reviewed_before_the_news_came_it_is_one_case_all_the_same(
    helper: Actor, lead: Actor, mei: UUID, at: datetime, deliver: Deliver
) -> None:
    opened = trust_actions.open_emergency(customer=mei, kind="medical", reason=HAPPENED, by=helper, at=at)
    review(opened.id, lead, at)
    deliver()
    assert the_case().outcome == "justified"


def test_the_case_is_not_closed_by_hand(emergency: UUID, lead: Actor, at: datetime) -> None:
    cases.take_case(case=the_case().id, by=lead, at=at)
    with pytest.raises(NotAllowed):
        cases.close_case(case=the_case().id, outcome="answered", reason="Seen", by=lead, at=at)


def test_what_was_right_is_told_to_nobody_by_message(emergency: UUID, lead: Actor, at: datetime) -> None:
    review(emergency, lead, at)
    assert not Message.objects.exists()


def test_what_was_not_right_is_told_to_her_once_and_without_the_reviewers_words(
    emergency: UUID, lead: Actor, mei: UUID, at: datetime
) -> None:
    review(emergency, lead, at, right=False)
    assert the_case().outcome == "not-justified"
    message = Message.objects.get(customer=mei)
    assert "was not right" in message.body["en"]
    assert "没有正当理由" in message.body["zh-hans"]
    assert WHY not in str(message.body)
    assert actions.tell_of_reviews(by=SYSTEM, at=at + DAY) == 0
    assert Message.objects.count() == 1


def test_under_lawful_secrecy_she_is_told_when_it_ends(
    helper: Actor, lead: Actor, mei: UUID, at: datetime
) -> None:
    later = at + 30 * DAY
    opened = trust_actions.open_emergency(
        customer=mei, kind="child", reason=HAPPENED, visible_from=later, by=helper, at=at
    )
    review(opened.id, lead, at, right=False)
    assert not Message.objects.exists()
    assert JournalEntry.objects.get(event="trust.emergency.reviewed").visible_from == later
    assert actions.tell_of_reviews(by=SYSTEM, at=later) == 1
    assert Message.objects.get().customer == mei


def test_the_auditor_sees_what_was_not_right_and_what_nobody_reviewed(
    emergency: UUID, helper: Actor, lead: Actor, hire: Hire, mei: UUID, at: datetime
) -> None:
    auditor = hire("Nils Berg", agency="CIO", role="auditor")
    assert trust_actions.audit_emergencies(by=auditor, at=at) == []
    [late] = trust_actions.audit_emergencies(by=auditor, at=at + 10 * DAY)
    assert late.reviewed_at is None
    review(emergency, lead, at + DAY, right=False)
    [wrong] = trust_actions.audit_emergencies(by=auditor, at=at + DAY)
    assert (wrong.officer_name, wrong.finding) == ("Grace Lim", WHY)
    for other in (lead, helper):
        with pytest.raises(NotAllowed):
            trust_actions.audit_emergencies(by=other, at=at)
    read = JournalEntry.objects.filter(event="trust.emergencies.audited")
    looked = read.order_by("happened_at", "position")
    assert [(entry.actor, entry.data["count"]) for entry in looked] == [
        (auditor.account, 0),
        (auditor.account, 1),
        (auditor.account, 1),
    ]


def test_an_overdue_review_stands_in_the_figures_and_is_urgent(
    emergency: UUID, hire: Hire, at: datetime
) -> None:
    duty = hire("Dan Ong", agency="CIV", role="duty-officer")
    [before] = count_on_time("agency", at=at, kinds=[EMERGENCY_REVIEW])
    assert (before.group, before.overdue_open) == ("CIV", 0)
    late = at + 5 * DAY
    cases.hurry_due(by=SYSTEM, at=late)
    case = the_case()
    assert (case.lane, case.owner) == (Lane.URGENT, duty.account)
    [after] = count_on_time("agency", at=late, kinds=[EMERGENCY_REVIEW])
    assert (after.overdue_open, after.in_time) == (1, 0)


def test_nobody_takes_it_so_it_goes_on_to_the_supervisor(
    emergency: UUID, hire: Hire, lead: Actor, at: datetime
) -> None:
    hire("Dan Ong", agency="CIV", role="duty-officer")
    late = at + 5 * DAY
    cases.hurry_due(by=SYSTEM, at=late)
    for minutes in range(6, 40, 6):
        cases.escalate_urgent(by=SYSTEM, at=late + timedelta(minutes=minutes))
    assert the_case().owner == lead.account


def test_reviewed_after_another_took_the_case_it_ends_all_the_same(
    emergency: UUID, hire: Hire, lead: Actor, at: datetime
) -> None:
    other = hire("Dan Ong", agency="CIV", role="duty-officer")
    cases.take_case(case=the_case().id, by=other, at=at)
    review(emergency, lead, at)
    assert the_case().closed_at == at


def test_only_a_supervisor_of_the_agency_reviews_and_never_whoever_opened_it(
    emergency: UUID, helper: Actor, hire: Hire, at: datetime
) -> None:
    for by in (helper, replace(helper, permissions=helper.permissions | {"emergencies.review"})):
        with pytest.raises(NotAllowed):
            review(emergency, by, at)
    assert the_case().closed_at is None
