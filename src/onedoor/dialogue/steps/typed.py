"""How an answer is typed, on keys or in letters, and what was meant by it."""

from typing import Any

from django.utils.translation import gettext as _

from onedoor.services.types import FormItem

LEAVE_OUT = "-"
LEAVE_OUT_KEYS = "**"


def how_to_type(item: FormItem, *, digits_only: bool) -> str:
    """What to do, for a question that is not a menu."""
    keys = {
        "date": _("Type day, month and year: eight digits."),
        "time": _("Type hours and minutes: four digits."),
        "money": _("Type the amount; press star for the point."),
        "decimal": _("Type the number; press star for the point."),
    }
    words = {
        "date": _("Day, month and year, such as 31.3.2025."),
        "address": _("Street and number, then the postcode."),
    }
    says = keys.get(item.type, "") if digits_only else words.get(item.type, "")
    if not item.required:
        out = LEAVE_OUT_KEYS if digits_only else LEAVE_OUT
        says += " " * bool(says) + _("%(sign)s leaves it out.") % {"sign": out}
    return says


def read_typed(item: FormItem, written: str, *, digits_only: bool) -> Any:
    """What the form reads: the same as was written, but for keys that have no sign of their own."""
    if not digits_only:
        return written
    if item.type == "date" and written.isdigit() and len(written) == 8:
        return f"{written[4:]}-{written[2:4]}-{written[:2]}"
    if item.type == "time" and written.isdigit() and len(written) == 4:
        return f"{written[:2]}:{written[2:]}"
    if item.type in ("money", "decimal"):
        return written.replace("*", ".")
    return written
