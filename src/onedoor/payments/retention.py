"""When the time of this room's rows is over. The books stay true to the cent for ever; whose money it was
leaves them when book-keeping law no longer asks for it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from onedoor.payments.models import (
    Charge,
    LedgerEntry,
    PayeeAccount,
    Payment,
    Payout,
    PayoutPart,
    Receipt,
    Refund,
)
from onedoor.people.rules import KeepRule, aged, back, keep, period_of

NOBODY = UUID(int=0)  # whose money it was, where nobody may know any more
OPEN = ("planned", "held", "ordered")
BOOKS = _("Book-keeping law asks for vouchers for seven years; the sums stay without the person.")
LEDGER = _("Book-keeping law asks for the ledger for ten years; the sums stay without the person.")


def declare_all() -> None:
    """Called once the app registry is ready."""
    account = {
        "customer": NOBODY, "sealed": b"", "index": b"", "tail": "", "given_by": None,
        "replaced_at": Coalesce(F("replaced_at"), F("usable_from")),
    }  # fmt: skip
    keep(
        KeepRule(
            "payments.Charge", _("after it was settled"), _charges, law=BOOKS,
            empties={"customer": NOBODY, "application": None, "case": None},
            parts=(("payments.ChargeLine", "charge", {"waived_why": {}}),),
        ),
        aged("payments.CheckoutAttempt", "started_at", _("after it was begun")),
        KeepRule(
            "payments.Payment", _("after it came in"), _payments, law=BOOKS,
            empties={"customer": None, "quoted_reference": ""},
        ),
        KeepRule(
            "payments.Receipt", _("after it was issued"), _receipts, law=BOOKS, empties={"customer": NOBODY}
        ),
        KeepRule(
            "payments.Refund", _("after it was paid back"), _refunds, law=BOOKS,
            empties={"customer": None, "reason": "", "refunded_by": None},
        ),
        aged("payments.Waiver", "decided_at", _("after it was decided"), law=BOOKS),
        KeepRule(
            "payments.Payout", _("after its last part"), _payouts, law=BOOKS,
            empties={"customer": NOBODY, "application": F("id"), "case": None, "stopped_why": ""},
            parts=(("payments.PayoutPart", "payout", {"customer": NOBODY}),),
        ),
        KeepRule(
            "payments.PayeeAccount", _("after it was replaced or last used"), _accounts, law=BOOKS,
            empties=account,
        ),
        KeepRule(
            "payments.LedgerEntry", _("after it was booked"), _entries, law=LEDGER, empties={"customer": None}
        ),
        aged(
            "payments.BankStatement", "taken_at", _("after it was taken in"), _("Bank statements"), law=LEDGER
        ),
    )  # fmt: skip


def _charges(at: datetime) -> QuerySet[Charge]:
    since = back(at, period_of(Charge))
    ended = Q(settled_at__lte=since) | Q(settled_at=None, cancelled_at__lte=since)
    waived = Q(state="waived", settled_at=None, cancelled_at=None, raised_at__lte=since)
    return Charge.objects.filter(ended | waived).exclude(customer=NOBODY)


def _payments(at: datetime) -> QuerySet[Payment]:
    over = Payment.objects.filter(received_at__lte=back(at, period_of(Payment)))
    return over.exclude(customer=None, quoted_reference="")


def _receipts(at: datetime) -> QuerySet[Receipt]:
    return Receipt.objects.filter(issued_at__lte=back(at, period_of(Receipt))).exclude(customer=NOBODY)


def _refunds(at: datetime) -> QuerySet[Refund]:
    over = Refund.objects.filter(refunded_at__lte=back(at, period_of(Refund))).exclude(state="ordered")
    return over.exclude(customer=None, reason="")


def _payouts(at: datetime) -> QuerySet[Payout]:
    """Those of which nothing is still to be paid, and nothing was due within the period."""
    since = back(at, period_of(Payout))
    parts = PayoutPart.objects.filter(payout=OuterRef("pk"))
    late = parts.filter(Q(state__in=OPEN) | Q(due_date__gt=since.date()) | Q(paid_at__gt=since))
    return Payout.objects.filter(~Exists(late), planned_at__lte=since).exclude(customer=NOBODY)


def _accounts(at: datetime) -> QuerySet[Any]:
    """Those replaced, and those that nothing was paid to, for a whole period."""
    since = back(at, period_of(PayeeAccount))
    parts = PayoutPart.objects.filter(account=OuterRef("pk"))
    late = parts.filter(Q(state__in=OPEN) | Q(due_date__gt=since.date()) | Q(paid_at__gt=since))
    over = Q(replaced_at__lte=since) | Q(replaced_at=None, usable_from__lte=since)
    return PayeeAccount.objects.filter(over, ~Exists(late)).exclude(customer=NOBODY)


def _entries(at: datetime) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(posted_at__lte=back(at, period_of(LedgerEntry))).exclude(customer=None)
