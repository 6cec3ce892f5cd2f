"""The customer's whole history in one list, whichever door it came through: a reading of the journal,
with a word of what each message, call and letter was about, and her unsigned forms where they are now.

The officer and the customer read the same list; each sees of it what the rooms show to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact import queries as contact
from onedoor.journal import queries as journal
from onedoor.journal.types import Entry
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import list_events
from onedoor.kernel.text import pick
from onedoor.people import queries as people
from onedoor.services import queries as services
from onedoor.trust import queries as trust

PAGE = 25

DOORS = {
    "portal": _("website"),
    "desk": _("desk"),
    "partner": _("partner"),
    "api": _("system"),
    "phone": _("phone"),
    "counter": _("counter"),
    "email": _("e-mail"),
    "post": _("post"),
    "text": _("text message"),
    "mail": _("e-mail"),
    "screen": _("self-service screen"),
    "kiosk": _("self-service screen"),
    "tv": _("television"),
    "village": _("village agent"),
    "system": _("system"),
}

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
    """One line of the history. ``about`` says what the message, call or letter was about, where the
    reader may know; ``draft`` is the number of a form that is not signed yet, which has no ``entry``."""

    at: datetime
    sentence: str
    kind: str
    who: str
    door: str
    refused: bool
    case: UUID | None
    about: str = ""
    draft: str = ""
    entry: UUID | None = None


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
        services=people.mandate_services(by) if by.kind == "citizen" else None,
    )
    shown = _moments(entries[:PAGE], by)
    older = shown[-1].at if len(entries) > PAGE else None
    if kind in ("", "applications"):
        drafts = [one for one in _drafts(customer, by) if older is None or one.at >= older]
        shown += [one for one in drafts if before is None or one.at < before]
    return sorted(shown, key=lambda moment: moment.at, reverse=True), older


def list_moments_of(subject: UUID, *, by: Actor) -> list[Moment]:
    """What happened to one thing, newest first."""
    return _moments(journal.list_about(subject, by=by, limit=PAGE), by)


def _moments(entries: Sequence[Entry], by: Actor) -> list[Moment]:
    names = _names(entries)
    titles = contact.list_titles([entry.subject for entry in entries if _of_contact(entry)], by=by)
    return [_moment(entry, names, titles) for entry in entries]


def _of_contact(entry: Entry) -> bool:
    return entry.event.startswith("contact.")


def _drafts(customer: UUID, by: Actor) -> list[Moment]:
    """Forms begun and not signed: a line each, without an answer in it."""
    within = people.mandate_services(by) if by.kind == "citizen" else None
    return [
        Moment(
            at=one.changed_at,
            sentence=str(_("A form was begun and is not signed yet")),
            kind="applications",
            who="",
            door="",
            refused=False,
            case=None,
            about=pick(one.title),
            draft=one.number,
        )
        for one in services.list_progress(customer, by=by)
        if within is None or one.service in within
    ]


def _events_of(kind: str) -> list[str]:
    return [event.name for event in list_events() if kind_of(event.name) == kind]


def kind_of(event: str) -> str:
    """The group of the filter an event falls into: the first whose beginning fits."""
    return next((kind for kind, (_title, starts) in KINDS.items() if event.startswith(starts)), "access")


def _names(entries: Sequence[Entry]) -> dict[UUID, str]:
    officers = {entry.actor for entry in entries if entry.actor_kind == "officer"}
    return {officer: trust.name_of(officer) for officer in officers}


def _moment(entry: Entry, names: dict[UUID, str], titles: dict[UUID, str]) -> Moment:
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
        about=titles.get(entry.subject, ""),
        entry=entry.id,
    )


def _kind_words(entry: Entry) -> str:
    if entry.actor_kind == "citizen":
        return str(_("the customer"))
    return str(_("a partner")) if entry.actor_kind == "partner" else ""
