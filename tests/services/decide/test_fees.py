"""Fees: an amount, a formula's name or an expression; waived ones stay on the bill as nought."""

from decimal import Decimal
from typing import Any

import pytest

from onedoor.services.decide.fees import fees_of
from onedoor.services.types import RuleBroken, ServiceFile


def _service(**fee: Any) -> ServiceFile:
    title = {"en": "Fee", "zh-hans": "费用"}
    fees = [{"id": "fee", "agency": "CTY", "title": title, **fee}]
    return ServiceFile.model_validate({"service": "s", "title": title, "agency": "CTY", "fees": fees})


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (18, "18.00"),
        ("0.10", "0.10"),
        ("licence", "300.00"),
        ("licence + 15.05", "315.05"),
        ("premiums", "0.30"),
    ],
)
def test_an_amount_is_a_figure_a_formula_or_an_expression(amount: object, expected: str) -> None:
    facts = {"licence": 300.0, "premiums": [0.1, 0.1, 0.1]}
    (line,) = fees_of(_service(amount=amount), facts)
    assert (line.amount, line.full, line.waived) == (Decimal(expected), Decimal(expected), False)


@pytest.mark.parametrize(("directors", "charged"), [(0, 0), (2, 1)])
def test_a_fee_is_charged_only_where_its_condition_holds(directors: int, charged: int) -> None:
    assert len(fees_of(_service(amount=10, when="directors > 1"), {"directors": directors})) == charged


def test_a_waived_fee_stays_on_the_bill_as_nought_and_says_why() -> None:
    why = {"en": "Low income", "zh-hans": "低收入"}
    (line,) = fees_of(_service(amount=18, waive="income < 1000", waived_text=why), {"income": 900})
    assert (line.amount, line.full, line.waived, line.why) == (0, 18, True, why)


def test_what_comes_to_nothing_is_no_line() -> None:
    assert fees_of(_service(amount="licence"), {"licence": 0.0}) == ()


@pytest.mark.parametrize("amount", ["nothing", "licence - 500", "licence > 3", '"free"'])
def test_an_amount_that_is_none_is_refused(amount: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        fees_of(_service(amount=amount), {"licence": 300.0})
    assert broken.value.facts["fee"] == "fee"
