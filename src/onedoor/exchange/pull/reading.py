"""What a register wrote, as values of its attributes: exactly what the catalogue says of them, or nothing.

One wrong statement spoils the answer: a register that errs in one thing is not believed in another.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from onedoor.exchange import rules
from onedoor.exchange.pull.protocol import NoAnswer
from onedoor.exchange.types import Attribute, NewValue, Register, Repeats

MOST_STATEMENTS = 200
LONGEST_TEXT = 500
LARGEST_NUMBER = 10**12
_AMOUNT = re.compile(r"-?\d{1,13}(\.\d{1,2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_REFERENCE = re.compile(r"[\w./: -]{1,64}")


def read_statements(
    register: Register, customer: UUID, asked: Sequence[tuple[str, str]], said: Sequence[Mapping[str, Any]]
) -> list[NewValue]:
    """The values that ``said`` holds about ``customer``. Raises NoAnswer where a statement was not asked
    for, is made twice, or is not of the attribute's kind."""
    if len(said) > MOST_STATEMENTS:
        raise NoAnswer("wrong-values")
    values = [value for one in said if (value := _read(register, customer, asked, one)) is not None]
    keys = [(one.attribute, one.period, one.reference if _is_record(register, one) else "") for one in values]
    if len(set(keys)) < len(keys):
        raise NoAnswer("said-twice")
    return values


def _is_record(register: Register, value: NewValue) -> bool:
    return register.attributes[value.attribute].repeats is Repeats.RECORD


def _read(
    register: Register, customer: UUID, asked: Sequence[tuple[str, str]], one: Mapping[str, Any]
) -> NewValue | None:
    name, period, reference = one.get("attribute"), one.get("period", ""), one.get("reference", "")
    if (name, period) not in asked or not set(one) <= {"attribute", "period", "value", "reference"}:
        raise NoAnswer("not-asked")
    shape = register.attributes[str(name)]
    if one.get("value") is None:
        return None
    if not isinstance(reference, str) or (reference and not _REFERENCE.fullmatch(reference)):
        raise NoAnswer("wrong-values")
    if shape.repeats is Repeats.RECORD and not reference:
        raise NoAnswer("wrong-values")
    return NewValue(customer, shape.code, read_value(shape, one["value"]), str(period), reference)


def read_value(shape: Attribute, raw: Any) -> Any:
    """``raw`` typed as the attribute says. Raises NoAnswer."""
    match shape.type:
        case "choice" if isinstance(raw, str) and raw in shape.choices:
            return raw
        case "record" if isinstance(raw, dict):
            return _record(shape, raw)
        case "list" if isinstance(raw, list) and len(raw) <= MOST_STATEMENTS:
            return [_record(shape, part) for part in raw]
        case "choice" | "record" | "list":
            raise NoAnswer("wrong-values")
    return read_simple(shape.type, raw)


def read_simple(kind: str, raw: Any) -> Any:
    """A text, date, whole number, amount or yes and no. Raises NoAnswer."""
    match kind:
        case "boolean" if isinstance(raw, bool):
            return raw
        case "integer" if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < LARGEST_NUMBER:
            return raw
        case "money" if not isinstance(raw, bool) and _AMOUNT.fullmatch(str(raw)):
            return Decimal(str(raw)).quantize(Decimal("0.01"))
        case "date" if isinstance(raw, str) and _DAY.fullmatch(raw):
            return _day(raw)
        case "text" if isinstance(raw, str) and 0 < len(raw.strip()) <= LONGEST_TEXT and raw.isprintable():
            return raw.strip()
    raise NoAnswer("wrong-values")


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise NoAnswer("wrong-values") from error


def _record(shape: Attribute, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict) or not raw or not set(raw) <= set(shape.fields):
        raise NoAnswer("wrong-values")
    return {
        name: None if part is None else read_simple(shape.fields[name], part) for name, part in raw.items()
    }


def same(shape: Attribute, value: Any, kept: Any) -> bool:
    """Whether a value is what is kept already."""
    return bool(rules.pack(shape, value) == kept)
