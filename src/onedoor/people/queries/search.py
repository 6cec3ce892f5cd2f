"""One search box: a name in either script, an identifier, a phone number or an e-mail address."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import models
from onedoor.people.phones import find_phone
from onedoor.people.queries.aliases import live_customer
from onedoor.people.queries.customers import find_by_identifier
from onedoor.people.rules import check_identifier, find_phrases, search_terms
from onedoor.people.types import ContactKind, CustomerCard
from onedoor.trust import queries as trust

_LAST = "\U0010ffff"
_CANDIDATES = 1_000  # a search for two common words in odd order looks no further


def search(text: str, *, by: Actor, limit: int = 20) -> list[CustomerCard]:
    """Customers that ``text`` finds, best first, for officers who may find customers.

    Identifier, phone and e-mail must be whole; of a name any word's beginning is enough, or any
    characters of a Chinese name.
    """
    if by.kind not in ("officer", "system") or not by.may("customers.find"):
        raise NotAllowed("people.may_not_find", _("Your role does not allow finding customers."))
    text = text.strip()[:200]
    if not text:
        return []
    if check_identifier(text):
        customer = find_by_identifier(text, by=by)
        return _cards([customer] if customer else [], "identifier")
    if "@" in text:
        return _cards(_having(ContactKind.EMAIL, text.lower(), limit), "email")
    if phone := find_phone(text):
        return _cards(_having(ContactKind.PHONE, phone, limit), "phone")
    return _cards(_named(text, limit), "name")


def _having(kind: ContactKind, value: str, limit: int) -> list[UUID]:
    index = trust.blind_index(value, kind)
    rows = models.ContactPoint.objects.filter(kind=kind, blind_index=index)
    return list(rows.values_list("customer_id", flat=True)[:limit])


def _named(text: str, limit: int) -> list[UUID]:
    phrases = find_phrases(text)
    if not phrases:
        return []
    found = _all_of(phrases, limit)
    words = [word for phrase in phrases for word in phrase.split()]
    if len(found) < limit and len(words) > len(phrases):  # the words in another order
        words.sort(key=len, reverse=True)
        found += [customer for customer in _all_of(words, limit) if customer not in found]
    return found[:limit]


def _all_of(phrases: list[str], limit: int) -> list[UUID]:
    first, *others = phrases
    rows = _beginning(first).order_by("term")
    if not others:
        return _distinct(rows, limit)
    candidates = set(rows.values_list("customer", flat=True)[:_CANDIDATES])
    found = models.Customer.objects.filter(id__in=candidates).values_list("sort_key", "id", "name", "name_zh")
    kept = [
        row for row in sorted(found) if all(_has(search_terms(row[2], row[3]), other) for other in others)
    ]
    return [customer for _key, customer, *_names in kept[:limit]]


def _has(terms: set[str], phrase: str) -> bool:
    return any(term.startswith(phrase) for term in terms)


def _beginning(phrase: str) -> QuerySet[models.SearchTerm]:
    return models.SearchTerm.objects.filter(term__gte=phrase, term__lt=phrase + _LAST)


def _distinct(rows: QuerySet[models.SearchTerm], limit: int) -> list[UUID]:
    # A name has few tails that begin alike, so twice the limit holds enough different customers.
    return list(dict.fromkeys(rows.values_list("customer", flat=True)[: limit * 2]))[:limit]


def _cards(customers: list[UUID], found_by: str) -> list[CustomerCard]:
    merged = set(
        models.Merge.objects.filter(merged__in=customers, undone_at=None).values_list("merged", flat=True)
    )
    customers = list(dict.fromkeys(live_customer(id) if id in merged else id for id in customers))
    rows = models.Customer.objects.in_bulk(customers)
    identifiers = models.Identifier.objects.filter(customer_id__in=customers)
    masked = dict(identifiers.values_list("customer_id", "masked"))
    return [
        CustomerCard(id, row.kind, row.name, row.name_zh, row.birth_date, masked.get(id, ""), found_by)
        for id in customers
        if (row := rows.get(id)) is not None
    ]
