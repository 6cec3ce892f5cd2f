"""Who takes part, read from the answers: the file says which questions name her and reach her."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onedoor.services.decide.expressions import holds
from onedoor.services.decide.inputs import plain
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Party, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One who takes part, as the applicant named her."""

    position: int
    name: str
    contact: str


def party_of(file: ServiceFile, step: Step) -> Party:
    """Those whom a confirm step waits for."""
    return file.parties[step.by]


def list_named(party: Party, values: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Named]:
    """Everybody of that kind who takes part: one, or one an entry of the group that names them."""
    if not party.of:
        return [_named(party, 0, values)] if holds(party.when, facts) else []
    entries = [entry if isinstance(entry, Mapping) else {} for entry in values.get(party.of) or ()]
    return [
        _named(party, position, entry)
        for position, entry in enumerate(entries)
        if holds(party.when, {**facts, **plain(dict(entry))})
    ]


def read_text(value: Any) -> str:
    """A name as it is written: one text, or its parts in their order."""
    if isinstance(value, Mapping):
        return " ".join(read_text(part) for part in value.values() if part)
    return " ".join(str(value).split()) if value else ""


def count_answers(file: ServiceFile, states: Iterable[tuple[str, str]]) -> dict[str, int]:
    """``<party>_confirmed`` and ``<party>_declined`` for every party of the file: facts that conditions
    read. ``states`` are (role, state) of those who take part."""
    found = list(states)
    return {
        f"{role}_{answer}": sum(one == (role, answer) for one in found)
        for role in file.parties
        for answer in ("confirmed", "declined")
    }


def _named(party: Party, position: int, values: Mapping[str, Any]) -> Named:
    return Named(
        position=position,
        name=read_text(values.get(party.name)),
        contact=read_text(values.get(party.contact)),
    )
