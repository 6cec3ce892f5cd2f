"""On time means closed in time, out of what closed or is overdue: nothing else betters the figure."""

from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from onedoor.cases import actions, queries
from onedoor.cases.models import Case
from onedoor.cases.types import OnTime
from onedoor.kernel.actors import SYSTEM, Actor
from tests.cases.conftest import Open

DAY = timedelta(days=1)


def figures(at: datetime, by: str = "all") -> OnTime:
    return queries.count_on_time(by, at=at)[0]  # type: ignore[arg-type]


def test_what_is_open_and_overdue_counts_as_broken(opened: Open, at: datetime) -> None:
    in_time, late = opened(promise="P2D"), opened(promise="P1D")
    opened(promise="P1D")
    opened(promise="P20D")
    for case in (in_time, late):
        actions.close_case(case=case.id, outcome="upheld", by=SYSTEM, at=at + timedelta(hours=30))
    found = figures(at + 3 * DAY)
    assert (found.opened, found.closed, found.in_time, found.overdue_open) == (4, 2, 1, 1)
    assert (found.due, found.share) == (3, Decimal("0.333"))


def test_the_charter_and_the_figures_are_one(opened: Open, at: datetime) -> None:
    actions.close_case(case=opened().id, outcome="upheld", by=SYSTEM, at=at + DAY)
    opened(promise="P1D")
    found, charter = figures(at + 3 * DAY, "service"), queries.charter_figures("income-tax", at=at + 3 * DAY)
    assert (found.due, found.in_time, found.share) == (charter.due, charter.kept, charter.kept_share)


def test_every_grouping_counts_every_case_once(opened: Open, citizen: Actor, at: datetime) -> None:
    opened(agency="LAB", service="job-seeker", by=citizen)
    opened(at=at + timedelta(days=30))
    for by in ("all", "agency", "service", "door", "month"):
        assert sum(row.opened for row in queries.count_on_time(by, at=at + 60 * DAY)) == 2  # type: ignore[arg-type]
    months = [row.group for row in queries.count_on_time("month", at=at + 60 * DAY)]
    doors = [row.group for row in queries.count_on_time("door", at=at + 60 * DAY)]
    assert (months, doors) == (["2025-03", "2025-04"], ["portal", "system"])


def test_time_stopped_on_a_legal_ground_is_not_late(opened: Open, officer: Actor, at: datetime) -> None:
    case = opened(promise="P2D")
    actions.stop_clock(case=case.id, reason="court", by=officer, at=at + DAY)
    assert figures(at + 9 * DAY).overdue_open == 0
    assert figures(at + 9 * DAY).stopped == 1


def test_a_stop_past_its_longest_time_saves_no_more(opened: Open, officer: Actor, at: datetime) -> None:
    case = opened(promise="P2D")
    actions.stop_clock(case=case.id, reason="reporter", by=officer, at=at + DAY)
    assert figures(at + 40 * DAY).overdue_open == 1


def test_self_served_and_assisted_are_all(opened: Open, officer: Actor, citizen: Actor, at: datetime) -> None:
    alone, helped = opened(by=citizen), opened(by=citizen)
    opened(by=citizen)  # still open
    actions.close_case(case=alone.id, outcome="assessed", rule="R1", by=citizen, at=at)
    actions.take_case(case=helped.id, by=officer, at=at)
    actions.close_case(case=helped.id, outcome="upheld", by=officer, at=at)
    found = figures(at)
    assert (found.self_served, found.assisted) == (1, 1)
    assert found.self_served + found.assisted == found.closed


ENDINGS = some.lists(some.one_of(some.none(), some.integers(0, 8)), min_size=1, max_size=5)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(endings=ENDINGS, one=some.integers(0, 4), more=some.one_of(some.none(), some.integers(1, 6)))
def test_to_close_later_or_never_betters_nothing(
    opened: Open, at: datetime, endings: list[int | None], one: int, more: int | None
) -> None:
    """Each case is promised in two days and closed after so many (None: never); one of them slips."""
    slipped = [*endings]
    one %= len(endings)
    before = endings[one]
    slipped[one] = None if more is None or before is None else before + more
    for month in ("all", "month"):
        shares = [share_of(opened, at, days, month) for days in (endings, slipped)]
        if None not in shares:
            assert shares[1] <= shares[0]


def share_of(opened: Open, at: datetime, endings: list[int | None], by: str) -> Decimal | None:
    Case.objects.all().delete()
    for days in endings:
        case = opened(promise="P2D", calendar="always")
        if days is not None:
            actions.close_case(case=case.id, outcome="upheld", by=SYSTEM, at=at + days * DAY)
    return figures(at + 20 * DAY, by).share
