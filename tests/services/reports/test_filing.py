"""A report is filed without a name, goes to the agency in charge, and has its clock."""

from datetime import datetime, timedelta

import pytest

from onedoor.cases import queries as cases
from onedoor.kernel.actors import ANONYMOUS, SYSTEM
from onedoor.kernel.errors import Invalid, NotFound, StepUpNeeded
from onedoor.kernel.scope import scoped
from onedoor.services import actions, queries
from onedoor.services.queries.reports import ReportFilters
from onedoor.trust.types import TooMany
from tests.services.reports.conftest import PLACE, File, visit


def test_a_report_without_a_name_is_on_the_map(file: File) -> None:
    filed = file()

    found = queries.find_report(filed.number)

    assert found is not None
    assert (found.kind, found.agency, found.state) == ("pothole", "CTY", "open")
    assert (found.lat, found.long, found.address) == (5.209, 105.052, "60 Lighthouse Lane")


@pytest.mark.parametrize(
    ("kind", "more", "promised"),
    [
        ("pothole", {"depth": "deep"}, timedelta(days=3)),
        ("street_light", {}, timedelta(days=5)),
        ("blocked_drain", {}, timedelta(hours=24)),
        ("fallen_tree", {}, timedelta(hours=4)),
        ("rubbish", {}, timedelta(days=2)),
        ("noise", {"heard_at": "2025-03-09 23:30"}, timedelta(hours=2)),
        ("noise", {"heard_at": "2025-03-09 12:30"}, timedelta(days=2)),
        ("noise", {"heard_at": "2025-03-10 06:59"}, timedelta(hours=2)),
        ("noise", {"heard_at": "2025-03-10 07:00"}, timedelta(days=2)),
        ("stray_animal", {}, timedelta(days=1)),
        ("broken_lift", {"ground": "estate"}, timedelta(hours=4)),
    ],
)
def test_every_kind_has_its_clock(
    file: File, at: datetime, kind: str, more: dict[str, str], promised: timedelta
) -> None:
    filed = file(kind=kind, **more)

    assert filed.case is not None
    assert cases.get_case(filed.case, by=SYSTEM).promised_at == at + promised


@pytest.mark.parametrize(
    ("kind", "ground", "lead"),
    [
        ("pothole", "street", "CTY"),
        ("fallen_tree", "street", "PRK"),
        ("fallen_tree", "estate", "HSG"),
        ("broken_lift", "estate", "HSG"),
        ("broken_lift", "transport", "TRN"),
        ("rubbish", "park", "PRK"),
        ("rubbish", "border", "CTC"),
        ("street_light", "unsure", "CTC"),
    ],
)
def test_the_agency_in_charge_leads_and_borders_go_to_the_contact_centre(
    file: File, kind: str, ground: str, lead: str
) -> None:
    filed = file(kind=kind, ground=ground)

    assert filed.case is not None
    case = cases.get_case(filed.case, by=SYSTEM)
    assert case.agency == lead
    assert case.cooperating == (() if lead == "CTC" else ("CTC",))


def test_who_gave_no_name_sees_her_own_report_and_no_other(file: File, at: datetime) -> None:
    one, other = visit(at), visit(at)
    filed = file(by=one)

    with scoped(one):
        assert queries.get_application(filed.number, by=one).number == filed.number
    with scoped(other), pytest.raises(NotFound):
        queries.get_application(filed.number, by=other)
    with scoped(ANONYMOUS), pytest.raises(NotFound):
        queries.get_application(filed.number, by=ANONYMOUS)


def test_a_visitor_opens_no_other_service(at: datetime, db: None) -> None:
    who = visit(at)

    with pytest.raises(StepUpNeeded):
        actions.start_application(customer=who.customer, service="income-tax", door="portal", by=who, at=at)


def test_what_cannot_be_read_is_named_and_nothing_is_kept(file: File) -> None:
    with pytest.raises(Invalid) as refused:
        file(depth="bottomless")

    assert set(refused.value.facts["errors"]) == {"depth"}
    assert queries.list_reports(ReportFilters()) == []


def test_a_place_outside_the_city_is_refused(file: File) -> None:
    with pytest.raises(Invalid) as refused:
        file(place=PLACE | {"lat": "6.1"})

    assert "outside Harbour City" in refused.value.facts["errors"]["place"]["en"]


def test_an_address_is_found_on_the_citys_own_map(file: File) -> None:
    found = queries.find_report(file(place="12 Lighthouse Lane, blue gate").number)

    assert found is not None
    assert (found.lat, found.long) == (5.203, 105.0504)
    assert found.address == "12 Lighthouse Lane, blue gate"


def test_an_address_that_the_map_does_not_know_is_kept_as_it_was_written(file: File) -> None:
    found = queries.find_report(file(place="behind the old cinema").number)

    assert found is not None
    assert (found.lat, found.address) == (None, "behind the old cinema")


def test_machines_are_kept_out(at: datetime, db: None) -> None:
    with pytest.raises(Invalid):
        actions.let_visitor_in(service="street-issue", sender="x", trap="buy now", by=ANONYMOUS, at=at)
    for _ in range(10):
        visit(at, "the same")
    with pytest.raises(TooMany):
        visit(at, "the same")
    assert visit(at, "another")
    assert visit(at + timedelta(hours=1), "the same")
