"""The bank's statements: ISO 20022 camt.053, or a simple CSV of date, reference, amount, balance."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from onedoor.kernel.money import LARGEST
from onedoor.payments.iso20022.reading import (
    Element,
    amount_at,
    day_at,
    find,
    find_all,
    read_document,
    text_at,
    unreadable,
)

COLUMNS = ["date", "reference", "amount", "balance"]


@dataclass(frozen=True, slots=True)
class Movement:
    """One booking: money in is positive, money out negative."""

    booked_date: date
    reference: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the bank says of a day or of several."""

    number: str
    form: str
    first_date: date
    last_date: date
    opening: Decimal
    closing: Decimal
    movements: tuple[Movement, ...]


def read_statement(body: bytes) -> Statement:
    """Either form, told by its first sign. Raises Invalid for what cannot be read or does not add up:
    a statement of which a line is missing must not be taken in."""
    found = _read_camt(body) if body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" else _read_csv(body)
    total = sum((one.amount for one in found.movements), Decimal("0.00"))
    if found.opening + total != found.closing or found.first_date > found.last_date:
        raise unreadable()
    return found


def _read_camt(body: bytes) -> Statement:
    statement = find(read_document(body, "BkToCstmrStmt"), "Stmt")
    if statement is None:
        raise unreadable()
    balances = {text_at(one, "Tp", "CdOrPrtry", "Cd"): one for one in find_all(statement, "Bal")}
    opening, closing = balances.get("OPBD", balances.get("PRCD")), balances.get("CLBD")
    if opening is None or closing is None:
        raise unreadable()
    booked = [one for one in find_all(statement, "Ntry") if _status(one) in ("BOOK", "")]
    movements = tuple(movement for entry in booked for movement in _movements(entry))
    days = [one.booked_date for one in movements]
    last = day_at(closing, "Dt")
    if last is None:
        raise unreadable()
    return Statement(
        number=text_at(statement, "Id")[:40] or last.isoformat(), form="camt.053",
        first_date=min([*days, last]), last_date=max([*days, last]),
        opening=_signed(opening, "Amt"), closing=_signed(closing, "Amt"), movements=movements,
    )  # fmt: skip


def _status(entry: Element) -> str:
    return text_at(entry, "Sts", "Cd") or text_at(entry, "Sts")


def _movements(entry: Element) -> list[Movement]:
    """The transfers that a booking holds: the bank may book a whole file of orders in one sum."""
    day = day_at(entry, "BookgDt") or day_at(entry, "ValDt")
    if day is None:
        raise unreadable()
    whole = _signed(entry, "Amt")
    details = [one for block in find_all(entry, "NtryDtls") for one in find_all(block, "TxDtls")]
    if len(details) < 2:
        return [Movement(day, _reference(details[0] if details else entry, entry), whole)]
    sign = 1 if whole >= 0 else -1
    parts = [Movement(day, _reference(one, entry), sign * _part(one)) for one in details]
    if sum((one.amount for one in parts), Decimal("0.00")) != whole:
        raise unreadable()
    return parts


def _part(detail: Element) -> Decimal:
    if find(detail, "Amt") is not None:
        return amount_at(detail, "Amt")
    return amount_at(detail, "AmtDtls", "TxAmt", "Amt")


def _reference(detail: Element, entry: Element) -> str:
    found = (
        text_at(detail, "Refs", "EndToEndId")
        or text_at(detail, "RmtInf", "Strd", "CdtrRefInf", "Ref")
        or text_at(detail, "RmtInf", "Ustrd")
        or text_at(entry, "NtryRef")
        or text_at(entry, "AcctSvcrRef")
    )
    return found[:60]


def _signed(element: Element, name: str) -> Decimal:
    amount, sign = amount_at(element, name), text_at(element, "CdtDbtInd")
    if sign not in ("CRDT", "DBIT"):
        raise unreadable()
    return amount if sign == "CRDT" else -amount


def _read_csv(body: bytes) -> Statement:
    try:
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
        if not rows or [name for name in rows[0] if name] != COLUMNS:
            raise unreadable()
        movements = tuple(
            Movement(
                date.fromisoformat(row["date"].strip()), row["reference"].strip()[:60], _money(row["amount"])
            )
            for row in rows
        )
        balances = [_money(row["balance"]) for row in rows]
    except (UnicodeDecodeError, ValueError, AttributeError, csv.Error) as error:
        raise unreadable() from error
    days = [one.booked_date for one in movements]
    for before, movement, after in zip(balances, movements[1:], balances[1:], strict=False):
        if before + movement.amount != after:
            raise unreadable()
    return Statement(
        number=f"{min(days).isoformat()}/{max(days).isoformat()}", form="csv", first_date=min(days),
        last_date=max(days), opening=balances[0] - movements[0].amount, closing=balances[-1],
        movements=movements,
    )  # fmt: skip


def _money(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not amount.is_finite() or abs(amount) > LARGEST or amount != round(amount, 2):
        raise ValueError(text)
    return amount
