"""Amounts are ``Decimal`` dollars of Harbour City; cents are rounded half up, once, at the end."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import Invalid

CENT = Decimal("0.01")
LARGEST = Decimal("99999999999.99")


def to_cents(amount: Decimal) -> Decimal:
    """``amount`` rounded half up to whole cents."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def parse_amount(text: str, *, field: str = "amount") -> Decimal:
    """What a person or a partner wrote as money: ``1,234.5``, ``$400``, ``４００``.

    Raises Invalid with a remedy for anything that is not a finite amount with at most two
    decimals below 10^11.
    """
    cleaned = _fullwidth_to_ascii(text).strip().lstrip("$¥").replace(",", "").replace(" ", "")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise Invalid(
            "amount.unreadable", _("Write the amount in figures, such as 400 or 1,250.50."), field=field
        )
    if -int(amount.as_tuple().exponent) > 2:  # finite, so the exponent is a number
        raise Invalid("amount.decimals", _("Write the amount with at most two decimals."), field=field)
    if abs(amount) > LARGEST:
        raise Invalid(
            "amount.too_large", _("The amount is too large. Check the number of digits."), field=field
        )
    return amount


def format_money(amount: Decimal) -> str:
    """``-1234.5`` as ``−$1,234.50``; whole dollars keep their cents so that columns align."""
    sign = "−" if amount < 0 else ""
    return f"{sign}${abs(to_cents(amount)):,.2f}"


def _fullwidth_to_ascii(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
