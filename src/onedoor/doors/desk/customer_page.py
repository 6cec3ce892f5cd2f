"""Everything about one customer in one reading, each part closed by its own room where it must be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from onedoor.cases import queries as cases
from onedoor.contact import queries as contact
from onedoor.doors.desk.shelves import open_shelf
from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.look.timeline import KINDS, list_moments
from onedoor.payments import queries as payments
from onedoor.people import queries as people
from onedoor.services import queries as services

SENSITIVE = ("tax", "medical")
LATEST = 5
HERE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that the customer has not signed yet, and how far it is. ``here``: changed just now."""

    card: Any
    done: int
    total: int
    complete: bool
    here: bool


def read_customer(customer: UUID, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The context of the customer's page."""
    person = people.get_customer(customer, by=by)
    applications = open_shelf(lambda: services.list_applications(customer, by=by))
    drafts = _live(customer, by=by, at=at)
    mine = {draft.card.number for draft in drafts}
    moments, older = list_moments(customer, by=by)
    return identity(person, by=by, at=at) | {
        "at": at,
        "applications": applications,
        "drafts": drafts,
        "elsewhere": [one for one in services.list_progress(customer, by=by) if one.number not in mine],
        "filed": [card for card in applications.items if card.state not in ("draft", "checking")][:LATEST],
        "cases": open_shelf(lambda: _open_first(cases.list_cases(customer, by=by))),
        "letters": open_shelf(lambda: contact.list_letters(customer, by=by)[:LATEST]),
        "charges": open_shelf(lambda: payments.list_charges(customer, by=by)[:LATEST]),
        "payouts": open_shelf(lambda: payments.list_payouts(customer, by=by)[:LATEST]),
        "contacts": open_shelf(lambda: contact.list_interactions(customer, by=by)[:LATEST]),
        "messages_sent": open_shelf(lambda: contact.list_messages(customer, by=by)[:LATEST]),
        "moments": moments,
        "older": older,
        "kinds": {code: title for code, (title, _starts) in KINDS.items()},
    }


def identity(person: Any, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the identity bar says."""
    return {
        "person": person,
        "identifier": people.masked_identifier(person.id),
        "age": _age(person.birth_date, local(at).date()),
        "preferences": people.preferences(person.id, by=by),
        "contact_points": people.list_contact_points(person.id, by=by),
        "mandates": people.list_mandates(person.id, by=by, at=at),
    }


def read_values(customer: UUID, *, by: Actor, protected: bool) -> dict[str, Any]:
    """Values held, by register. Tax and medical details come only once they were asked for
    (``protected``), and then only those that the room gives to this officer."""
    held = exchange.list_held(customer, by=by)
    registers: dict[str, list[Any]] = {}
    for value in held:
        if protected or value.sensitivity not in SENSITIVE:
            registers.setdefault(value.register, []).append(value)
    return {
        "values": list(registers.values()),
        "waiting": 0 if protected else sum(value.sensitivity in SENSITIVE for value in held),
        "shut": [kind for kind in SENSITIVE if all(value.sensitivity != kind for value in held)],
    }


def _live(customer: UUID, *, by: Actor, at: datetime) -> list[Draft]:
    drafts = []
    for card in services.list_live_drafts(customer, by=by):
        view = services.get_application(card.number, by=by, at=at)
        done = sum(page.complete for page in view.pages)
        here = at - card.changed_at < HERE and card.changed_at != card.created_at
        drafts.append(Draft(card, done, len(view.pages), view.can_sign or not view.missing, here))
    return drafts


def _open_first(found: Sequence[Any]) -> list[Any]:
    return sorted(found, key=lambda case: (not case.is_open, case.promised_at))[: LATEST * 2]


def _age(born: date | None, today: date) -> int | None:
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
