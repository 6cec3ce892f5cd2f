"""Writes: requests and reports of values, partners, batches, corrections, consents."""

from onedoor.exchange.actions.batches import (
    receive_batch,
)
from onedoor.exchange.actions.consents import (
    decline_consent,
    give_consent,
    withdraw_consent,
)
from onedoor.exchange.actions.corrections import (
    answer_correction,
    open_correction,
)
from onedoor.exchange.actions.matching import (
    find_matching,
)
from onedoor.exchange.actions.notices import (
    ClaimedNotice,
    claim_notice,
    note_notice,
    note_notice_failure,
)
from onedoor.exchange.actions.parked import (
    expire_parked,
    settle_parked,
)
from onedoor.exchange.actions.partners import (
    change_standing,
    refuse_partner_read,
    register_partner,
)
from onedoor.exchange.actions.requests import (
    request_report,
)
from onedoor.exchange.actions.values import (
    report_values,
    request_values,
    request_values_for_many,
    withdraw_values,
)

__all__ = [
    "ClaimedNotice",
    "answer_correction",
    "change_standing",
    "claim_notice",
    "decline_consent",
    "expire_parked",
    "find_matching",
    "give_consent",
    "note_notice",
    "note_notice_failure",
    "open_correction",
    "receive_batch",
    "refuse_partner_read",
    "register_partner",
    "report_values",
    "request_report",
    "request_values",
    "request_values_for_many",
    "settle_parked",
    "withdraw_consent",
    "withdraw_values",
]
