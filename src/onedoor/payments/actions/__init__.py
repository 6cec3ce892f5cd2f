"""Everything that may be done with money owed, paid and given back."""

from onedoor.payments.actions.accounts import give_account
from onedoor.payments.actions.charging import cancel_charge, offer_instalments, raise_charge
from onedoor.payments.actions.ordering import order_payouts, return_part, take_report
from onedoor.payments.actions.paying import ask_provider, pay_at_test_bank, receive_notice, start_payment
from onedoor.payments.actions.payouts import plan_again, plan_payout, release_part, stop_payout
from onedoor.payments.actions.reconciling import settle_item, take_statement
from onedoor.payments.actions.returning import apply_kept, refund, take_back_charge
from onedoor.payments.actions.sending import send_refund
from onedoor.payments.actions.waiving import ask_waiver, decide_waiver

__all__ = [
    "apply_kept",
    "ask_provider",
    "ask_waiver",
    "cancel_charge",
    "decide_waiver",
    "give_account",
    "offer_instalments",
    "order_payouts",
    "pay_at_test_bank",
    "plan_again",
    "plan_payout",
    "raise_charge",
    "receive_notice",
    "refund",
    "release_part",
    "return_part",
    "send_refund",
    "settle_item",
    "start_payment",
    "stop_payout",
    "take_back_charge",
    "take_report",
    "take_statement",
]
