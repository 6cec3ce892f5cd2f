"""The lines of a bill and the money on them: one place where a line's figures change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from onedoor.payments import ledger
from onedoor.payments.models import Charge, ChargeLine
from onedoor.payments.rules import apportion
from onedoor.payments.types import ChargeState

NOUGHT = Decimal("0.00")


def list_lines(charge: Charge) -> list[ChargeLine]:
    """As the database has them now; the charge's own row is held by whoever changes them."""
    return list(ChargeLine.objects.filter(charge=charge).order_by("position"))


def left_of(line: ChargeLine) -> Decimal:
    """What is still to pay on it."""
    left: Decimal = line.amount - line.waived - line.paid
    return left


def held_of(line: ChargeLine) -> Decimal:
    """What its agency has of the money paid."""
    return line.paid - line.refunded


def take_in(charge: Charge, amount: Decimal, *, at: datetime) -> None:
    """Count money towards the charge: apportioned over what is open on its lines."""
    lines = list_lines(charge)
    shares = apportion(amount, [left_of(line) for line in lines])
    for line, share in zip(lines, shares, strict=True):
        line.paid += share
    charge.paid += amount
    _save(charge, lines, at=at)
    _post_received(charge, lines, shares, at=at)


def give_back(
    charge: Charge, amount: Decimal, *, at: datetime, by_position: Mapping[int, Decimal] | None = None
) -> dict[str, Decimal]:
    """Take ``amount`` from what the lines got: by position, or pro rata. Gives it by agency."""
    lines = list_lines(charge)
    if by_position is None:
        shares = apportion(amount, [held_of(line) for line in lines])
    else:
        shares = [by_position.get(line.position, NOUGHT) for line in lines]
    for line, share in zip(lines, shares, strict=True):
        line.refunded += share
    _save(charge, lines, at=at)
    _post_received(charge, lines, [-share for share in shares], at=at)
    return _by_agency(lines, shares)


def drop(charge: Charge, line: ChargeLine, amount: Decimal, *, at: datetime) -> None:
    """Ask ``amount`` less on a line, of what is not paid on it."""
    line.waived += amount
    charge.amount -= amount
    _save(charge, [line], at=at)
    ledger.post(
        {ledger.RECEIVABLE: -amount, ledger.revenue(line.agency): amount},
        at=at, charge=charge, customer=charge.customer,
    )  # fmt: skip


def let_go(charge: Charge, line: ChargeLine, *, at: datetime) -> Decimal:
    """Take all money off a line, for the other lines, as far as they are open. Gives what is over."""
    freed, lines = held_of(line), list_lines(charge)
    line.paid -= freed
    charge.paid -= freed
    _save(charge, [line], at=at)
    _post_received(charge, [line], [-freed], at=at)
    others = [one for one in lines if one.id != line.id]
    moved = min(freed, max(NOUGHT, sum((left_of(one) for one in others), NOUGHT)))
    if moved:
        shares = apportion(moved, [left_of(one) for one in others])
        for one, share in zip(others, shares, strict=True):
            one.paid += share
        charge.paid += moved
        _save(charge, others, at=at)
        _post_received(charge, others, shares, at=at)
    return freed - moved


def _save(charge: Charge, lines: Sequence[ChargeLine], *, at: datetime) -> None:
    ChargeLine.objects.bulk_update(lines, ["waived", "paid", "refunded", "waived_why"])
    charge.state = _state(charge)
    is_done = charge.state not in (ChargeState.DUE, ChargeState.PART_PAID)
    charge.settled_at = (charge.settled_at or at) if is_done else None
    charge.save(update_fields=["amount", "paid", "state", "settled_at"])


def _state(charge: Charge) -> ChargeState:
    """What the figures make of it."""
    if not charge.amount:
        return ChargeState.WAIVED
    if charge.paid < charge.amount:
        return ChargeState.PART_PAID if charge.paid else ChargeState.DUE
    held = sum((held_of(line) for line in list_lines(charge)), NOUGHT)
    return ChargeState.SETTLED if held else ChargeState.REFUNDED


def _by_agency(lines: Sequence[ChargeLine], shares: Sequence[Decimal]) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = {}
    for line, share in zip(lines, shares, strict=True):
        amounts[line.agency] = amounts.get(line.agency, NOUGHT) + share
    return amounts


def _post_received(
    charge: Charge, lines: Sequence[ChargeLine], shares: Sequence[Decimal], *, at: datetime
) -> None:
    by_agency = _by_agency(lines, shares)
    ledger.post(
        {ledger.RECEIPTS: sum(shares, NOUGHT)}
        | {ledger.received(agency): -share for agency, share in by_agency.items()},
        at=at, charge=charge, customer=charge.customer,
    )  # fmt: skip
