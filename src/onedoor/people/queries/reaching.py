"""The ways to reach a customer."""

import base64
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.phones import find_phone
from onedoor.people.queries.customers import check_may_read
from onedoor.people.types import (
    NOT_ME,
    NOT_ME_BY_LETTER,
    ContactKind,
    ContactPoint,
    Digest,
    Wishes,
)
from onedoor.trust import queries as trust
from onedoor.trust.types import ChangeView

CONTACT_PURPOSE = "contact"


def list_contact_points(customer: UUID, *, by: Actor | None = None) -> list[ContactPoint]:
    """Every way to reach her, preferred ones first. Give ``by`` whenever somebody will see it."""
    if by is not None:
        check_may_read(customer, by)
    rows = models.ContactPoint.objects.filter(customer_id=customer).order_by(
        "kind", "-is_default", "created_at"
    )
    return [view_contact_point(row) for row in rows]


def find_default_contact(customer: UUID, kind: str) -> ContactPoint | None:
    """Her preferred e-mail, phone or address; the only one when none is preferred."""
    rows = models.ContactPoint.objects.filter(customer_id=customer, kind=kind)
    row = rows.order_by("-is_default", "created_at").first()
    return view_contact_point(row) if row else None


def read_contact(text: str) -> tuple[str, str] | None:
    """``text`` as somebody typed it, as (kind, value): an e-mail address or a telephone number; None
    when it is neither."""
    text = text.strip()
    if "@" in text:
        try:
            validate_email(text)
        except ValidationError:
            return None
        return ContactKind.EMAIL.value, text.lower()
    phone = find_phone(text)
    return (ContactKind.PHONE.value, phone) if phone else None


def find_by_contact(kind: str, value: str) -> UUID | None:
    """The one customer who has shown that messages sent there reach her; None where several share it.

    The house asks this for itself: nobody else learns whether an address is known.
    """
    with scoped(SYSTEM):
        rows = models.ContactPoint.objects.filter(
            kind=kind,
            blind_index=trust.blind_index(value.lower(), kind),
            verified_at__isnull=False,
            customer__kind="person",
        )
        found = set(rows.values_list("customer_id", flat=True)[:2])
    return found.pop() if len(found) == 1 else None


def find_by_former_contact(kind: str, value: str, *, at: datetime) -> UUID | None:
    """The one customer who was reached there until a change of hers that is still held: it may have been a
    thief who took it away. The house asks this for itself."""
    index = base64.b64encode(trust.blind_index(value.lower(), kind)).decode()
    return trust.find_changed_from(kind, index, at=at)


def has_contact(customer: UUID, kind: str, value: str) -> bool:
    """Whether this is one of her own ways to be reached."""
    with scoped(SYSTEM):
        rows = models.ContactPoint.objects.filter(customer_id=customer, kind=kind)
        return rows.filter(blind_index=trust.blind_index(value.lower(), kind)).exists()


def list_wishes(customers: Collection[UUID]) -> list[Wishes]:
    """How each of many is written to, in two statements; for the house, which then writes."""
    with scoped(SYSTEM):
        rows = list(models.Customer.objects.filter(id__in=customers).order_by("id"))
        points = models.ContactPoint.objects.filter(
            customer_id__in={row.representative or row.id for row in rows}
        )
        kinds: dict[UUID, set[str]] = {}
        for owner, kind in points.values_list("customer_id", "kind"):
            kinds.setdefault(owner, set()).add(kind)
    return [
        Wishes(
            row.id, row.language, row.door, row.hours, tuple(row.access_needs), recipient,
            frozenset(kinds.get(recipient, ())), row.digest,
        )
        for row in rows
        if (recipient := row.representative or row.id)
    ]  # fmt: skip


def list_digest_always(*, after: UUID | None, limit: int) -> list[UUID]:
    """The next who wish to hear of a month in which nobody used her data, in the order of their ids."""
    with scoped(SYSTEM):
        rows = models.Customer.objects.filter(digest=Digest.ALWAYS)
        rows = rows.filter(id__gt=after) if after else rows
        return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def list_alert_addresses(customer: UUID, *, at: datetime) -> list[tuple[str, str]]:
    """(kind, value) of every e-mail and telephone by which she was reached before anybody could have begun
    to take her over: those of before the first change that is still held, else those of now."""
    known = trust.find_known_before(customer, at=at)
    if known is not None:
        points = [(kept["kind"], base64.b64decode(kept["sealed"])) for kept in known.before]
    else:
        with scoped(SYSTEM):
            rows = models.ContactPoint.objects.filter(customer_id=customer).order_by("created_at", "id")
            points = [(row.kind, bytes(row.sealed)) for row in rows]
    return [
        (kind, trust.unseal(sealed, purpose=CONTACT_PURPOSE))
        for kind, sealed in points
        if kind != ContactKind.POST
    ]


def find_old_address(customer: UUID, *, at: datetime) -> str:
    """Where a letter reaches her as she was known before the first change that is still held (else now),
    when no e-mail and no telephone of then is hers any more; else empty."""
    known = trust.find_known_before(customer, at=at)
    with scoped(SYSTEM):
        points = models.ContactPoint.objects.filter(customer_id=customer).order_by(
            "-is_default", "created_at"
        )
        now = [(row.kind, bytes(row.blind_index), bytes(row.sealed)) for row in points]
    before = now
    if known is not None:
        kept = sorted(known.before, key=lambda one: not one["is_default"])
        before = [
            (one["kind"], base64.b64decode(one["blind_index"]), base64.b64decode(one["sealed"]))
            for one in kept
        ]
    there = {(kind, index) for kind, index, _sealed in now if kind != ContactKind.POST}
    if any((kind, index) in there for kind, index, _sealed in before):
        return ""
    post = next((sealed for kind, _index, sealed in before if kind == ContactKind.POST), None)
    return trust.unseal(post, purpose=CONTACT_PURPOSE) if post else ""


def get_disowned(token: str, *, at: datetime) -> ChangeView:
    """The change that this link disowns, whichever way it was sent. Raises NotFound for a dead one."""
    try:
        link = trust.get_link(token, NOT_ME, at=at)
    except NotFound:
        link = trust.get_link(token, NOT_ME_BY_LETTER, at=at)
    return trust.get_change(link.subject)


def view_contact_point(row: models.ContactPoint) -> ContactPoint:
    """The row, opened."""
    value = trust.unseal(bytes(row.sealed), purpose=CONTACT_PURPOSE)
    return ContactPoint(row.id, row.kind, value, row.verified_at, row.is_default)
