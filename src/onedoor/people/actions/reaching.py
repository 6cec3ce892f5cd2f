"""How a customer is reached, and how she wants to be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.text import LANGUAGES
from onedoor.people import models
from onedoor.people.actions.linking import index_customer
from onedoor.people.actions.protecting import note_contacts
from onedoor.people.phones import find_phone
from onedoor.people.queries.customers import check_may_read, not_found, preferences
from onedoor.people.queries.reaching import CONTACT_PURPOSE, view_contact_point
from onedoor.people.queries.ties import find_mandate_row
from onedoor.people.types import (
    CONTACT_ADDED,
    CONTACT_DEFAULT,
    CONTACT_REMOVED,
    CONTACT_VERIFIED,
    PREFERENCES_CHANGED,
    AccessNeed,
    ContactKind,
    ContactPoint,
    Digest,
    Door,
    Hours,
    Preferences,
)
from onedoor.trust import queries as trust

_KEEP = UUID(int=0)


@action(may="customers.change")
def add_contact_point(*, customer: UUID, kind: str, value: str, by: Actor, at: datetime) -> ContactPoint:
    """One more way to reach her; her first of a kind is preferred. Unverified until she proves it."""
    _check_may_reach(customer, by)
    note_contacts(customer, by=by, at=at)
    row = insert_contact_point(customer, ContactKind(kind), value, verified_at=None, at=at)
    if kind == ContactKind.POST:
        index_customer(customer)
    _record(CONTACT_ADDED, customer, by, at, kind)
    return view_contact_point(row)


@action(may="customers.change")
def verify_contact_point(*, contact_point: UUID, by: Actor, at: datetime) -> None:
    """She has shown that messages sent there reach her."""
    row = _contact_point(contact_point, by)
    row.verified_at = at
    row.save(update_fields=["verified_at"])
    _record(CONTACT_VERIFIED, row.customer_id, by, at, row.kind)


@action(may="customers.change")
def prefer_contact_point(*, contact_point: UUID, by: Actor, at: datetime) -> None:
    """This one of its kind is used first from now on."""
    row = _contact_point(contact_point, by)
    if row.is_default:
        return
    note_contacts(row.customer_id, by=by, at=at)
    models.ContactPoint.objects.filter(customer_id=row.customer_id, kind=row.kind).update(is_default=False)
    models.ContactPoint.objects.filter(id=row.id).update(is_default=True)
    _record(CONTACT_DEFAULT, row.customer_id, by, at, row.kind)


@action(may="customers.change")
def remove_contact_point(*, contact_point: UUID, by: Actor, at: datetime) -> None:
    """Nothing is sent there any more; another of its kind becomes the preferred one."""
    row = _contact_point(contact_point, by)
    note_contacts(row.customer_id, by=by, at=at)
    row.delete()
    if row.is_default:
        rest = models.ContactPoint.objects.filter(customer_id=row.customer_id, kind=row.kind)
        if following := rest.order_by("created_at").first():
            models.ContactPoint.objects.filter(id=following.id).update(is_default=True)
    _record(CONTACT_REMOVED, row.customer_id, by, at, row.kind)


@action(may="customers.change")
def change_preferences(
    *,
    customer: UUID,
    language: str | None = None,
    door: str | None = None,
    hours: str | None = None,
    digest: str | None = None,
    access_needs: Sequence[str] | None = None,
    representative: UUID | None = _KEEP,
    by: Actor,
    at: datetime,
) -> Preferences:
    """Change what is given and keep the rest. A representative must hold a mandate from her."""
    _check_may_change(customer, by)
    changes: dict[str, Any] = {}
    for field, value, allowed in (
        ("language", language, LANGUAGES),
        ("door", door, Door.values),
        ("hours", hours, Hours.values),
        ("digest", digest, Digest.values),
    ):
        if value is not None:
            changes[field] = _one_of(field, value, allowed)
    if access_needs is not None:
        needs = [_one_of("access_needs", need, AccessNeed.values) for need in access_needs]
        changes["access_needs"] = sorted(set(needs))
    if representative != _KEEP:
        changes["representative"] = _checked_representative(customer, representative, at)
    if changes:
        if not models.Customer.objects.filter(id=customer).update(**changes):
            raise not_found()
        journal.record(
            PREFERENCES_CHANGED, subject_kind="customer", subject=customer, customer=customer, by=by, at=at,
            data={"changed": sorted(changes)},
        )  # fmt: skip
    return preferences(customer)


def insert_contact_point(
    customer: UUID, kind: ContactKind, value: str, *, verified_at: datetime | None, at: datetime
) -> models.ContactPoint:
    """The row, checked and sealed; for this room only."""
    value = clean_contact(kind, value)
    is_first = not models.ContactPoint.objects.filter(customer_id=customer, kind=kind).exists()
    try:
        with transaction.atomic():
            return models.ContactPoint.objects.create(
                customer_id=customer,
                kind=kind,
                sealed=trust.seal(value, purpose=CONTACT_PURPOSE),
                blind_index=trust.blind_index(value.lower(), kind),
                verified_at=verified_at,
                is_default=is_first,
                created_at=at,
            )
    except IntegrityError as error:
        raise Conflict("contact_point.there", _("This is recorded already."), field=kind) from error


def clean_contact(kind: ContactKind, value: str) -> str:
    """The value as it is kept, or Invalid saying what to mend."""
    value = value.strip()
    if kind is ContactKind.PHONE:
        if (phone := find_phone(value)) is None:
            raise Invalid(
                "phone.wrong", _("Enter a phone number, like 9123 4567 or +65 9123 4567."), field="phone"
            )
        return phone
    if kind is ContactKind.EMAIL:
        try:
            validate_email(value)
        except ValidationError as error:
            raise Invalid(
                "email.wrong", _("Enter an e-mail address, like name@example.com."), field="email"
            ) from error
        return value.lower()
    if not value:
        raise Invalid("address.empty", _("Enter an address."), field="post")
    return value


def _check_may_change(customer: UUID, by: Actor) -> None:
    check_may_read(customer, by)
    if by.kind == "citizen" and by.customer != customer:
        raise NotAllowed("people.not_yours", _("You can change only your own details."), customer=customer)


def _check_may_reach(customer: UUID, by: Actor) -> None:
    """How she is reached is how she would be robbed: it is changed with two factors."""
    _check_may_change(customer, by)
    if by.kind == "citizen":
        trust.require_level(
            by, 3, _("Confirm with a code or with a passkey before you change how we reach you.")
        )


def _contact_point(contact_point: UUID, by: Actor) -> models.ContactPoint:
    row = models.ContactPoint.objects.select_for_update().filter(id=contact_point).first()
    if row is None or (by.kind == "citizen" and by.customer != row.customer_id):
        raise NotFound("contact_point.unknown", _("There is no such way to reach you."))
    _check_may_reach(row.customer_id, by)
    return row


def _one_of(field: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise Invalid(f"preferences.{field}", _("Choose one of the answers offered."), field=field)
    return value


def _checked_representative(customer: UUID, representative: UUID | None, at: datetime) -> UUID | None:
    if representative is not None and find_mandate_row(customer, representative, at) is None:
        raise Invalid(
            "preferences.representative", _("First let this person act for you."), field="representative"
        )
    return representative


def _record(event: Event, customer: UUID, by: Actor, at: datetime, kind: str) -> None:
    journal.record(
        event, subject_kind="customer", subject=customer, customer=customer, by=by, at=at, data={"kind": kind}
    )
