"""Writes: requests and reports of values, partners, batches, corrections, consents."""

from onedoor.exchange.actions.batches import (
    receive_batch,
)
from onedoor.exchange.actions.breaches import (
    approve_notice,
    assess_breach,
    close_breach,
    draft_notice,
    mark_told,
    note_reported,
    open_breach,
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
from onedoor.exchange.actions.pulls import (
    ask_again,
)
from onedoor.exchange.actions.requests import (
    request_report,
)
from onedoor.exchange.actions.secrecy import (
    audit_secrecy,
    decide_longer,
    decide_secrecy,
    lift_secrecy,
    propose_longer,
    propose_secrecy,
    request_secretly,
)
from onedoor.exchange.actions.sign_on import (
    give_claims,
    register_sign_on_client,
    sign_on,
)
from onedoor.exchange.actions.usage import (
    find_usage,
)
from onedoor.exchange.actions.values import (
    report_values,
    request_values,
    request_values_for_many,
    withdraw_values,
)
from onedoor.exchange.actions.weighing import (
    weigh_sources,
)

__all__ = [
    "ClaimedNotice",
    "answer_correction",
    "approve_notice",
    "ask_again",
    "assess_breach",
    "audit_secrecy",
    "change_standing",
    "claim_notice",
    "close_breach",
    "decide_longer",
    "decide_secrecy",
    "decline_consent",
    "draft_notice",
    "expire_parked",
    "find_matching",
    "find_usage",
    "give_claims",
    "give_consent",
    "lift_secrecy",
    "mark_told",
    "note_notice",
    "note_notice_failure",
    "note_reported",
    "open_breach",
    "open_correction",
    "propose_longer",
    "propose_secrecy",
    "receive_batch",
    "refuse_partner_read",
    "register_partner",
    "register_sign_on_client",
    "report_values",
    "request_report",
    "request_secretly",
    "request_values",
    "request_values_for_many",
    "settle_parked",
    "sign_on",
    "weigh_sources",
    "withdraw_consent",
    "withdraw_values",
]
