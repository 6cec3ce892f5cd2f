"""Not a cent is wrong: the rules against the law worked out in plain decimals."""

import random
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.services.decide.computing import Calculator, calculator
from onedoor.services.files.loading import get_catalogue
from tests.services.decide.conftest import Values

BANDS = [
    (20_000, "0.02"), (30_000, "0.035"), (40_000, "0.07"), (80_000, "0.115"), (120_000, "0.15"),
    (160_000, "0.18"),
    (200_000, "0.19"), (240_000, "0.195"), (280_000, "0.2"), (320_000, "0.22"),
    (500_000, "0.23"), (1_000_000, "0.24"),
]  # fmt: skip
CENT = Decimal("0.01")
amounts = st.decimals(min_value=0, max_value=5_000_000, places=2)


def reference(pay: Decimal, gift: Decimal, fund: Decimal) -> tuple[Decimal, Decimal]:
    """Tax and whole-dollar bill of a resident of 40, year of assessment 2025, step by step."""
    assessable = pay - min(gift * Decimal("2.5"), pay)
    reliefs = min(min(Decimal(1000), pay) + min(fund, Decimal(37_740)), Decimal(80_000))
    chargeable = max(Decimal(0), assessable - reliefs)
    tax, ends = Decimal(0), [Decimal(start) for start, _ in BANDS[1:]] + [chargeable]
    for (start, rate), end in zip(BANDS, ends, strict=True):
        tax += max(Decimal(0), min(chargeable, max(end, Decimal(start))) - start) * Decimal(rate)
    tax = tax.quantize(CENT, ROUND_HALF_UP)
    rebate = min(tax * Decimal("0.6"), Decimal(200)).quantize(CENT, ROUND_HALF_UP)
    return tax - rebate, (tax - rebate).quantize(Decimal(1), ROUND_FLOOR)


def values(pay: Decimal, gift: Decimal = Decimal(0), fund: Decimal = Decimal(0)) -> Values:
    donations = [{"amount": gift, "date": date(2024, 6, 1), "charity": "C", "receipt": "R"}] if gift else []
    return {
        "birth_date": date(1984, 1, 1), "residency": "citizen", "gross_pay": pay, "provident_fund": fund,
        "donations": donations,
    }  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> Calculator:
    return calculator(get_catalogue().services["income-tax"], pack="SG-PIT-YA2025")


def test_twenty_thousand_returns_agree_to_the_cent(rules: Calculator) -> None:
    dice = random.Random(7)
    for _ in range(20_000):
        pay = Decimal(dice.randrange(0, 10 ** dice.randint(5, 9))) * CENT
        gift, fund = (
            Decimal(dice.randrange(0, 2_000_000)) * CENT,
            Decimal(dice.randrange(0, 4_500_000)) * CENT,
        )
        found = rules.outputs(values(pay, gift, fund))
        assert (found["tax"], found["payable"]) == reference(pay, gift, fund), (pay, gift, fund)


@given(low=amounts, more=amounts)
def test_who_earns_more_never_pays_less(low: Decimal, more: Decimal) -> None:
    rules = calculator(get_catalogue().services["income-tax"], pack="SG-PIT-YA2025")
    assert rules.outputs(values(low))["tax"] <= rules.outputs(values(low + more))["tax"]


@given(pay=amounts, gift=amounts)
def test_a_gift_never_raises_the_tax_nor_leaves_more_than_was_earned(pay: Decimal, gift: Decimal) -> None:
    rules = calculator(get_catalogue().services["income-tax"], pack="SG-PIT-YA2025")
    with_gift = rules.outputs(values(pay, gift))
    assert with_gift["tax"] <= rules.outputs(values(pay))["tax"] <= pay
    assert with_gift["donation_deduction"] <= pay


@given(
    pay=amounts,
    fee=amounts,
    residency=st.sampled_from(["citizen", "pr", "foreigner"]),
    days=st.integers(0, 366),
    before=st.integers(0, 366),
    children=st.lists(st.dates(date(1995, 1, 1), date(2025, 3, 1)), max_size=4),
    mother=st.booleans(),
)
def test_the_fast_answer_is_the_explained_answer(  # type: ignore[no-untyped-def]
    pay, fee, residency, days, before, children, mother
) -> None:
    rules = calculator(get_catalogue().services["income-tax"], pack="SG-PIT-YA2025")
    given_values = values(pay) | {
        "director_fee": fee, "residency": residency, "days_in_city": days, "days_in_city_before": before,
        "children": [{"name": "A", "birth_date": day, "citizen": True} for day in children],
        "has_family": True, "working_mother": mother,
    }  # fmt: skip
    explained = rules.decide(given_values).outputs
    assert rules.outputs(given_values) == {name: explained[name] for name in rules.answers}
