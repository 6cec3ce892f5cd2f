"""Drafting at the speed of the rules: from a register's answer to two JSON texts, and nothing else.

Says the same as ``drafting.offered``, ``document.dump`` and ``reckoning.reckon`` do for one
person; a test holds the two ways together.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from onedoor.exchange.types import Reported, Wanted
from onedoor.kernel.errors import Refused
from onedoor.services.applications.document import dump_other, plain, typed
from onedoor.services.applications.drafting import entries_of, others_of
from onedoor.services.decide.computing import Calculator
from onedoor.services.types import Field, ServiceFile, ValueMissing

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Drafter:
    """Made once for a chunk, used for every customer in it."""

    def __init__(
        self, file: ServiceFile, wants: Mapping[str, Wanted], calculator: Calculator | None, *, at: datetime
    ) -> None:
        fields = file.fields
        self._plan = [(id, fields[id], want, _is_simple(fields[id])) for id, want in wants.items()]
        self._calculator, self._at = calculator, at
        self._outcome, self._payable = file.outputs.outcome or "", file.outputs.payable or ""
        self._heads: dict[str, str] = {}
        self._told: dict[tuple[str, datetime, str, str], str] = {}

    def draft(self, answer: Mapping[Wanted, Sequence[Reported]]) -> tuple[str, str]:
        """(document, outcome) as JSON texts."""
        pieces: list[str] = []
        values: dict[str, Any] = {}
        for id, field, want, is_simple in self._plan:
            found = answer.get(want)
            if not found:
                continue
            if is_simple:
                kept = found if field.combine == "sum" else found[:1]
                made = [typed(field, one.value) for one in kept]
                pieces += [self._piece(id, index, made[index], one) for index, one in enumerate(kept)]
            else:
                entries = entries_of(field, found)
                made = [value for value, _ in entries]
                pieces += [self._piece(id, index, value, one) for index, (value, one) in enumerate(entries)]
            if made:
                values[id] = made if field.many else sum(made[1:], made[0]) if len(made) > 1 else made[0]
        return f"[{','.join(pieces)}]", self._reckon(values)

    def _piece(self, id: str, index: int, value: Any, reported: Reported) -> str:
        """One value of the document. Who reported, and when, is written once for thousands."""
        key = (reported.source, reported.received_at, reported.grade, reported.state)
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = self._tell(reported)
        reference = f',"reference":{_encode(reported.reference)}' if reported.reference else ""
        start = f'{{"field":"{id}","index":{index},"value":{_shown(value)},{told}{reference}'
        return f'{start},"reported":"{reported.reported}"{_beside(reported)}}}'

    def _tell(self, reported: Reported) -> str:
        told = {
            "source_kind": "register",
            "source": reported.source,
            "source_name": dict(reported.source_name),
            "received_at": reported.received_at.isoformat(),
            "grade": str(reported.grade),
            "state": "disputed" if reported.state == "disputed" else "offered",
        }
        return _encode(told)[1:-1]

    def _reckon(self, values: Mapping[str, Any]) -> str:
        calculator = self._calculator
        if calculator is None:
            return "{}"
        try:
            answers = calculator.outputs(values, at=self._at)
        except ValueMissing as refusal:
            return _encode({"missing": refusal.facts["missing"]})
        except Refused:
            return _encode({"missing": []})
        lines = {id: _shown(value) for id, value in answers.items()}
        said = ",".join([f'"{id}":{text}' for id, text in lines.items()])
        outcome = str(answers.get(self._outcome) or "")
        if outcome not in self._heads:
            self._heads[outcome] = _encode({"pack": calculator.pack.pack, "outcome": outcome})[:-1]
        payable = lines.get(self._payable, "null")
        return f'{self._heads[outcome]},"payable":{payable},"lines":{{{said}}}}}'


def _beside(reported: Reported) -> str:
    """What stands beside a value only where sources differ or a register is silent: seldom."""
    if not (reported.conflicts or reported.as_of):
        return ""
    said: dict[str, Any] = {}
    if reported.conflicts:
        said["others"] = [dump_other(other) for other in others_of(reported)]
    if reported.weighed:
        said["weighed"] = str(reported.weighed)
    if reported.as_of:
        said["as_of"] = reported.as_of.isoformat()
    return f",{_encode(said)[1:-1]}"


def _shown(value: Any) -> str:
    return f'"{value}"' if type(value) is Decimal else _encode(plain(value))


def _is_simple(field: Field) -> bool:
    """Whether a report is the value, as it stands."""
    return not (field.many or field.parts or field.take == "received_date")
