"""Pure decisions: what an agreement covers, which source is believed, how a value is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.intake.dates import read_date
from onedoor.exchange.types import Attribute, BreachDuties, Predicate, Repeats, Reported, Risk, Wanted
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


AUTHORITY_WITHIN = timedelta(hours=72)  # GDPR, article 33: from when it was found
AUTHORITY_AFTER_ASSESSMENT = timedelta(days=3)  # PDPA, section 26D: calendar days from the assessment
MANY = 500  # PDPA: so many persons make it notifiable whatever the harm


def breach_duties(
    *, risk: str, affected: int, found_at: datetime, assessed_at: datetime | None
) -> BreachDuties:
    """Who must be told, and by when the authority. Until it is assessed it is taken as notifiable. A high
    risk is told to the persons; the earlier of both laws' terms counts."""
    notifiable = risk != Risk.NONE or affected >= MANY
    due_at = found_at + AUTHORITY_WITHIN
    if assessed_at is not None:
        due_at = min(due_at, assessed_at + AUTHORITY_AFTER_ASSESSMENT)
    return BreachDuties(notifiable, risk == Risk.HIGH, due_at)


def shares_of(wanted: Iterable[Wanted]) -> dict[str, list[str]]:
    """The values among ``wanted``: register → attributes, as the journal keeps it."""
    shares: dict[str, list[str]] = {}
    for one in wanted:
        names = shares.setdefault(one.register, [])
        if not one.asks and one.attribute not in names:
            names.append(one.attribute)
    return {register: names for register, names in shares.items() if names}


def answer_only(predicate: Predicate, found: Sequence[Reported], *, day: date) -> list[Reported]:
    """The yes or no that stands for the value: nothing else of it is left, nor its sources' other words."""
    return [
        one._replace(value=predicate.holds(one.value, day=day), reference="", conflicts=())
        for one in found[:1]
    ]


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
