"""Every letter of the two services says the result, in both languages, with headed tables."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from onedoor.kernel.clock import ZONE
from onedoor.services.decide.computing import compute
from onedoor.services.files.loading import get_catalogue
from onedoor.services.letters.templates import fill
from onedoor.services.types import ServiceFile

LEAVING = {
    "birth_date": date(1990, 5, 1), "residency": "foreigner",
    "departure_at": datetime(2025, 3, 11, 9, tzinfo=ZONE),
    "reason": "leaving", "last_work_date": date(2025, 3, 7), "work_kind": "employee", "working_years": 1,
    "days_this_year": 69, "payslip_pay": Decimal(30000),
}  # fmt: skip
EARNING = {"birth_date": date(1984, 5, 1), "residency": "citizen", "gross_pay": Decimal(47000)}
BOTH = pytest.mark.parametrize("language", ["en", "zh-hans"])


def letter(code: str, name: str, values: dict[str, Any], language: str) -> str:
    service: ServiceFile = get_catalogue().services[code]
    decision = compute(service, values, at=datetime(2025, 3, 10, 18, 5, tzinfo=ZONE))
    lines = [
        {"id": one.id, "label": one.label, "text": one.text, "result": str(one.result), "unit": one.unit,
         "source": one.source, "row": one.row}
        for one in decision.lines
    ]  # fmt: skip
    charge = {
        "number": "HC-1",
        "amount": decision.payable,
        "due_on": "2025-05-31",
        "lines": [],
        "instalments": 1,
    }
    value = {
        "field": "gross_pay", "label": service.title, "value": "47000.00", "unit": "money",
        "reference": "R-1", "source": {"en": "Shipyard", "zh-hans": "船厂"},
        "received_on": "2025-02-01", "grade": "B", "state": "offered",
    }  # fmt: skip
    facts = {
        "customer": {"name": "Mei Lin", "identifier": "HC***"}, "application": {"number": "HC-2"},
        "lines": [value],
        "title": service.title, "service": {}, "agency": {}, "values": dict.fromkeys(service.fields) | values,
        "results": decision.outputs, "computation": lines, "outcome": {"code": decision.outcome},
        "payable": decision.payable, "pack": {"code": decision.pack, "title": decision.pack_title},
        "charge": charge if decision.payable else None, "letter": {},
    }  # fmt: skip
    return fill(service.letter_text(name), facts, language)


@BOTH
def test_the_notice_explains_every_line_with_its_source(language: str) -> None:
    text = letter("income-tax", "notice", EARNING, language)
    for part in ("$770.00", "SG-PIT-YA2025", "HC-1", "R-1", '<th scope="col">'):
        assert part in text
    assert ("应税收入" if language == "zh-hans" else "Chargeable income") in text


@BOTH
def test_the_notice_says_when_nothing_is_to_pay(language: str) -> None:
    text = letter("income-tax", "notice", EARNING | {"gross_pay": Decimal(9000)}, language)
    assert ("无需缴纳" if language == "zh-hans" else "no income tax to pay") in text


@BOTH
def test_the_departure_assessment_says_that_payslips_stand_in(language: str) -> None:
    text = letter("departure-clearance", "assessment", LEAVING, language)
    assert "$4,500.00" in text
    assert ("工资单" if language == "zh-hans" else "payslips") in text


@BOTH
def test_the_clearance_letter_names_the_departure(language: str) -> None:
    text = letter("departure-clearance", "clearance", LEAVING | {"withheld": Decimal(5000)}, language)
    assert ("2025年3月11日 09:00" if language == "zh-hans" else "11 March 2025 09:00") in text
    assert "$500.00" in text


@BOTH
def test_the_letter_of_exemption_gives_the_reason(language: str) -> None:
    text = letter("departure-clearance", "exempt", LEAVING | {"residency": "citizen"}, language)
    assert ("公民无需清税" if language == "zh-hans" else "Citizens need no clearance") in text


@BOTH
@pytest.mark.parametrize(("code", "name"), [("income-tax", "notice"), ("departure-clearance", "assessment")])
def test_a_letter_speaks_one_language(code: str, name: str, language: str) -> None:
    values = EARNING if code == "income-tax" else LEAVING
    text = letter(code, name, values, language)
    chinese = any("\u4e00" <= character <= "\u9fff" for character in text)
    assert chinese == (language == "zh-hans")
