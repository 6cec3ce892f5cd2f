"""How dates, money and promises are said, for the ear and for a small screen, in both languages."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onedoor.kernel.clock import local
from onedoor.kernel.money import format_money
from onedoor.kernel.text import Text, as_language, pick
from onedoor.knowledge.types import Form

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def say_date(moment: date | datetime, form: str) -> str:
    """``10 March 2025``, short ``10 Mar 2025``; ``2025年3月10日``."""
    day = local(moment).date() if isinstance(moment, datetime) else moment
    if as_language(get_language()) == "zh-hans":
        return f"{day.year}年{day.month}月{day.day}日"
    month = MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if form == Form.SHORT else month} {day.year}"


def say_money(amount: Decimal, form: str) -> str:
    """``$1,250.50``; for the ear ``1250 dollars 50 cents``."""
    if form != Form.SPOKEN:
        return format_money(amount)
    whole, cents = divmod(abs(amount).quantize(Decimal("0.01")), 1)
    minus = _("minus ") if amount < 0 else ""
    said = _("%(whole)s dollars") % {"whole": int(whole)}
    if cents:
        said += _(" %(cents)s cents") % {"cents": int(cents * 100)}
    return minus + said


def say_value(value: Any, *, kind: str, form: str, choices: Mapping[str, Text] | None = None) -> str:
    """A value that is held, in words; ``choices`` are the words for each code of a closed question."""
    if value is None or value == "":
        return _("nothing")
    if kind == "boolean":
        return _("yes") if value in (True, "true", "yes") else _("no")
    if kind == "choice":
        words = (choices or {}).get(str(value))
        return pick(words) if words else str(value)
    if isinstance(value, (date, datetime)):
        return say_date(value, form)
    if kind == "money":
        return say_money(Decimal(str(value)), form)
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part not in (None, ""))
    return str(value)
