"""Somebody answers for urgent work at every hour; who does not answer within five minutes is passed over."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.catalogue import get_roster, load_roster
from onedoor.cases.duty import list_on_duty
from onedoor.cases.tasks import escalate_unowned
from onedoor.cases.types import Lane
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import now
from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import NotAllowed
from tests.cases.conftest import Hire, Open

SIX_MINUTES = timedelta(minutes=6)


def test_there_is_no_gap_in_8760_hours() -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    for duty in get_roster().duties.values():
        uncovered = [h for h in range(8760) if len(duty.asked_at(start + timedelta(hours=h))) < 2]
        assert uncovered == [], duty.agency


def test_a_night_shift_belongs_to_the_day_on_which_it_began() -> None:
    revenue = get_roster().duties["REV"]
    friday_night = datetime.fromisoformat("2025-03-14T19:00+08:00")
    saturday_morning = datetime.fromisoformat("2025-03-15T07:59+08:00")
    monday_before_dawn = datetime.fromisoformat("2025-03-17T05:00+08:00")
    for moment in (friday_night, saturday_morning, monday_before_dawn):
        assert revenue.asked_at(moment) == ("duty-officer", "supervisor")


ALL_WEEK = "{days: mon-sun, hours: 00:00-24:00, officers: [x]}"
ROSTER = "otherwise: {otherwise}\nduty:\n  A:\n    shifts:\n      - {shift}\n    supervisor: {supervisor}\n"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"shift": "{days: mon-fri, hours: 00:00-24:00, officers: [x]}"}, 3),  # nobody on Saturday
        ({"shift": "{days: noday, hours: 00:00-24:00, officers: [x]}"}, 5),
        ({"shift": "{days: mon-sun, hours: 00:00-24:00}"}, 5),
        ({"otherwise": "B"}, 1),
        ({"supervisor": ""}, 3),
    ],
)
def test_a_roster_with_a_hole_is_refused(tmp_path: Path, wrong: dict[str, str], line: int) -> None:
    (tmp_path / "duty.yaml").write_text(
        ROSTER.format(**({"shift": ALL_WEEK, "otherwise": "A", "supervisor": "s"} | wrong))
    )
    with pytest.raises(Faulty) as faulty:
        load_roster(tmp_path / "duty.yaml")
    assert [fault.line for fault in faulty.value.faults] == [line]


def test_the_pool_takes_turns_by_the_day(hire: Hire, at: datetime) -> None:
    hire("Ada One", role="duty-officer")
    hire("Ben Two", role="duty-officer")
    first = [list_on_duty("REV", at + timedelta(days=day))[0].name for day in range(4)]
    assert first[0] != first[1]
    assert first[:2] == first[2:]


def test_nobody_is_asked_twice(hire: Hire, at: datetime) -> None:
    hire("Ada One", role="duty-officer")
    hire("Sue Three", role="supervisor")
    assert [officer.name for officer in list_on_duty("REV", at)] == ["Ada One", "Sue Three"]


def test_urgent_work_moves_on_until_somebody_takes_it(opened: Open, hire: Hire, at: datetime) -> None:
    hire("Ada One", role="duty-officer")
    hire("Ben Two", role="duty-officer")
    hire("Sue Three", role="supervisor")
    case, owners = opened(lane="urgent"), []
    for turn in range(4):
        owners.append(queries.get_case(case.id, by=SYSTEM).owner_name)
        actions.escalate_urgent(by=SYSTEM, at=at + SIX_MINUTES * (turn + 1))
    assert sorted(owners[:2]) == ["Ada One", "Ben Two"]
    assert owners[2:] == ["Sue Three", "Sue Three"]


def test_work_that_was_taken_stays(opened: Open, hire: Hire, at: datetime) -> None:
    duty = hire("Ada One", role="duty-officer")
    hire("Sue Three", role="supervisor")
    case = opened(lane="urgent")
    actions.take_case(case=case.id, by=duty, at=at + timedelta(minutes=2))
    assert actions.escalate_urgent(by=SYSTEM, at=at + timedelta(hours=3)) == []


def test_before_five_minutes_nobody_is_passed_over(opened: Open, hire: Hire, at: datetime) -> None:
    hire("Ada One", role="duty-officer")
    hire("Sue Three", role="supervisor")
    opened(lane="urgent")
    assert actions.escalate_urgent(by=SYSTEM, at=at + timedelta(minutes=4)) == []


def test_work_born_when_nobody_was_there_finds_an_owner_later(opened: Open, hire: Hire) -> None:
    case = opened(lane="urgent", at=now())
    assert case.owner is None
    duty = hire("Ada One", role="duty-officer")
    escalate_unowned()
    escalate_unowned()
    assert queries.get_case(case.id, by=SYSTEM).owner == duty.account


def test_work_becomes_urgent_when_its_moment_comes(opened: Open, hire: Hire, at: datetime) -> None:
    duty = hire("Ada One", role="duty-officer")
    case = opened(urgent_after=at + timedelta(hours=2))
    assert actions.hurry_due(by=SYSTEM, at=at + timedelta(hours=1)) == []
    assert actions.hurry_due(by=SYSTEM, at=at + timedelta(hours=2)) == [case.id]
    after = queries.get_case(case.id, by=SYSTEM)
    assert (after.lane, after.owner, after.promised_at) == (Lane.URGENT, duty.account, case.promised_at)
    assert actions.hurry_due(by=SYSTEM, at=at + timedelta(hours=3)) == []


def test_a_citizen_cannot_set_off_the_escalation(db: None, citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.escalate_urgent(by=citizen, at=at)
