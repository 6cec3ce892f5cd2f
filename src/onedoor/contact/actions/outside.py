"""Writing to somebody of whom the house knows only an address: the link by which she can answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_officer
from onedoor.contact.models import OutsideMessage
from onedoor.contact.rules import RETRY_AFTER, ring_at
from onedoor.contact.texts import get_carrier
from onedoor.contact.transports import Parcel, get_transport
from onedoor.contact.types import OUTSIDE_FAILED, OUTSIDE_SENT, Channel, DeliveryState, Handed
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.trust import queries as trust

PURPOSE = "outside-message"
DROPPED = "dropped"


@action()
def write_outside(
    *,
    kind: str,
    address: str,
    title: Text,
    body: Text,
    subject: UUID,
    customer: UUID | None,
    agency: str = "",
    urgent: bool = False,
    by: Actor,
    at: datetime,
) -> UUID:
    """Write to ``address`` (``kind``: email or phone) about ``subject``, for ``customer``, in every
    language of the house: nobody knows yet which one she reads. What still waits to be sent about
    the same subject is dropped. A text rings only by day, unless it is ``urgent``."""
    if kind not in ("email", "phone") or not address:
        raise Invalid("outside.address", _("Give an e-mail address or a telephone number."), field="contact")
    with scoped(SYSTEM):
        drop_waiting(subject)
        row = OutsideMessage.objects.create(
            subject=subject, customer=customer, agency=agency, kind=kind,
            address=trust.seal(address, purpose=PURPOSE),
            text=trust.seal(_compose(kind, title, body), purpose=PURPOSE),
            state=DeliveryState.CREATED, created_at=at,
            due_at=ring_at(at, "any", urgent=urgent or kind == "email"),
        )  # fmt: skip
    _record(OUTSIDE_SENT, row, by=by, at=at)
    return row.id


def drop_waiting(subject: UUID) -> None:
    """What has not left yet about ``subject`` does not leave any more; for this room only."""
    waiting = OutsideMessage.objects.filter(
        subject=subject, state__in=[DeliveryState.CREATED, DeliveryState.SENDING]
    )
    waiting.update(state=DROPPED, text=None)


@action()
def deliver_outside(*, by: Actor, at: datetime, limit: int = 100) -> int:
    """Hand over what is due, each in turn, with the waits of ``RETRY_AFTER`` between failures."""
    require_officer(by)
    due = OutsideMessage.objects.filter(
        state__in=[DeliveryState.CREATED, DeliveryState.SENDING], due_at__lte=at
    )
    rows = list(due.select_for_update(skip_locked=True).order_by("due_at")[:limit])
    for row in rows:
        _deliver(row, by=by, at=at)
    return len(rows)


def _deliver(row: OutsideMessage, *, by: Actor, at: datetime) -> None:
    row.attempts += 1
    row.failure = _hand_over(row)
    if not row.failure:
        row.state, row.delivered_at = DeliveryState.DELIVERED, at
    elif row.attempts <= len(RETRY_AFTER):
        row.state, row.due_at = DeliveryState.SENDING, at + RETRY_AFTER[row.attempts - 1]
    else:
        row.state = DeliveryState.FAILED
        _record(OUTSIDE_FAILED, row, by=by, at=at)
    # In the demo city nobody has a mailbox, so the page of who asked shows what would lie in it.
    if row.state in (DeliveryState.DELIVERED, DeliveryState.FAILED) and not settings.DEMO:
        row.text = None
    row.save(update_fields=["attempts", "failure", "state", "due_at", "delivered_at", "text"])


def _hand_over(row: OutsideMessage) -> str:
    address = trust.unseal(bytes(row.address), purpose=PURPOSE)
    title, _sep, body = trust.unseal(bytes(row.text or b""), purpose=PURPOSE).partition("\n")
    if row.kind == "phone":
        answer = get_carrier().carry(number=address, text=body, reference=str(row.id))
        return answer.failure if isinstance(answer, Handed) else answer
    parcel = Parcel(message=row.id, thread=row.id, address=address, title=title, text=body, language="")
    return get_transport(Channel.EMAIL).carry(parcel).failure


def _compose(kind: str, title: Text, body: Text) -> str:
    """A line with the title, then the text, in one language after the other."""
    titles = " / ".join(" ".join(title[code].split()) for code in LANGUAGES)
    between = "\n\n" if kind == "email" else "\n"
    return titles + "\n" + between.join(body[code] for code in LANGUAGES)


def _record(event: Event, row: OutsideMessage, *, by: Actor, at: datetime) -> None:
    data: dict[str, Any] = {"channel": row.kind}
    journal.record(
        event, subject_kind="outside_message", subject=row.id, customer=row.customer, agency=row.agency,
        by=by, at=at, data=data,
    )  # fmt: skip
