"""Writes: requests and reports of values, partners, batches, corrections, consents."""

from onedoor.exchange.actions.batches import (
    receive_batch,
)
from onedoor.exchange.actions.consents import (
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
from onedoor.exchange.actions.sign_on import (
    give_claims,
    register_sign_on_client,
    sign_on,
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
    "answer_correction",
    "ask_again",
    "change_standing",
    "expire_parked",
    "find_matching",
    "give_claims",
    "give_consent",
    "open_correction",
    "receive_batch",
    "refuse_partner_read",
    "register_partner",
    "register_sign_on_client",
    "report_values",
    "request_report",
    "request_values",
    "request_values_for_many",
    "settle_parked",
    "sign_on",
    "weigh_sources",
    "withdraw_consent",
    "withdraw_values",
]
