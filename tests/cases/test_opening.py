"""A case is born with a number, a promise and, when it is urgent, an owner."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from onedoor.cases import queries
from onedoor.cases.types import Lane
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from tests.cases.conftest import Hire, Open

CITY = ZoneInfo("Asia/Singapore")
AFTER_HOURS = datetime(2025, 3, 10, 18, 5, tzinfo=CITY)


def test_the_promise_is_kept_on_the_calendar(opened: Open) -> None:
    case = opened(promise="P2D", at=datetime(2025, 3, 14, 16, tzinfo=CITY))
    assert case.promised_at == datetime(2025, 3, 18, 16, tzinfo=CITY)


def test_a_changed_charter_leaves_open_cases_alone(opened: Open) -> None:
    old, new = opened(promise="P5D"), opened(promise="P3D")
    assert queries.get_case(old.id, by=SYSTEM).promise == "P5D"
    assert new.promised_at < queries.get_case(old.id, by=SYSTEM).promised_at == old.promised_at


def test_an_officer_opens_cases_only_where_her_role_says_so(opened: Open, hire: Hire) -> None:
    assert opened(by=hire("Siti Osman", role="counter-officer")).is_open
    with pytest.raises(NotAllowed, match=r"cases\.open"):
        opened(by=hire("Dr Wong", agency="HLT", role="medical-officer"))


def test_a_customer_needs_no_role_to_open_a_case(opened: Open, citizen: Actor) -> None:
    assert opened(by=citizen).is_open


def test_a_promise_longer_than_the_law_is_refused(opened: Open) -> None:
    with pytest.raises(Invalid, match="promise_beyond_law"):
        opened(promise="P10D", legal_term="P5D")


def test_a_promise_of_nothing_is_refused(opened: Open) -> None:
    with pytest.raises(ValueError, match="not a term"):
        opened(promise="P0D")


def test_an_unknown_calendar_is_refused(opened: Open) -> None:
    with pytest.raises(NotFound):
        opened(calendar="moon")


def test_it_shares_the_number_of_its_application(opened: Open) -> None:
    assert opened(number="HC-7K3M-Q9TD-4").number == "HC-7K3M-Q9TD-4"
    assert opened().number.startswith("HC-")


def test_after_hours_and_leaving_tomorrow_it_has_an_owner_at_once(opened: Open, hire: Hire) -> None:
    duty = hire("Siti Rahman", role="duty-officer")
    case = opened(lane="urgent", promise="PT60M", calendar="always", at=AFTER_HOURS)
    assert (case.lane, case.owner, case.owner_name) == (Lane.URGENT, duty.account, "Siti Rahman")
    assert case.owned_at == AFTER_HOURS
    assert case.promised_at == AFTER_HOURS + timedelta(hours=1)


def test_a_citizen_can_open_urgent_work_herself(opened: Open, hire: Hire, citizen: Actor) -> None:
    duty = hire("Siti Rahman", role="duty-officer")
    with scoped(citizen):
        assert opened(lane="urgent", by=citizen, at=AFTER_HOURS).owner == duty.account


def test_an_agency_without_a_roster_is_answered_for(opened: Open, hire: Hire) -> None:
    duty = hire("Ana Cruz", agency="CTC", role="duty-officer")
    case = opened(agency="LIB", lane="urgent", at=AFTER_HOURS)
    assert case.owner == duty.account
    assert case.cooperating == ("CTC",)


def test_it_is_urgent_from_the_moment_named(opened: Open, at: datetime) -> None:
    assert opened(urgent_after=at + timedelta(hours=1)).lane is Lane.NORMAL
    assert opened(urgent_after=at).lane is Lane.URGENT


def test_ordinary_work_waits_in_its_queue_for_an_owner(opened: Open, officer: Actor) -> None:
    assert opened().owner is None


def test_the_agency_that_was_asked_first_keeps_co_operating(opened: Open, hire: Hire) -> None:
    phone = hire("Ana Cruz", agency="CTC", role="phone-officer")
    with scoped(phone):
        case = opened(agency="REV", by=phone)
        assert queries.get_case(case.id, by=phone).cooperating == ("CTC",)
