"""Everything that may be done with money owed, paid and given back."""

from onedoor.payments.actions.charging import cancel_charge, offer_instalments, raise_charge
from onedoor.payments.actions.paying import ask_provider, pay_at_test_bank, receive_notice, start_payment
from onedoor.payments.actions.returning import apply_kept, refund, take_back_charge
from onedoor.payments.actions.sending import send_refund
from onedoor.payments.actions.waiving import ask_waiver, decide_waiver

__all__ = [
    "apply_kept",
    "ask_provider",
    "ask_waiver",
    "cancel_charge",
    "decide_waiver",
    "offer_instalments",
    "pay_at_test_bank",
    "raise_charge",
    "receive_notice",
    "refund",
    "send_refund",
    "start_payment",
    "take_back_charge",
]
