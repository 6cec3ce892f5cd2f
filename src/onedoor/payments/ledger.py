"""Double entry: every posting's debits and credits sum to nought, or the database refuses it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from onedoor.kernel.ids import new_id
from onedoor.payments.models import Charge, LedgerEntry

CASH = "cash"
RECEIVABLE = "receivable"
OVERPAID = "overpaid"
UNMATCHED = "unmatched"
RECEIPTS = "receipts"  # the other side of what the agencies received: a record beside the accounts
PAYABLE = "payable"  # money that was promised to customers and has not left yet


def revenue(agency: str) -> str:
    """The account of what one agency earns."""
    return f"revenue:{agency}"


def received(agency: str) -> str:
    """The account of what of its earnings an agency really got: money paid, without what went back."""
    return f"received:{agency}"


def benefits(agency: str) -> str:
    """The account of what one agency pays to customers."""
    return f"benefits:{agency}"


def post(
    amounts: Mapping[str, Decimal],
    *,
    at: datetime,
    charge: Charge | None = None,
    customer: UUID | None = None,
) -> None:
    """Write one posting: debits positive, credits negative, by account; nothing is left out but noughts."""
    posting = new_id()
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            posting=posting, account=account, charge=charge, customer=customer, amount=amount, posted_at=at
        )
        for account, amount in amounts.items()
        if amount
    )


def balance(account: str, *, charge: Charge | None = None) -> Decimal:
    """What an account holds, of one charge or of all that the reader may see."""
    entries = LedgerEntry.objects.filter(account=account)
    if charge is not None:
        entries = entries.filter(charge=charge)
    return entries.aggregate(total=Sum("amount"))["total"] or Decimal("0.00")
