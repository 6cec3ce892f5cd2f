"""Registering a customer, her identifiers, her family, and looking at her page."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.people import models
from onedoor.people.actions.linking import index_customer
from onedoor.people.actions.reaching import insert_contact_point
from onedoor.people.queries.customers import (
    IDENTIFIER_INDEX,
    check_may_read,
    get_customer,
    not_found,
    view_customer,
)
from onedoor.people.rules import (
    identifier_birth_date,
    identifier_kind,
    mask_identifier,
    normalise_identifier,
    search_terms,
    sort_key,
)
from onedoor.people.types import (
    IDENTIFIER_ADDED,
    IDENTIFIER_REVEALED,
    NAME_CHANGED,
    REGISTERED,
    RELATION_RECORDED,
    VIEWED,
    ContactKind,
    Customer,
    IdentifierKind,
)
from onedoor.trust import queries as trust

IDENTIFIER_PURPOSE = "identifier"


@action(may="customers.register")
def register_customer(
    *,
    kind: str = "person",
    name: str,
    name_zh: str = "",
    birth_date: date | None = None,
    identifier: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
    language: str = "en",
    by: Actor,
    at: datetime,
) -> Customer:
    """A new customer, found at once by name, identifier, phone and e-mail. Refused when the
    identifier is wrong, contradicts the birth date, or belongs to somebody already."""
    _only_staff(by)
    if not (name.strip() or name_zh.strip()):
        raise Invalid("people.no_name", _("Enter a name."), field="name")
    row = models.Customer.objects.create(
        kind=kind,
        name=name.strip(),
        name_zh=name_zh.strip(),
        sort_key=sort_key(name, name_zh),
        birth_date=birth_date,
        language=language,
        created_at=at,
    )
    _index_names(row)
    if identifier:
        _insert_identifier(row, identifier)
    for contact_kind, value in zip(ContactKind, (email, phone, address), strict=True):
        if value:
            insert_contact_point(row.id, contact_kind, value, verified_at=None, at=at)
    index_customer(row.id)
    journal.record(REGISTERED, subject_kind="customer", subject=row.id, customer=row.id, by=by, at=at)
    return view_customer(row)


@action(may="customers.register")
def add_identifier(*, customer: UUID, identifier: str, by: Actor, at: datetime) -> str:
    """One more identifier for the customer; masked."""
    _only_staff(by)
    row = _row(customer)
    added = _insert_identifier(row, identifier)
    _record(IDENTIFIER_ADDED, customer, by, at)
    return added.masked


@action(may="customers.register")
def rename_customer(*, customer: UUID, name: str, name_zh: str, by: Actor, at: datetime) -> Customer:
    """The name as the register has it now; found by the new one only."""
    _only_staff(by)
    row = _row(customer)
    row.name, row.name_zh, row.sort_key = name.strip(), name_zh.strip(), sort_key(name, name_zh)
    row.save(update_fields=["name", "name_zh", "sort_key"])
    models.SearchTerm.objects.filter(customer=customer).delete()
    _index_names(row)
    index_customer(customer)
    _record(NAME_CHANGED, customer, by, at)
    return view_customer(row)


@action(may="identifiers.reveal")
def reveal_identifier(*, customer: UUID, purpose: str, by: Actor, at: datetime) -> str:
    """The identifier in full, for a purpose that the customer can read. Officers need level 3."""
    check_may_read(customer, by)
    if by.kind == "officer":
        trust.require_level(by, 3, _("Confirm with a one-time code to see an identity number in full."))
    row = models.Identifier.objects.filter(customer_id=customer).order_by("kind", "id").first()
    if row is None:
        raise NotFound("people.no_identifier", _("No identity number is recorded."))
    _record(IDENTIFIER_REVEALED, customer, by, at, purpose)
    return trust.unseal(bytes(row.sealed), purpose=IDENTIFIER_PURPOSE)


@action(may="customers.read")
def record_view(*, customer: UUID, purpose: str, by: Actor, at: datetime, case: UUID | None = None) -> None:
    """The desk calls this when it opens a customer's page, so that she can see who looked, why, and
    for which case."""
    get_customer(customer, by=by)
    if by.kind == "officer":
        _record(VIEWED, customer, by, at, purpose, case)


@action(may="customers.register")
def record_relation(
    *, customer: UUID, other: UUID, kind: str, register: str, by: Actor, at: datetime
) -> None:
    """``other`` is the customer's spouse, parent or child, says ``register``. Safe to repeat."""
    _only_staff(by)
    _row(customer)
    _row(other)
    _, is_new = models.Relation.objects.get_or_create(
        customer_id=customer, other_id=other, kind=kind, defaults={"register": register, "recorded_at": at}
    )
    if is_new:
        _record(RELATION_RECORDED, customer, by, at)


def _insert_identifier(row: models.Customer, identifier: str) -> models.Identifier:
    kind = identifier_kind(identifier)
    if kind is None:
        raise Invalid(
            "identifier.wrong", _("Check the identity number: a digit is wrong or two changed places."),
            field="identifier",
        )  # fmt: skip
    if (kind is IdentifierKind.PERSON) != (row.kind == "person"):
        raise Invalid(
            "identifier.other_kind", _("This number names another kind of customer."), field="identifier"
        )
    if kind is IdentifierKind.PERSON and row.birth_date not in (None, identifier_birth_date(identifier)):
        raise Invalid(
            "identifier.birth_date",
            _("The identity number and the date of birth disagree."),
            field="identifier",
        )
    plain = normalise_identifier(identifier)
    try:
        with transaction.atomic():
            return models.Identifier.objects.create(
                customer=row,
                kind=kind,
                sealed=trust.seal(plain, purpose=IDENTIFIER_PURPOSE),
                blind_index=trust.blind_index(plain, IDENTIFIER_INDEX),
                masked=mask_identifier(plain),
            )
    except IntegrityError as error:
        raise Conflict(
            "identifier.taken", _("Somebody is registered with this number already."), field="identifier"
        ) from error


def _index_names(row: models.Customer) -> None:
    terms = search_terms(row.name, row.name_zh)
    models.SearchTerm.objects.bulk_create(
        models.SearchTerm(term=term, customer=row.id) for term in sorted(terms)
    )


def _row(customer: UUID) -> models.Customer:
    row = models.Customer.objects.select_for_update().filter(id=customer).first()
    if row is None:
        raise not_found()
    return row


def _only_staff(by: Actor) -> None:
    if by.kind not in ("officer", "system"):
        raise NotAllowed("people.staff_only", _("Only an officer can do this."))


def _record(
    event: Event, customer: UUID, by: Actor, at: datetime, purpose: str = "", case: UUID | None = None
) -> None:
    journal.record(
        event, subject_kind="customer", subject=customer, customer=customer, purpose=purpose, case=case,
        by=by, at=at,
    )  # fmt: skip
