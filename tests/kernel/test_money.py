"""What people and partners write as money, and what is shown."""

from decimal import Decimal

import pytest

from onedoor.kernel.errors import Invalid
from onedoor.kernel.money import format_money, parse_amount, to_cents


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("400", "400"),
        ("1,250.50", "1250.50"),
        ("$ 3", "3"),
        ("４００．５", "400.5"),
        ("-7", "-7"),
        ("¥9", "9"),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, amount: str) -> None:
    assert parse_amount(written) == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "amount.unreadable"),
        ("four hundred", "amount.unreadable"),
        ("NaN", "amount.unreadable"),
        ("Infinity", "amount.unreadable"),
        ("1.005", "amount.decimals"),
        ("1000000000000", "amount.too_large"),
        ("1e30", "amount.too_large"),
    ],
)
def test_what_cannot_be_taken_says_how_to_mend_it(written: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_amount(written, field="rent")

    assert (refused.value.code, refused.value.field) == (code, "rent")
    assert str(refused.value.message).endswith(".")


def test_cents_are_rounded_half_up() -> None:
    assert to_cents(Decimal("0.005")) == Decimal("0.01")
    assert to_cents(Decimal("-0.005")) == Decimal("-0.01")
    assert to_cents(Decimal("2.675")) == Decimal("2.68")


def test_amounts_are_shown_in_columns() -> None:
    assert format_money(Decimal("1234.5")) == "$1,234.50"
    assert format_money(Decimal("-770")) == "−$770.00"
