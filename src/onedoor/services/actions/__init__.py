"""Writes of the services room."""

from onedoor.services.actions.amending import add_item, amend_value, dispute_value
from onedoor.services.actions.answering import save_page
from onedoor.services.actions.designing import (
    discard_draft,
    draft_from_catalogue,
    draft_from_files,
    draft_from_folder,
    draft_from_version,
    remove_draft_file,
    save_draft_file,
)
from onedoor.services.actions.ending import end_season_chunk, end_seasons
from onedoor.services.actions.moving import complete_review, settle_payment, withdraw_application
from onedoor.services.actions.objecting import object_to_decision
from onedoor.services.actions.offering import (
    accept_offer,
    decline_offer,
    end_offers,
    find_offers,
    judge_offer,
    offer_daily,
)
from onedoor.services.actions.piloting import decide_pilot
from onedoor.services.actions.publishing import (
    publish_folder,
    publish_shipped,
    publish_version,
    roll_back,
    unpublish_service,
    withdraw_version,
)
from onedoor.services.actions.refreshing import finish_correction, refresh_draft, refresh_drafts_of
from onedoor.services.actions.season import draft_chunk, draft_season
from onedoor.services.actions.signing import sign_application
from onedoor.services.actions.standing_in import compare_provisional
from onedoor.services.actions.starting import start_application
from onedoor.services.actions.versions import move_to_version_in_force, tell_of_version

__all__ = [
    "accept_offer",
    "add_item",
    "amend_value",
    "compare_provisional",
    "complete_review",
    "decide_pilot",
    "decline_offer",
    "discard_draft",
    "dispute_value",
    "draft_chunk",
    "draft_from_catalogue",
    "draft_from_files",
    "draft_from_folder",
    "draft_from_version",
    "draft_season",
    "end_offers",
    "end_season_chunk",
    "end_seasons",
    "find_offers",
    "finish_correction",
    "judge_offer",
    "move_to_version_in_force",
    "object_to_decision",
    "offer_daily",
    "publish_folder",
    "publish_shipped",
    "publish_version",
    "refresh_draft",
    "refresh_drafts_of",
    "remove_draft_file",
    "roll_back",
    "save_draft_file",
    "save_page",
    "settle_payment",
    "sign_application",
    "start_application",
    "tell_of_version",
    "unpublish_service",
    "withdraw_application",
    "withdraw_version",
]
