"""PINs for the doors that have keys and no screen: set, given, locked, removed.

A PIN proves one factor, so it lifts a session to level 2 at most. Whoever calls from a known number is
still nobody until she gives it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, Refused
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.actions.limits import count_use
from onedoor.trust.actions.protection import note_change
from onedoor.trust.models import Account, DoorPin, DoorPinOrder
from onedoor.trust.queries.accounts import account_or_not_found, actor_for, customer_of
from onedoor.trust.queries.levels import require_level
from onedoor.trust.queries.protection import check_free
from onedoor.trust.rules import (
    DOOR_PIN_DIGITS,
    DOOR_PIN_FAILURES_ALLOWED,
    DOOR_PIN_LOCKS,
    is_weak_pin,
    read_pin,
    session_level,
)
from onedoor.trust.types import (
    DOOR_PIN_ENDED,
    DOOR_PIN_FAILED,
    DOOR_PIN_LOCKED,
    DOOR_PIN_REMOVED,
    DOOR_PIN_SET,
    SIGNED_IN,
    AccountKind,
    ChangeKind,
    HeldAct,
    Locked,
    TooMany,
)


@action(may="assistance.give")
def set_door_pin(*, account: UUID, pin: str, by: Actor, at: datetime) -> None:
    """A PIN for the account, in place of the one before; wrong tries and locks are forgotten.

    A customer sets her own, at level 2. An officer may only while the customer is with her in an
    assisted session, so that the customer types it. One that is easily guessed is refused.
    """
    row = _own(account, by)
    if row.kind != AccountKind.CITIZEN or row.customer is None:
        raise NotAllowed("pin.customers_only", _("Only a customer's account has a PIN."))
    digits = read_pin(pin)
    if len(digits) != DOOR_PIN_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise Invalid("pin.six_digits", _("Choose a PIN of six digits."), field="pin")
    if is_weak_pin(digits):
        raise Invalid(
            "pin.weak",
            _("This PIN is easy to guess. Choose six digits that are no date, no row and no pattern."),
            field="pin",
        )
    with scoped(SYSTEM):
        DoorPin.objects.update_or_create(
            account=row,
            defaults={
                "pin": make_password(digits), "set_at": at, "failures": 0, "locks": 0, "locked_until": None
            },
        )  # fmt: skip
    record_for(DOOR_PIN_SET, row, by, at)
    if by.kind != "system":
        end_waiting_orders(row.id, at)
        note_pin(row, by, at)


@action(may="assistance.give")
def remove_door_pin(*, account: UUID, by: Actor, at: datetime) -> None:
    """No PIN signs in to the account any more, and none is sent."""
    row = _own(account, by)
    end_waiting_orders(row.id, at)
    with scoped(SYSTEM):
        removed, _of_each = DoorPin.objects.filter(account=row).delete()
    if removed:
        record_for(DOOR_PIN_REMOVED, row, by, at)


def sign_in_by_pin(*, customer: UUID | None, pin: str, door: str, by: Actor, at: datetime) -> Actor:
    """The customer as an actor at ``door``, at level 2 when she was once proofed in person or as well.

    ``customer`` None is an identifier that belongs to nobody: it costs the same time and is answered
    in the same words as a wrong PIN. Five wrong ones lock for an hour, five more for a day, and five
    more end the PIN. Every attempt is recorded, also the refused ones: the refusal is raised only
    after that is written.
    """
    outcome = _try_pin(customer=customer, pin=pin, door=door, by=by, at=at)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@action()
def _try_pin(*, customer: UUID | None, pin: str, door: str, by: Actor, at: datetime) -> Actor | Refused:
    digits = read_pin(pin)
    with scoped(SYSTEM):
        held = (
            DoorPin.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(account__customer=customer, account__customer__isnull=False)
            .first()
        )
        if held is None:
            make_password(digits)  # as long as comparing one takes
            return _refuse_unknown(customer, by, at)
        right = check_password(digits, held.pin)
        if held.locked_until and at < held.locked_until:
            return _locked(held.locked_until)
        if not right:
            return _count_failure(held, by, at)
        held.failures, held.locks, held.locked_until = 0, 0, None
        held.save(update_fields=["failures", "locks", "locked_until"])
        return _sign_in(held.account, door, at)


def _sign_in(account: Account, door: str, at: datetime) -> Actor | Refused:
    actor: Actor | None = None
    try:
        actor = actor_for(account.id, door=door, assurance=session_level(account.proofing, ["pin"]), at=at)
        check_free(customer_of(account), HeldAct.SIGN_IN, at=at)
    except NotAllowed as locked:
        journal.record_refusal(action="trust.sign_in_by_pin", refusal=locked, by=actor or SYSTEM, at=at)
        locked.record = False  # it is recorded now
        return locked
    record_for(SIGNED_IN, account, actor, at)
    return actor


def _count_failure(held: DoorPin, by: Actor, at: datetime) -> Refused:
    held.failures += 1  # the row is locked
    record_for(DOOR_PIN_FAILED, held.account, by, at)
    refusal = _wrong()
    if held.failures >= DOOR_PIN_FAILURES_ALLOWED:
        if held.locks == len(DOOR_PIN_LOCKS):
            record_for(DOOR_PIN_ENDED, held.account, by, at)
            held.delete()
            return refusal
        held.locked_until = at + DOOR_PIN_LOCKS[held.locks]
        held.failures, held.locks = 0, held.locks + 1
        record_for(DOOR_PIN_LOCKED, held.account, by, at)
        refusal = _locked(held.locked_until)
    held.save(update_fields=["failures", "locks", "locked_until"])
    return refusal


def _refuse_unknown(customer: UUID | None, by: Actor, at: datetime) -> Refused:
    """Who has no PIN is locked like who has one, so that trying tells nobody which of the two she is."""
    if customer is None:
        return _wrong()
    lasts: timedelta = DOOR_PIN_LOCKS[0]
    try:
        used = count_use(
            what=f"pin:{customer}", most=DOOR_PIN_FAILURES_ALLOWED, window=lasts, by=SYSTEM, at=at
        )
    except TooMany as full:
        return _locked(at + timedelta(seconds=full.facts["seconds"]))
    journal.record(
        DOOR_PIN_FAILED, subject_kind="customer", subject=customer, customer=customer, by=by, at=at
    )
    return _wrong() if used < DOOR_PIN_FAILURES_ALLOWED else _locked(at + lasts)


def _wrong() -> Refused:
    return Invalid("pin.wrong", _("The number and the PIN do not belong together. Try again."), field="pin")


def _locked(until: datetime) -> Refused:
    locked = Locked(
        "pin.locked",
        _("Too many wrong PINs. Try again later, set a new PIN on your page, or speak to a person."),
        until=until,
    )
    locked.record = False  # the wrong ones are recorded already
    return locked


def end_waiting_orders(account: UUID, at: datetime) -> None:
    """No letter with a PIN is printed for this account any more; for this room only."""
    with scoped(SYSTEM):
        DoorPinOrder.objects.filter(account_id=account, drawn_at=None, ended_at=None).update(ended_at=at)


def note_pin(row: Account, by: Actor, at: datetime) -> None:
    """Tell her contacts that her PIN is changed; for this room only."""
    customer = customer_of(row)
    if customer is not None:
        note_change(customer=customer, kind=ChangeKind.PIN, account=row.id, by=by, at=at)


def _own(account: UUID, by: Actor) -> Account:
    """The account, when ``by`` may change its PIN; ``by`` an officer only with the customer beside her."""
    row = account_or_not_found(account)
    if by.kind == "officer":
        if by.assisted is None or by.customer is None or by.customer != row.customer:
            raise NotAllowed(
                "pin.customer_absent",
                _("Begin helping the customer first, so that she types the PIN herself."),
            )
        return row
    if by.kind != "system" and by.account != account:
        raise NotAllowed("account.not_yours", _("You can change only your own PIN."))
    require_level(by, 2, _("Sign in first."))
    return row


def record_for(event: Event, row: Account, by: Actor, at: datetime) -> None:
    """Write it to the journal under her account; for this room only."""
    journal.record(event, subject_kind="account", subject=row.id, customer=row.customer, by=by, at=at)
