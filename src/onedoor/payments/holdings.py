"""What this room holds of a customer, and how she is given it: for merging, and for her own copy."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.payments.models import PayeeAccount
from onedoor.people.rules import INDEX, declare, describe, holdings_of, open_fields, sealed_text, withheld
from onedoor.people.types import Holding


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "payments",
            (
                ("Charge", "customer", _("Charges")),
                ("CheckoutAttempt", "customer", _("Attempts to pay")),
                ("Payment", "customer", _("Payments")),
                ("Receipt", "customer", _("Receipts")),
                ("Refund", "customer", _("Refunds")),
                ("Waiver", "customer", _("Waivers")),
                ("Payout", "customer", _("Payouts")),
                ("PayoutPart", "customer", _("Parts of payouts")),
            ),
        ),
        Holding("payments.payeeaccount.customer", _("Bank account"), "payments.PayeeAccount", choose=True),
        Holding(
            "payments.ledgerentry.customer", _("Ledger"), "payments.LedgerEntry",
            stays=_("The books are append-only; each entry is read with its charge."),
        ),
    )  # fmt: skip
    open_fields("payments.PayeeAccount", {"sealed": sealed_text("payee-account"), "index": withheld(INDEX)})
    describe("payments.payeeaccount.customer", _say_account)


def _say_account(row: UUID) -> str:
    tail = PayeeAccount.objects.filter(id=row).values_list("tail", flat=True).first()
    return f"…{tail}" if tail else ""
