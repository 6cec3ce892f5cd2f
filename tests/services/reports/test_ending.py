"""The end of a report: what was done is said, and who reported says how well."""

from collections.abc import Callable
from datetime import datetime

import pytest

from onedoor.cases import actions as case_actions
from onedoor.cases.models import Case
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.scope import scoped
from onedoor.services import actions, queries
from onedoor.services.reports.keys import rating_key
from tests.services.reports.conftest import File, visit


@pytest.fixture
def done(file: File, mender: Actor, at: datetime) -> tuple[str, Actor]:
    """A mended pothole, and who reported it."""
    who = visit(at)
    filed = file(by=who)
    with scoped(mender):
        actions.finish_report(application=filed.application, notes="Filled.", by=mender, at=at)
    return filed.number, who


def test_what_was_done_must_be_said(file: File, mender: Actor, at: datetime) -> None:
    with scoped(mender), pytest.raises(Invalid):
        actions.finish_report(application=file().application, notes="  ", by=mender, at=at)


def test_a_report_is_finished_once(done: tuple[str, Actor], mender: Actor, at: datetime) -> None:
    found = queries.find_report(done[0])

    assert found is not None
    assert (found.state, found.notes, found.closed_at) == ("closed", "Filled.", at)


@pytest.mark.parametrize(("rating", "follow_ups"), [(1, 1), (2, 1), (3, 0), (5, 0)])
def test_a_low_rating_is_looked_at_again(
    done: tuple[str, Actor], at: datetime, rating: int, follow_ups: int
) -> None:
    number, who = done

    actions.rate_report(number=number, rating=rating, by=who, at=at)

    cases = Case.objects.filter(kind="follow-up")
    assert cases.count() == follow_ups
    assert all(case.agency == "CTY" and case.parent_id for case in cases)


def test_only_who_reported_rates_and_only_once(done: tuple[str, Actor], at: datetime) -> None:
    number, who = done
    stranger = visit(at)

    with pytest.raises(NotFound):
        actions.rate_report(number=number, rating=1, by=stranger, at=at)
    with pytest.raises(NotFound):
        actions.rate_report(number=number, rating=1, key="0" * 32, by=ANONYMOUS, at=at)
    with pytest.raises(Invalid):
        actions.rate_report(number=number, rating=6, by=who, at=at)
    assert actions.rate_report(number=number, rating=4, key=rating_key(number), by=ANONYMOUS, at=at) == 4
    with pytest.raises(Conflict):
        actions.rate_report(number=number, rating=1, by=who, at=at)


def test_nothing_is_rated_before_its_end(file: File, at: datetime) -> None:
    who = visit(at)
    number = file(by=who).number

    assert not queries.may_rate(number, by=who)
    with pytest.raises(Conflict):
        actions.rate_report(number=number, rating=1, by=who, at=at)


def test_a_case_that_an_officer_closes_ends_the_report_with_its_reason(
    file: File, at: datetime, deliver: Callable[[], int]
) -> None:
    filed = file()
    assert filed.case is not None
    case_actions.close_case(
        case=filed.case, outcome="refused", reason="This is private ground.", by=SYSTEM, at=at
    )

    deliver()

    found = queries.find_report(filed.number)
    assert found is not None
    assert (found.state, found.notes) == ("closed", "This is private ground.")


def test_a_report_follows_its_case_to_another_agency(
    file: File, at: datetime, deliver: Callable[[], int]
) -> None:
    filed = file(ground="border")
    assert filed.case is not None
    case_actions.transfer(case=filed.case, agency="PRK", reason="It is their tree.", by=SYSTEM, at=at)

    deliver()

    found = queries.find_report(filed.number)
    assert found is not None
    assert found.agency == "PRK"
