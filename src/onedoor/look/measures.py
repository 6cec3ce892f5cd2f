"""What is counted, in the reader's language: the units that service files name."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEASURES: dict[str, Promise | str] = {
    "cm": _("cm"),
    "centimetres": _("centimetres"),
    "grams": _("grams"),
    "metres": _("metres"),
    "months": _("months"),
    "people": _("people"),
    "seats": _("seats"),
    "square metres": _("square metres"),
    "years": _("years"),
    "percent": _("percent"),
    "times": _("times"),
}


def measure(unit: str) -> str:
    """The unit in words; one that nobody has translated stays as the file writes it."""
    return str(MEASURES.get(unit, unit))
