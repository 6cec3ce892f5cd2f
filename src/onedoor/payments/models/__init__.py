"""The tables of payments: what is owed, what is paid out, and what the bank says of both."""

from onedoor.payments.models.charges import (
    Charge,
    ChargeLine,
    CheckoutAttempt,
    Instalment,
    LedgerEntry,
    Payment,
    Receipt,
    Refund,
    Waiver,
)
from onedoor.payments.models.payouts import PayeeAccount, PaymentOrder, Payout, PayoutPart
from onedoor.payments.models.statements import BankStatement, StatementItem

__all__ = [
    "BankStatement",
    "Charge",
    "ChargeLine",
    "CheckoutAttempt",
    "Instalment",
    "LedgerEntry",
    "PayeeAccount",
    "Payment",
    "PaymentOrder",
    "Payout",
    "PayoutPart",
    "Receipt",
    "Refund",
    "StatementItem",
    "Waiver",
]
