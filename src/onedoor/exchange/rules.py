"""Pure decisions: what an agreement covers, which source is believed, how a value is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.intake.dates import read_date
from onedoor.exchange.registers import Rulebook
from onedoor.exchange.types import Agreement, Attribute, Repeats, Reported, Wanted
from onedoor.kernel.errors import Invalid
from onedoor.kernel.money import parse_amount

EMERGENCY_NEEDS: Mapping[str, tuple[str, ...]] = {
    "child": ("civil-register", "birth-register", "school-register"),
    "medical": ("civil-register", "health-record"),
}
"""The registers that each kind of emergency opens."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for what and on which day."""

    agency: str
    service: str
    purpose: str
    day: date


def find_agreements(
    book: Rulebook, asked: Asked, wanted: Iterable[Wanted]
) -> tuple[list[Agreement], list[Wanted]]:
    """The agreements that together cover ``wanted``, and what none of them covers (default: no)."""
    candidates = [agreement for agreement in book.agreements.values() if _speaks_of(agreement, asked)]
    used: dict[str, Agreement] = {}
    uncovered: list[Wanted] = []
    for one in wanted:
        covering = next((a for a in candidates if one.attribute in a.shares.get(one.register, ())), None)
        if covering is None or book.attribute(one.register, one.attribute) is None:
            uncovered.append(one)
        else:
            used[covering.id] = covering
    return list(used.values()), uncovered


def _speaks_of(agreement: Agreement, asked: Asked) -> bool:
    return (
        agreement.receiver == asked.agency
        and asked.service in agreement.services
        and agreement.purpose == asked.purpose
        and agreement.in_force(asked.day)
    )


def shares_of(agreement: Agreement, wanted: Iterable[Wanted]) -> dict[str, list[str]]:
    """What of ``wanted`` is given under ``agreement``: register → attributes, as the journal keeps it."""
    shares: dict[str, list[str]] = {}
    for one in wanted:
        names = shares.setdefault(one.register, [])
        if one.attribute in agreement.shares.get(one.register, ()) and one.attribute not in names:
            names.append(one.attribute)
    return {register: names for register, names in shares.items() if names}


def stored_period(attribute: Attribute, period: str) -> str:
    """The period under which a value is kept: standing attributes have none."""
    return period if attribute.period == "year" else ""


def choose(
    attribute: Attribute, found: Sequence[Reported], kinds: Mapping[str, str], *, many: bool
) -> list[Reported]:
    """What is answered: all true values of an attribute that repeats, else the most believed one
    with the others that disagree beside it. ``kinds`` says which partner is of which kind."""
    if len(found) < 2:
        return list(found)
    ranked = sorted(found, key=lambda value: _rank(attribute, value, kinds))
    if many and attribute.repeats is not Repeats.NO:
        return sorted(ranked, key=lambda value: (value.received_at, value.reference))
    best, *others = ranked
    conflicts = tuple(other for other in others if other.value != best.value)
    return [best._replace(conflicts=conflicts)] if conflicts else [best]


def _rank(attribute: Attribute, value: Reported, kinds: Mapping[str, str]) -> tuple[int, str, float]:
    order = attribute.precedence
    place = next(
        (i for i, who in enumerate(order) if who in (value.source, kinds.get(value.source))), len(order)
    )
    return place, value.grade, -value.received_at.timestamp()


def pack(attribute: Attribute, value: Any) -> Any:
    """``value`` as JSON keeps it: amounts and dates as text, so that no cent is lost."""
    if isinstance(value, Mapping):
        return {key: pack(attribute, part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [pack(attribute, part) for part in value]
    return str(value) if isinstance(value, (Decimal, date)) else value


def unpack(attribute: Attribute, kept: Any) -> Any:
    """The typed value that ``pack`` kept: Decimal, date, int, bool, str, a mapping or a list of those."""
    match attribute.type:
        case "money":
            return Decimal(kept)
        case "date":
            return date.fromisoformat(kept)
        case "record":
            return _parts(attribute, kept)
        case "list":
            return [_parts(attribute, part) for part in kept]
    return kept


def _parts(attribute: Attribute, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _part(attribute.fields.get(key, "text"), part) for key, part in kept.items()}


def _part(kind: str, kept: Any) -> Any:
    if kept is None or kind not in ("money", "date"):
        return kept
    return Decimal(kept) if kind == "money" else date.fromisoformat(kept)


def read_amended(attribute: Attribute, written: Any, before: Any) -> Any:
    """What a reporter wrote as the right value, typed. A record is amended in its amount alone.

    Raises Invalid with a remedy."""
    text = str(written if written is not None else "").strip()
    if not text or len(text) > 500:
        raise Invalid("exchange.value.missing", _("Write the right value."), field="value")
    match attribute.type:
        case "money":
            return _not_negative(parse_amount(text, field="value"))
        case "record" if "amount" in attribute.fields:
            return {**before, "amount": _not_negative(parse_amount(text, field="value"))}
        case "integer" if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text)
        case "date" if (day := read_date(text)) is not None:
            return day
        case "choice" if text in attribute.choices:
            return text
        case "boolean" if text.lower() in ("true", "false"):
            return text.lower() == "true"
        case "text":
            return text
    raise Invalid(
        "exchange.value.unreadable",
        _("The value is not of the right kind. Check how it is written."),
        field="value",
    )


def _not_negative(amount: Decimal) -> Decimal:
    if amount < 0:
        raise Invalid("amount.negative", _("The amount cannot be below 0."), field="value")
    return amount
