"""Writes of the services room."""

from onedoor.services.actions.agency_desk import complete_task, refuse_task, retry_task
from onedoor.services.actions.agency_work import retry_due_tasks
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
from onedoor.services.actions.waiting import act_on_late_waits, go_on_without

__all__ = [
    "act_on_late_waits",
    "add_item",
    "amend_value",
    "compare_provisional",
    "complete_review",
    "complete_task",
    "dispute_value",
    "draft_chunk",
    "draft_season",
    "end_season_chunk",
    "end_seasons",
    "finish_correction",
    "go_on_without",
    "object_to_decision",
    "refresh_draft",
    "refresh_drafts_of",
    "refuse_task",
    "retry_due_tasks",
    "retry_task",
    "save_page",
    "settle_payment",
    "sign_application",
    "start_application",
    "withdraw_application",
]
