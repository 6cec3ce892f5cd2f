"""Who arrives: known for certain, possibly, or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.linkage.preparing import Prepared, list_keys, prepare, prepare_known
from onedoor.people.linkage.weighing import chance_of, get_model
from onedoor.people.phones import find_phone
from onedoor.people.queries.aliases import list_names, live_customer
from onedoor.people.queries.customers import IDENTIFIER_INDEX
from onedoor.people.queries.reaching import CONTACT_PURPOSE
from onedoor.people.rules import normalise_identifier
from onedoor.people.types import Arrival, Candidate, ContactKind, Match, Reason, Resolution
from onedoor.trust import queries as trust

LINK_INDEX = "linkage"
IDENTIFIER_PURPOSE = "identifier"
CERTAIN, POSSIBLE = 0.99, 0.5
APART = 6.0  # the best must be so many doublings ahead of the next, or a person looks
MOST_A_KEY, MOST = 200, 400
_SURE_OF = {"same", "near", "swapped", "two_words"}

_KEYED = """
select k.customer from unnest(%s::bigint[]) as wanted(key)
cross join lateral (select customer from people_linkkey l where l.key = wanted.key limit %s) k
"""
_REACHED = """
select p.customer_id from unnest(%s::bytea[]) as wanted(index)
cross join lateral (
    select customer_id from people_contactpoint c where c.blind_index = wanted.index limit %s) p
"""


def resolve(arrival: Arrival, *, by: Actor, at: datetime) -> Resolution:
    """Compare who arrives with everybody who shares a part of what she said, by the weights of the model.

    Certain needs a chance of 0.99, an identity number and another field or three fields that agree, and
    nobody else nearly as likely. Pairs that
    somebody told apart are left out. Nothing is written: an arrival that goes away leaves no trace.
    For officers who may find customers, and the doors in the house's name.
    """
    if by.kind not in ("officer", "system") or not by.may("customers.find"):
        raise NotAllowed("people.may_not_find", _("Your role does not allow finding customers."))
    model = get_model()
    prepared = prepare(arrival)
    with scoped(SYSTEM):
        others = _find_others(arrival, prepared)
        known = _read_known(others)
    best: dict[UUID, Candidate] = {}
    for customer, record in known.items():
        weight, reasons = model.weigh(prepared, record)
        candidate = Candidate(others[customer], weight, chance_of(weight), reasons)
        if candidate.chance >= POSSIBLE:
            before = best.get(candidate.customer)
            best[candidate.customer] = max(before or candidate, candidate, key=lambda one: one.weight)
    ranked = sorted(best.values(), key=lambda one: (-one.weight, one.customer))
    match = _judge(ranked)
    sure = ranked[0].customer if match is Match.CERTAIN else None
    return Resolution(match, sure, tuple(ranked[:10]), model.name)


def hash_keys(keys: Iterable[str]) -> list[int]:
    """Keys as the table holds them: 64 bits of a keyed hash."""
    return [
        int.from_bytes(index[:8], signed=True) for index in trust.blind_indexes(sorted(set(keys)), LINK_INDEX)
    ]


def read_prepared(customers: Sequence[UUID]) -> dict[UUID, Prepared]:
    """Known customers as comparisons read them; what is sealed is opened for this moment only."""
    contacts: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    points = models.ContactPoint.objects.filter(customer_id__in=customers)
    for customer, kind, sealed in points.values_list("customer_id", "kind", "sealed"):
        contacts[customer, kind].append(trust.unseal(bytes(sealed), purpose=CONTACT_PURPOSE))
    identifiers = models.Identifier.objects.filter(customer_id__in=customers)
    for customer, sealed in identifiers.values_list("customer_id", "sealed"):
        contacts[customer, "number"].append(trust.unseal(bytes(sealed), purpose=IDENTIFIER_PURPOSE))
    rows = models.Customer.objects.filter(id__in=customers)
    return {
        row.id: prepare_known(
            name=row.name, name_zh=row.name_zh, birth_date=row.birth_date,
            addresses=contacts[row.id, ContactKind.POST], phones=contacts[row.id, ContactKind.PHONE],
            emails=contacts[row.id, ContactKind.EMAIL], numbers=contacts[row.id, "number"],
        )
        for row in rows
    }  # fmt: skip


def _find_others(arrival: Arrival, prepared: Prepared) -> dict[UUID, UUID]:
    """Whoever shares a key, an identifier, a phone or an e-mail: her record, and the one read for it."""
    found: dict[UUID, None] = {}
    if arrival.identifiers:
        plain = [normalise_identifier(text) for text in arrival.identifiers]
        indexes = trust.blind_indexes(plain, IDENTIFIER_INDEX)
        rows = models.Identifier.objects.filter(blind_index__in=indexes)
        found |= dict.fromkeys(rows.values_list("customer_id", flat=True))
    found |= dict.fromkeys(_ask(_REACHED, _contact_indexes(arrival)))
    found |= dict.fromkeys(_ask(_KEYED, hash_keys(list_keys(prepared))))
    apart = _told_apart(arrival.known_as) if arrival.known_as else set()
    chosen = [customer for customer in list(found)[:MOST] if customer not in apart]
    merged = models.Merge.objects.filter(merged__in=chosen, undone_at=None).values_list("merged", flat=True)
    gone = {customer: live_customer(customer) for customer in merged}
    live = {customer: gone.get(customer, customer) for customer in chosen}
    return {customer: read for customer, read in live.items() if read not in apart}


def _read_known(others: dict[UUID, UUID]) -> dict[UUID, Prepared]:
    return read_prepared(list(others))


def _contact_indexes(arrival: Arrival) -> list[bytes]:
    indexes = []
    if arrival.email.strip():
        indexes.append(trust.blind_index(arrival.email.strip().lower(), ContactKind.EMAIL))
    if arrival.phone and (phone := find_phone(arrival.phone)):
        indexes.append(trust.blind_index(phone, ContactKind.PHONE))
    return indexes


def _ask(query: str, keys: Sequence[Any]) -> list[UUID]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(query, [list(keys), MOST_A_KEY])
        return [row[0] for row in cursor.fetchall()]


def _told_apart(customer: UUID) -> set[UUID]:
    """Her own record, under every id, and all that somebody found to be others."""
    own = set(list_names(live_customer(customer)))
    marks = models.Difference.objects
    others = set(marks.filter(first__in=own).values_list("second", flat=True))
    others |= set(marks.filter(second__in=own).values_list("first", flat=True))
    return own | others | {live_customer(other) for other in others}


def _judge(ranked: Sequence[Candidate]) -> Match:
    if not ranked:
        return Match.NONE
    best = ranked[0]
    alone = len(ranked) == 1 or best.weight - ranked[1].weight >= APART
    return Match.CERTAIN if best.chance >= CERTAIN and alone and _is_enough(best.reasons) else Match.POSSIBLE


def _is_enough(reasons: Iterable[Reason]) -> bool:
    """An identity number and something else, or three fields: of one name and one birthday there are two."""
    agreeing = {reason.field for reason in reasons if reason.weight > 0 and reason.level in _SURE_OF}
    return len(agreeing) >= (2 if "number" in agreeing else 3)
