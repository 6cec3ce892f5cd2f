"""A PIN that goes by letter: ordered now, drawn when the letter is printed, known to nobody but its reader.

Whoever prints calls ``draw_door_pin`` and puts what it gives on the sheet, and nowhere else.
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust.actions.door_pins import note_pin, record_for, set_door_pin
from onedoor.trust.models import Account, DoorPin, DoorPinOrder
from onedoor.trust.queries.accounts import account_or_not_found, customer_of
from onedoor.trust.queries.levels import require_level
from onedoor.trust.queries.protection import check_free, find_lock, held_until, list_changes
from onedoor.trust.rules import (
    DOOR_PIN_DIGITS,
    PIN_LETTERS_ALLOWED,
    PIN_LETTERS_COUNTED,
    is_weak_pin,
)
from onedoor.trust.types import (
    DOOR_PIN_NOT_SENT,
    DOOR_PIN_ORDERED,
    DOOR_PIN_REMOVED,
    AccountKind,
    ChangeKind,
    HeldAct,
    TooMany,
)


@action(may="assistance.give")
def order_door_pin(*, account: UUID, by: Actor, at: datetime) -> UUID:
    """The order of a PIN by letter: she herself at level 2, or an officer whom she lets help her now. Until
    the letter is printed nothing changes; what she is told of it can be disowned. Gives the order's id."""
    row = account_or_not_found(account)
    beside = by.kind == "officer" and by.assisted and by.customer is not None and by.customer == row.customer
    if by.kind != "system" and by.account != account and not beside:
        raise NotAllowed("account.not_yours", _("You can have a PIN sent only for your own account."))
    require_level(by, 2, _("Sign in first."))
    customer = customer_of(row)
    if row.kind != AccountKind.CITIZEN or customer is None:
        raise NotAllowed("pin.customers_only", _("Only a customer's account has a PIN."))
    check_free(customer, HeldAct.PIN, at=at)
    with scoped(SYSTEM):
        order = _keep_order(row, at)
    journal.record(
        DOOR_PIN_ORDERED, subject_kind="door_pin_order", subject=order, customer=customer, by=by, at=at
    )
    if by.kind != "system":
        note_pin(row, by, at)
    return order


def _keep_order(row: Account, at: datetime) -> UUID:
    Account.objects.select_for_update().get(pk=row.pk)  # two at once are counted one after the other
    orders = DoorPinOrder.objects.filter(account=row)
    if orders.filter(drawn_at=None, ended_at=None).exists():
        raise Conflict("pin.letter_waits", _("A letter with a PIN is being made ready already."))
    since = at - PIN_LETTERS_COUNTED
    recent = list(orders.filter(ordered_at__gt=since).order_by("-ordered_at")[:PIN_LETTERS_ALLOWED])
    if len(recent) == PIN_LETTERS_ALLOWED:
        free_at = recent[-1].ordered_at + PIN_LETTERS_COUNTED
        raise TooMany(
            "pin.letters_too_often",
            _(
                "A PIN was ordered by letter three times in thirty days. Set a PIN yourself, or come to a "
                "counter."
            ),
            seconds=int((free_at - at).total_seconds()),
        )
    return DoorPinOrder.objects.create(account=row, ordered_at=at).id


@action()
def draw_door_pin(*, order: UUID, by: Actor, at: datetime) -> str:
    """The PIN for the letter that is printed now; only its hash is kept, and the PIN before it ends. Empty
    where none may go any more: the order was ended, how she is reached was changed after it, or her identity
    is locked. For the house."""
    _require_house(by)
    with scoped(SYSTEM):
        row = _waiting(order)
        if row is None:
            return ""
        if not _may_go(row, at):
            _stop(row, by, at)
            return ""
        pin = _draw()
        set_door_pin(account=row.account_id, pin=pin, by=SYSTEM, at=at)
        row.drawn_at = at
        row.save(update_fields=["drawn_at"])
    return pin


@action()
def end_door_pin_order(*, order: UUID, by: Actor, at: datetime) -> None:
    """Her letter cannot go, or it came back: the PIN that was on it opens nothing any more. One that she set
    since stays. For the house."""
    _require_house(by)
    with scoped(SYSTEM):
        row = _waiting(order)
        if row is not None:
            _stop(row, by, at)
            return
        row = DoorPinOrder.objects.select_for_update().filter(id=order, ended_at=None).first()
        if row is None or row.drawn_at is None:
            return
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        removed, _of_each = DoorPin.objects.filter(account=row.account_id, set_at=row.drawn_at).delete()
        if removed:
            record_for(DOOR_PIN_REMOVED, row.account, by, at)


def _waiting(order: UUID) -> DoorPinOrder | None:
    rows = DoorPinOrder.objects.select_for_update(of=("self",)).select_related("account")
    return rows.filter(id=order, drawn_at=None, ended_at=None).first()


def _may_go(row: DoorPinOrder, at: datetime) -> bool:
    """An address that somebody changed after the order is not the one that was asked for."""
    customer = customer_of(row.account)
    if customer is None or not row.account.is_active or find_lock(customer) is not None:
        return False
    changes = list_changes(customer, since=row.ordered_at)
    return held_until(customer, at=at) is None and all(one.kind != ChangeKind.CONTACT for one in changes)


def _stop(row: DoorPinOrder, by: Actor, at: datetime) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record_for(DOOR_PIN_NOT_SENT, row.account, by, at)


def _draw() -> str:
    while is_weak_pin(pin := f"{secrets.randbelow(10**DOOR_PIN_DIGITS):0{DOOR_PIN_DIGITS}}"):
        continue
    return pin


def _require_house(by: Actor) -> None:
    if by.kind != "system":
        raise NotAllowed("pin.house_only", _("Only the house does this."))
