"""Bank statements as a bank would write them, for tests."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

Row = tuple[str, str, str]  # day, reference, signed amount


def camt(
    rows: Sequence[Row], *, opening: str = "1000.00", closing: str = "", day: str = "2025-03-10"
) -> bytes:
    """camt.053.001.08 with one entry a row."""
    end = (
        Decimal(closing) if closing else Decimal(opening) + sum((Decimal(row[2]) for row in rows), Decimal(0))
    )
    entries = "".join(
        f"<Ntry>{_amount(amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{booked}</Dt></BookgDt>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
        for booked, reference, amount in rows
    )
    return (
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S-{day}</Id>"
        f"{_balance('OPBD', Decimal(opening), day)}{_balance('CLBD', end, day)}{entries}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def table(rows: Sequence[Row], *, opening: str = "1000.00") -> bytes:
    """The same as CSV."""
    lines, balance = ["date,reference,amount,balance"], Decimal(opening)
    for booked, reference, amount in rows:
        balance += Decimal(amount)
        lines.append(f"{date.fromisoformat(booked)},{reference},{amount},{balance}")
    return "\n".join(lines).encode()


def _amount(signed: str | Decimal) -> str:
    amount = Decimal(signed)
    return f'<Amt Ccy="HCD">{abs(amount):.2f}</Amt><CdtDbtInd>{"CRDT" if amount >= 0 else "DBIT"}</CdtDbtInd>'


def _balance(code: str, amount: Decimal, day: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>"
    )
