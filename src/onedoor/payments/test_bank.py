"""The test bank's other half: it reads our orders as a bank would, and reports on each transfer.

An account that ends in 9999 is closed: so that anybody can see what happens when money comes back.
"""

import secrets
from datetime import datetime

from django.conf import settings

from onedoor.payments.iso20022.orders import check_order
from onedoor.payments.iso20022.reading import find, find_all, read_document, text_at
from onedoor.payments.iso20022.reports import PartReport, write_report
from onedoor.payments.models import PaymentOrder
from onedoor.payments.orders import write_file

CLOSED = "9999"


def execute(order: str, *, at: datetime) -> bytes | None:
    """Do what an order says; None where a real bank is to do it, from the file that an officer sends."""
    if settings.PAYOUT_BANK != "test":
        return None
    return report_on(write_file(PaymentOrder.objects.get(number=order)), at=at)


def report_on(body: bytes, *, at: datetime) -> bytes:
    """The bank's report on a file of orders."""
    check_order(body)
    message = read_document(body, "CstmrCdtTrfInitn")
    parts: dict[str, PartReport] = {}
    for block in find_all(message, "PmtInf"):
        for one in find_all(block, "CdtTrfTxInf"):
            account = text_at(one, "CdtrAcct", "Id", "Othr", "Id")
            closed = account.endswith(CLOSED)
            parts[text_at(one, "PmtId", "EndToEndId")] = PartReport(not closed, "AC04" if closed else "")
    header = find(message, "GrpHdr")
    return write_report(text_at(header, "MsgId"), parts, number=f"HTB-{secrets.token_hex(6)}", made_at=at)
