"""The officer on duty is rung about urgent work: she takes it, passes it on, or the next is rung."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from onedoor.cases import actions, queries
from onedoor.cases.actions.leaving import give_back_cases
from onedoor.cases.models import DutyCall, DutyNumber
from onedoor.cases.types import DutyCallState, DutyRing
from onedoor.contact.models import OutsideMessage
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from tests.cases.conftest import Hire, Open

HALF_A_MINUTE = timedelta(seconds=30)
Duty = Callable[..., Actor]


@pytest.fixture
def duty(hire: Hire, at: datetime) -> Duty:
    """An officer whom the roster of REV names, with a number."""

    def make(name: str, number: str, role: str = "duty-officer") -> Actor:
        officer = hire(name, role=role)
        actions.set_duty_number(number=number, by=officer, at=at)
        return officer

    return make


def claim(at: datetime) -> DutyRing:
    ring = actions.claim_duty_call(by=SYSTEM, at=at)
    assert ring is not None
    return ring


def rung(at: datetime) -> list[tuple[str, str]]:
    """Rings until nobody is left whom nobody has reached."""
    found = []
    while ring := actions.claim_duty_call(by=SYSTEM, at=at):
        found.append((DutyCall.objects.get(id=ring.id).name, ring.number))
        actions.miss_duty_call(call=ring.id, placed=True, by=SYSTEM, at=at)
        at += HALF_A_MINUTE
    return found


def test_she_takes_it(duty: Duty, opened: Open, at: datetime) -> None:
    ada = duty("Ada One", "+6591230001")
    case = opened(lane="urgent")

    ring = claim(at)

    assert ring.number == "+6591230001"
    said = actions.answer_duty_call(call=ring.id, key="1", by=SYSTEM, at=at)
    assert said is DutyCallState.TAKEN
    now = queries.get_case(case.id, by=SYSTEM)
    assert (now.owner, now.taken_at) == (ada.account, at)
    assert actions.claim_duty_call(by=SYSTEM, at=at + HALF_A_MINUTE) is None


def test_she_passes_it_and_the_next_is_rung_at_once(duty: Duty, opened: Open, at: datetime) -> None:
    duty("Ada One", "+6591230001")
    duty("Sue Three", "+6591230003", role="supervisor")
    case = opened(lane="urgent")

    said = actions.answer_duty_call(call=claim(at).id, key="2", by=SYSTEM, at=at)

    assert said is DutyCallState.PASSED
    assert claim(at).number == "+6591230003"
    assert queries.get_case(case.id, by=SYSTEM).owner_name == "Sue Three"


def test_with_the_last_it_stays_and_she_is_not_rung_again(duty: Duty, opened: Open, at: datetime) -> None:
    duty("Sue Three", "+6591230003", role="supervisor")
    case = opened(lane="urgent")

    said = actions.answer_duty_call(call=claim(at).id, key="2", by=SYSTEM, at=at)

    assert said is DutyCallState.STAYS
    assert queries.get_case(case.id, by=SYSTEM).owner_name == "Sue Three"
    assert actions.claim_duty_call(by=SYSTEM, at=at + HALF_A_MINUTE) is None


def test_nobody_answers_and_it_goes_up_to_the_supervisor(duty: Duty, opened: Open, at: datetime) -> None:
    duty("Ada One", "+6591230001")
    duty("Sue Three", "+6591230003", role="supervisor")
    case = opened(lane="urgent")

    assert rung(at) == [("Ada One", "+6591230001")] * 2 + [("Sue Three", "+6591230003")] * 2
    assert queries.get_case(case.id, by=SYSTEM).owner_name == "Sue Three"
    assert [text.kind for text in OutsideMessage.objects.all()] == ["phone", "phone"]
    told = JournalEntry.objects.filter(event__startswith="cases.duty.").values_list("event", flat=True)
    assert sorted(told) == ["cases.duty.missed"] * 4 + ["cases.duty.rung"] * 4 + ["cases.duty.texted"] * 2


def test_the_second_attempt_waits_a_little(duty: Duty, opened: Open, at: datetime) -> None:
    duty("Ada One", "+6591230001")
    opened(lane="urgent")
    actions.miss_duty_call(call=claim(at).id, placed=False, by=SYSTEM, at=at)

    assert actions.claim_duty_call(by=SYSTEM, at=at + timedelta(seconds=5)) is None
    assert DutyCall.objects.get().state == DutyCallState.FAILED


def test_two_urgent_cases_do_not_ring_one_officer_at_once(duty: Duty, opened: Open, at: datetime) -> None:
    duty("Ada One", "+6591230001")
    opened(lane="urgent")
    opened(lane="urgent")
    first = claim(at)

    assert actions.claim_duty_call(by=SYSTEM, at=at) is None
    actions.answer_duty_call(call=first.id, key="1", by=SYSTEM, at=at)
    assert claim(at).id != first.id


def test_what_somebody_took_at_the_desk_meanwhile_is_over(
    duty: Duty, officer: Actor, opened: Open, at: datetime
) -> None:
    duty("Ada One", "+6591230001")
    case = opened(lane="urgent")
    ring = claim(at)
    actions.take_case(case=case.id, by=officer, at=at)

    assert actions.answer_duty_call(call=ring.id, key="1", by=SYSTEM, at=at) is DutyCallState.OVER
    assert queries.get_case(case.id, by=SYSTEM).owner == officer.account


def test_a_key_that_means_nothing_and_a_key_pressed_twice(duty: Duty, opened: Open, at: datetime) -> None:
    duty("Ada One", "+6591230001")
    opened(lane="urgent")
    ring = claim(at)

    assert actions.answer_duty_call(call=ring.id, key="7", by=SYSTEM, at=at) is DutyCallState.RINGING
    assert actions.answer_duty_call(call=ring.id, key="1", by=SYSTEM, at=at) is DutyCallState.TAKEN
    assert actions.answer_duty_call(call=ring.id, key="2", by=SYSTEM, at=at) is DutyCallState.TAKEN


def test_a_call_that_was_lost_with_its_process_is_over(
    duty: Duty, opened: Open, at: datetime, settings: Settings
) -> None:
    settings.DUTY_CALL_TRIES = 3
    duty("Ada One", "+6591230001")
    opened(lane="urgent")
    lost = claim(at)

    assert actions.claim_duty_call(by=SYSTEM, at=at + timedelta(minutes=5)) is None
    assert DutyCall.objects.get(id=lost.id).state == DutyCallState.MISSED
    assert claim(at + timedelta(minutes=6)).id != lost.id


def test_without_a_number_nobody_is_rung_and_the_roster_says_so(
    hire: Hire, opened: Open, at: datetime
) -> None:
    hire("Ada One", role="duty-officer")
    opened(lane="urgent")

    assert actions.claim_duty_call(by=SYSTEM, at=at) is None
    assert [(one.agency, one.name) for one in queries.list_unreachable(at=at)] == [("REV", "Ada One")]


def test_her_number_is_sealed_changed_and_taken_away(hire: Hire, at: datetime) -> None:
    ada = hire("Ada One", role="duty-officer")
    actions.set_duty_number(number="9123 0001", by=ada, at=at)

    assert queries.find_duty_number(by=ada) == "+6591230001"
    assert b"91230001" not in bytes(DutyNumber.objects.get().number)
    assert queries.list_duty_numbers("REV", at) == ["+6591230001"]
    actions.set_duty_number(number="", by=ada, at=at)
    assert queries.list_duty_numbers("REV", at) == []


def test_the_number_of_whoever_leaves_is_forgotten(duty: Duty, at: datetime) -> None:
    ada = duty("Ada One", "+6591230001")
    assert ada.account is not None

    give_back_cases(owner=ada.account, by=SYSTEM, at=at)

    assert not DutyNumber.objects.exists()


@pytest.mark.parametrize("wrong", ["12", "ada@rev.example", "call me"])
def test_what_is_no_number_is_refused(hire: Hire, at: datetime, wrong: str) -> None:
    with pytest.raises(Invalid):
        actions.set_duty_number(number=wrong, by=hire("Ada One", role="duty-officer"), at=at)


def test_a_citizen_neither_sets_a_number_nor_rings(citizen: Actor, at: datetime, db: None) -> None:
    with pytest.raises(NotAllowed):
        actions.set_duty_number(number="9123 0001", by=citizen, at=at)
    with pytest.raises(NotAllowed):
        actions.claim_duty_call(by=citizen, at=at)


def test_the_desk_shows_attempts_to_those_who_may_see_the_case(
    duty: Duty, elsewhere: Actor, opened: Open, at: datetime
) -> None:
    ada = duty("Ada One", "+6591230001")
    opened(lane="urgent")
    claim(at)

    (seen,) = queries.list_duty_calls(by=ada, at=at)

    assert (seen.name, seen.attempt, seen.state) == ("Ada One", 1, DutyCallState.RINGING)
    assert queries.list_duty_calls(by=elsewhere, at=at) == []
