"""Writes of the services room."""

from onedoor.services.actions.amending import add_item, amend_value, dispute_value
from onedoor.services.actions.answering import save_page
from onedoor.services.actions.ending import end_season_chunk, end_seasons
from onedoor.services.actions.moving import complete_review, settle_payment, withdraw_application
from onedoor.services.actions.objecting import object_to_decision
from onedoor.services.actions.refreshing import finish_correction, refresh_draft, refresh_drafts_of
from onedoor.services.actions.season import draft_chunk, draft_season
from onedoor.services.actions.signing import sign_application
from onedoor.services.actions.standing_in import compare_provisional
from onedoor.services.actions.starting import start_application
from onedoor.services.actions.warning import look_at_returned, warn_of_account

__all__ = [
    "add_item",
    "amend_value",
    "compare_provisional",
    "complete_review",
    "dispute_value",
    "draft_chunk",
    "draft_season",
    "end_season_chunk",
    "end_seasons",
    "finish_correction",
    "look_at_returned",
    "object_to_decision",
    "refresh_draft",
    "refresh_drafts_of",
    "save_page",
    "settle_payment",
    "sign_application",
    "start_application",
    "warn_of_account",
    "withdraw_application",
]
