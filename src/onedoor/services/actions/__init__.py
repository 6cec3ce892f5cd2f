"""Writes of the services room."""

from onedoor.services.actions.amending import add_item, amend_value, dispute_value
from onedoor.services.actions.answering import save_page
from onedoor.services.actions.asking import (
    change_party,
    leave_party_out,
    send_request_again,
    settle_party,
    watch_parties,
)
from onedoor.services.actions.confirming import (
    confirm_request,
    decline_request,
    open_request,
    report_request,
)
from onedoor.services.actions.ending import end_season_chunk, end_seasons
from onedoor.services.actions.moving import complete_review, settle_payment, withdraw_application
from onedoor.services.actions.objecting import object_to_decision
from onedoor.services.actions.refreshing import finish_correction, refresh_draft, refresh_drafts_of
from onedoor.services.actions.season import draft_chunk, draft_season
from onedoor.services.actions.signing import sign_application
from onedoor.services.actions.standing_in import compare_provisional
from onedoor.services.actions.starting import start_application

__all__ = [
    "add_item",
    "amend_value",
    "change_party",
    "compare_provisional",
    "complete_review",
    "confirm_request",
    "decline_request",
    "dispute_value",
    "draft_chunk",
    "draft_season",
    "end_season_chunk",
    "end_seasons",
    "finish_correction",
    "leave_party_out",
    "object_to_decision",
    "open_request",
    "refresh_draft",
    "refresh_drafts_of",
    "report_request",
    "save_page",
    "send_request_again",
    "settle_party",
    "settle_payment",
    "sign_application",
    "start_application",
    "watch_parties",
    "withdraw_application",
]
