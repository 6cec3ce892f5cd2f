"""Everything that may be done with money owed, paid and given back."""

from onedoor.payments.actions.charging import cancel_charge, offer_instalments, raise_charge
from onedoor.payments.actions.paying import pay_at_test_bank, receive_notice, start_payment
from onedoor.payments.actions.returning import apply_kept, refund

__all__ = [
    "apply_kept",
    "cancel_charge",
    "offer_instalments",
    "pay_at_test_bank",
    "raise_charge",
    "receive_notice",
    "refund",
    "start_payment",
]
