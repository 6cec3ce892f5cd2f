"""Several reports of one field become one input, as the service file says."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from onedoor.services.decide.inputs import collect
from onedoor.services.types import Grade, ServiceFile, SourceKind, Value


def reported(field: str, value: Any, index: int = 0, day: int = 1) -> Value:
    received = datetime(2025, 1, day, 23, 30, tzinfo=UTC)
    return Value(field, index, value, SourceKind.REGISTER, "employer-income", {"en": "E"}, received, Grade.B)


def test_pay_of_two_employers_is_added_up(income_tax: ServiceFile) -> None:
    values = [reported("gross_pay", Decimal("30000.10")), reported("gross_pay", Decimal("12000.20"), 1)]
    assert collect(income_tax, values) == {"gross_pay": Decimal("42000.30")}


def test_donations_are_listed_in_their_order(income_tax: ServiceFile) -> None:
    gifts = [reported("donations", {"amount": Decimal(index)}, index) for index in (2, 0, 1)]
    assert [gift["amount"] for gift in collect(income_tax, gifts)["donations"]] == [0, 1, 2]


def test_a_register_may_report_a_whole_list(income_tax: ServiceFile) -> None:
    children = [{"birth_date": date(2012, 1, 1)}, {"birth_date": date(2015, 1, 1)}]
    assert len(collect(income_tax, [reported("children", children)])["children"]) == 2


def test_the_latest_report_counts(income_tax: ServiceFile) -> None:
    values = [reported("residency", "pr", 0, day=20), reported("residency", "foreigner", 1, day=3)]
    assert collect(income_tax, values) == {"residency": "pr"}


def test_a_field_may_take_the_day_of_the_report(departure: ServiceFile) -> None:
    values = [reported("employer_report_date", Decimal(5000), day=31)]
    assert collect(departure, values) == {"employer_report_date": date(2025, 2, 1)}  # local day


def test_no_report_is_no_input(income_tax: ServiceFile) -> None:
    assert collect(income_tax, []) == {}
