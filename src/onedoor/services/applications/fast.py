"""Drafting at the speed of the rules: from a register's answer to two JSON texts, and nothing else.

Says the same as ``drafting.offered``, ``document.dump`` and ``reckoning.reckon`` do for one
person; a test holds the two ways together.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from onedoor.exchange.types import Reported, Wanted
from onedoor.kernel.errors import Refused
from onedoor.services.applications.document import plain
from onedoor.services.applications.drafting import entries_of
from onedoor.services.decide.computing import Calculator
from onedoor.services.types import ServiceFile, ValueMissing

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Drafter:
    """Made once for a chunk, used for every customer in it."""

    def __init__(
        self, file: ServiceFile, wants: Mapping[str, Wanted], calculator: Calculator | None, *, at: datetime
    ) -> None:
        fields = file.fields
        self._plan = [(id, fields[id], want) for id, want in wants.items()]
        self._calculator, self._at = calculator, at
        self._outcome, self._payable = file.outputs.outcome or "", file.outputs.payable or ""
        self._names: dict[str, str] = {}
        self._moments: dict[datetime, str] = {}

    def draft(self, answer: Mapping[Wanted, Sequence[Reported]]) -> tuple[str, str]:
        """(document, outcome) as JSON texts."""
        pieces: list[str] = []
        values: dict[str, Any] = {}
        for id, field, want in self._plan:
            found = answer.get(want)
            if not found:
                continue
            entries = entries_of(field, found)
            for index, (value, reported) in enumerate(entries):
                pieces.append(self._piece(id, index, value, reported))
            plain_values = [value for value, _ in entries]
            if field.many:
                values[id] = plain_values
            elif plain_values:
                values[id] = (
                    sum(plain_values[1:], plain_values[0]) if field.combine == "sum" else plain_values[0]
                )
        return f"[{','.join(pieces)}]", self._reckon(values)

    def _piece(self, id: str, index: int, value: Any, reported: Reported) -> str:
        source = reported.source
        name = self._names.get(source)
        if name is None:
            name = self._names[source] = (
                f'"source":{_encode(source)},"source_name":{_encode(dict(reported.source_name))}'
            )
        moment = self._moments.get(reported.received_at)
        if moment is None:
            moment = self._moments[reported.received_at] = reported.received_at.isoformat()
        reference = f',"reference":{_encode(reported.reference)}' if reported.reference else ""
        state = "disputed" if reported.state == "disputed" else "offered"
        return (
            f'{{"field":"{id}","index":{index},"value":{_encode(plain(value))},"source_kind":"register",{name},'
            f'"received_at":"{moment}","grade":"{reported.grade}","state":"{state}"{reference},'
            f'"reported":"{reported.reported}"}}'
        )

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
        lines = {id: plain(value) for id, value in answers.items()}
        return _encode(
            {
                "pack": calculator.pack.pack,
                "outcome": str(lines.get(self._outcome) or ""),
                "payable": lines.get(self._payable),
                "lines": lines,
            }
        )
