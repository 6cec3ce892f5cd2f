"""What is different between what a person saw and what holds now, line by line."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from onedoor.services.applications.document import is_declared, pairs, plain
from onedoor.services.applications.reckoning import Reckoning
from onedoor.services.applications.types import Change, Stored
from onedoor.services.types import ServiceFile


def changed_values(service: ServiceFile, shown: Sequence[Stored], now: Sequence[Stored]) -> list[Change]:
    """Values that appeared, went or changed."""
    before, after = pairs(shown), pairs(now)
    changes: list[Change] = []
    for key in dict.fromkeys((*before, *after)):
        was, has = _effective(before.get(key)), _effective(after.get(key))
        field = service.fields.get(key[0])
        if field is not None and not (same(plain(was), plain(has)) or (_nothing(was) and _nothing(has))):
            changes.append(
                Change(kind="value", code=key[0], label=field.text, shown=was, now=has, unit=field.type)
            )
    return changes


def _effective(pair: tuple[Stored | None, Stored | None] | None) -> Any:
    if pair is None:
        return None
    item = pair[1] or pair[0]
    return item.value.value if item else None


def _nothing(value: Any) -> bool:
    """No report, and a report of zero, are the same to a person."""
    return value is None or (not isinstance(value, bool) and value == 0)


def changed_since(service: ServiceFile, stored: Iterable[Stored], revision: int) -> list[Change]:
    """Values set after ``revision``: what another window, device or officer did meanwhile."""
    offered = {(i.value.field, i.value.index): i.value.value for i in stored if not is_declared(i)}
    fields = service.fields
    return [
        Change(
            kind="value",
            code=item.value.field,
            label=fields[item.value.field].text,
            shown=offered.get((item.value.field, item.value.index)) if is_declared(item) else None,
            now=item.value.value,
            unit=fields[item.value.field].type,
        )
        for item in stored
        if item.revision > revision and item.value.field in fields
    ]


def changed_lines(outcome: Mapping[str, Any], reckoning: Reckoning, *, pack: tuple[str, str]) -> list[Change]:
    """Lines whose result is no longer what was stored, and a change of the rules themselves.
    ``pack`` is the name and the digest of the rules that were used then."""
    decision = reckoning.decision
    if decision is None or not outcome.get("lines"):
        return []
    before: Mapping[str, Any] = outcome["lines"]
    changes = []
    if pack[1] != reckoning.pack_digest:
        label = {"en": "Rules", "zh-hans": "规则"}
        now = (decision.pack, reckoning.pack_digest)
        changes.append(Change(kind="pack", code="pack", label=label, shown=_named(pack), now=_named(now)))
    for line in decision.lines:
        if line.id not in before:  # a batch keeps the main lines only
            continue
        was, now = before[line.id], plain(line.result)
        if not same(was, now):
            changes.append(
                Change(
                    kind="line", code=line.id, label=line.label, shown=was, now=line.result, unit=line.unit
                )
            )
    return changes


def same(was: Any, now: Any) -> bool:
    """Whether two plain results are equal; 770 and 770.00 are."""
    if was == now or isinstance(was, bool) or isinstance(now, bool):
        return bool(was == now)
    if isinstance(was, list) and isinstance(now, list):
        return len(was) == len(now) and all(map(same, was, now))
    try:
        return Decimal(str(was)) == Decimal(str(now))
    except InvalidOperation:
        return False


def _named(pack: tuple[str, str]) -> str:
    """A pack's name with the beginning of its digest, which tells apart two of one name."""
    return f"{pack[0]} ({pack[1][:8]})"
