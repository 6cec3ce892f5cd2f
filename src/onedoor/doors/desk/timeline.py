"""The customer's whole history as the desk shows it: a reading of the journal, by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.words import DOORS
from onedoor.journal import queries as journal
from onedoor.journal.types import Entry
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import list_events
from onedoor.kernel.text import pick
from onedoor.trust import queries as trust

PAGE = 25

KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "applications": (_("Applications"), ("services.",)),
    "cases": (_("Cases"), ("cases.",)),
    "contact": (_("Contact and letters"), ("contact.",)),
    "money": (_("Payments"), ("payments.",)),
    "data": (_("Data used"), ("exchange.", "people.customer.viewed", "people.identifier.revealed")),
    "access": (_("Sign-in and help"), ("trust.", "people.", "journal.")),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the history."""

    at: datetime
    sentence: str
    kind: str
    who: str
    door: str
    refused: bool
    case: UUID | None


def list_moments(
    customer: UUID, *, by: Actor, kind: str = "", before: datetime | None = None
) -> tuple[list[Moment], datetime | None]:
    """Newest first, and the moment from which an older page goes on (None at the end)."""
    entries = journal.list_timeline(
        customer=customer,
        by=by,
        before=before,
        limit=PAGE + 1,
        events=_events_of(kind) if kind in KINDS else None,
    )
    names = _names(entries)
    shown = [_moment(entry, names) for entry in entries[:PAGE]]
    return shown, shown[-1].at if len(entries) > PAGE else None


def list_moments_of(subject: UUID, *, by: Actor) -> list[Moment]:
    """What happened to one thing, newest first."""
    entries = journal.list_about(subject, by=by, limit=PAGE)
    names = _names(entries)
    return [_moment(entry, names) for entry in entries]


def _events_of(kind: str) -> list[str]:
    return [event.name for event in list_events() if kind_of(event.name) == kind]


def kind_of(event: str) -> str:
    """The group of the filter an event falls into: the first whose beginning fits."""
    return next((kind for kind, (_title, starts) in KINDS.items() if event.startswith(starts)), "access")


def _names(entries: Sequence[Entry]) -> dict[UUID, str]:
    officers = {entry.actor for entry in entries if entry.actor_kind == "officer"}
    return {officer: trust.name_of(officer) for officer in officers}


def _moment(entry: Entry, names: dict[UUID, str]) -> Moment:
    who = names.get(entry.actor, "") if entry.actor_kind == "officer" else _kind_words(entry)
    of_agency = entry.agency and entry.actor_kind == "officer"
    return Moment(
        at=entry.happened_at,
        sentence=entry.sentence(),
        kind=kind_of(entry.event),
        who=f"{who}, {pick(trust.get_agency(entry.agency).name)}" if of_agency else who,
        door=str(DOORS.get(entry.door, entry.door)) if entry.door != "system" else "",
        refused=entry.event.endswith(("refused", "failed")),
        case=entry.case,
    )


def _kind_words(entry: Entry) -> str:
    if entry.actor_kind == "citizen":
        return str(_("the customer"))
    return str(_("a partner")) if entry.actor_kind == "partner" else ""
