"""The bank's language: what we write it can read, and what cannot be right is not read."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.kernel.errors import Invalid
from onedoor.payments.iso20022.orders import Debtor, Transfer, check_order, write_order
from onedoor.payments.iso20022.reports import PartReport, read_report, write_report
from onedoor.payments.iso20022.statements import read_statement
from onedoor.payments.test_bank import report_on
from tests.payments.statements import camt, table

MADE = datetime(2025, 3, 10, 1, 0, tzinfo=UTC)
CITY = Debtor(name="Harbour City", account="990000000001", bank="HARBOURTEST", currency="HCD")


def transfer(
    reference: str = "HP-1-01", agency: str = "SOC", amount: str = "3000.00", account: str = "123456789"
) -> Transfer:
    return Transfer(
        reference=reference, agency=agency, amount=Decimal(amount), payee="Lin Wei", account=account,
        text="Birth gift",
    )  # fmt: skip


def order(*transfers: Transfer) -> bytes:
    return write_order(
        "HO-1", made_at=MADE, execution_date=date(2025, 3, 11), debtor=CITY, transfers=transfers
    )


def test_an_order_has_a_block_an_agency_with_its_sum() -> None:
    body = order(
        transfer(), transfer("HP-2-01", "LAB", "900.00"), transfer("HP-3-01", "SOC", "0.05")
    ).decode()
    assert body.count("<PmtInf>") == 2
    assert "<NbOfTxs>3</NbOfTxs>" in body
    for total in ("3900.05", "3000.05", "900.00"):
        assert f"<CtrlSum>{total}</CtrlSum>" in body


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("<MsgId>HO-1</MsgId>", ""),
        ("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>GOLD</PmtMtd>"),
        ('Ccy="HCD"', ""),
        ("HP-1-01", "x" * 36),
        ("<Dt>2025-03-11</Dt>", "<Dt>11.3.2025</Dt>"),
        ("3000.00</InstdAmt>", "-3000.00</InstdAmt>"),
        ("pain.001.001.09", "pain.001.001.03"),
    ],
)
def test_what_the_schema_forbids_does_not_leave_the_house(part: str, instead: str) -> None:
    body = order(transfer()).decode()
    assert part in body
    with pytest.raises(ValueError, match=r"."):
        check_order(body.replace(part, instead).encode())


@given(st.text(max_size=200))
def test_any_name_can_be_written(name: str) -> None:
    check_order(
        order(
            Transfer(
                reference="R", agency="SOC", amount=Decimal("1"), payee=name, account="123456789", text=name
            )
        )
    )


def test_the_test_bank_reports_on_every_transfer() -> None:
    report = read_report(report_on(order(transfer(), transfer("HP-2-01", account="111109999")), at=MADE))
    assert report.order == "HO-1"
    assert report.about("HP-1-01") == PartReport(True)
    assert report.about("HP-2-01") == PartReport(False, "AC04")


@pytest.mark.parametrize(
    ("status", "found"), [("ACSC", PartReport(True)), ("RJCT", PartReport(False, "NARR")), ("PDNG", None)]
)
def test_a_report_may_speak_of_the_whole_order(status: str, found: PartReport | None) -> None:
    group = f"<OrgnlGrpInfAndSts><OrgnlMsgId>HO-1</OrgnlMsgId><GrpSts>{status}</GrpSts></OrgnlGrpInfAndSts>"
    body = f"<Document xmlns='x'><CstmrPmtStsRpt>{group}</CstmrPmtStsRpt></Document>"
    assert read_report(body.encode()).about("anything") == found


def test_what_is_still_under_way_is_not_final() -> None:
    body = write_report("HO-1", {"A": PartReport(True), "B": PartReport(True)}, number="B-1", made_at=MADE)
    report = read_report(
        body.replace(b"ACSC</TxSts>", b"ACSP</TxSts>", 1).replace(b"<GrpSts>ACSC", b"<GrpSts>PART")
    )
    assert (report.about("A"), report.about("B")) == (None, PartReport(True))


HOSTILE = [
    b"", b"<a/>", b"<a", b"not a file", b"\xff\xfe\x00", b"date,reference,amount,balance\n",
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document><CstmrPmtStsRpt>&x;</CstmrPmtStsRpt></Document>',
    b"date;reference;amount;balance\n1;2;3;4", b"date,reference,amount,balance\n2025-03-10,x,NaN,NaN",
    b"date,reference,amount,balance\n2025-03-10,x,1e99,1e99", b"date,reference,amount,balance\n2025-03-10,x",
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
def test_what_is_no_file_of_the_bank_is_refused(body: bytes) -> None:
    for read in (read_report, read_statement):
        with pytest.raises(Invalid):
            read(body)


ROWS = [("2025-03-10", "B-1", "770.00"), ("2025-03-10", "HP-1-01", "-100.00"), ("2025-03-11", "B-2", "0.01")]


@pytest.mark.parametrize("write", [camt, table])
def test_both_forms_say_the_same(write: object) -> None:
    found = read_statement(write(ROWS))  # type: ignore[operator]
    assert (found.opening, found.closing) == (Decimal("1000.00"), Decimal("1670.01"))
    assert [(m.reference, m.amount) for m in found.movements] == [(r, Decimal(a)) for _day, r, a in ROWS]
    assert found.movements[-1].booked_date == date(2025, 3, 11)


def test_a_statement_that_does_not_add_up_is_refused() -> None:
    for body in (camt(ROWS, closing="1670.02"), table(ROWS).replace(b",0.01,", b",0.02,")):
        with pytest.raises(Invalid):
            read_statement(body)


def test_a_booking_of_many_transfers_is_taken_apart() -> None:
    details = "".join(
        f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs><Amt Ccy='HCD'>{amount}</Amt></TxDtls>"
        for reference, amount in (("A", "60.00"), ("B", "40.00"))
    )
    whole = camt([("2025-03-10", "X", "-100.00")]).decode()
    body = whole.replace("<TxDtls><Refs><EndToEndId>X</EndToEndId></Refs></TxDtls>", details)
    found = [(one.reference, one.amount) for one in read_statement(body.encode()).movements]
    assert found == [("A", Decimal("-60.00")), ("B", Decimal("-40.00"))]
    with pytest.raises(Invalid):
        read_statement(body.replace("40.00</Amt></TxDtls>", "41.00</Amt></TxDtls>").encode())
