"""Writes of the services room."""

from onedoor.services.actions.agency_desk import (
    complete_task,
    refuse_task,
    retry_task,
)
from onedoor.services.actions.agency_work import (
    retry_due_tasks,
)
from onedoor.services.actions.amending import (
    add_item,
    amend_value,
    dispute_value,
)
from onedoor.services.actions.answering import (
    save_page,
)
from onedoor.services.actions.asking import (
    change_party,
    leave_party_out,
    send_request_again,
    settle_party,
    watch_parties,
)
from onedoor.services.actions.attaching import (
    open_attachment,
    remove_dropped_files,
)
from onedoor.services.actions.breaching import follow_breach, tell_affected
from onedoor.services.actions.confirming import (
    confirm_request,
    decline_request,
    open_request,
    report_request,
)
from onedoor.services.actions.data_rights import ask_to_correct, object_to_use
from onedoor.services.actions.designing import (
    discard_draft,
    draft_from_catalogue,
    draft_from_files,
    draft_from_folder,
    draft_from_version,
    remove_draft_file,
    save_draft_file,
)
from onedoor.services.actions.digesting import (
    month_before,
    send_digests,
    send_quiet_digests,
)
from onedoor.services.actions.ending import (
    end_season_chunk,
    end_seasons,
)
from onedoor.services.actions.erasing import erase_draft
from onedoor.services.actions.moving import (
    complete_review,
    settle_payment,
    withdraw_application,
)
from onedoor.services.actions.noting import (
    note_page_shown,
)
from onedoor.services.actions.objecting import (
    object_to_decision,
)
from onedoor.services.actions.offering import (
    accept_offer,
    decline_offer,
    end_offers,
    find_offers,
    judge_offer,
    offer_daily,
)
from onedoor.services.actions.piloting import (
    decide_pilot,
)
from onedoor.services.actions.protecting import open_theft_case
from onedoor.services.actions.publishing import (
    publish_folder,
    publish_shipped,
    publish_version,
    roll_back,
    unpublish_service,
    withdraw_version,
)
from onedoor.services.actions.refreshing import (
    finish_correction,
    follow_consent,
    refresh_draft,
    refresh_drafts_of,
)
from onedoor.services.actions.reporting import (
    end_report_of_case,
    file_at_once,
    finish_report,
    let_visitor_in,
    move_report_of_case,
    rate_report,
)
from onedoor.services.actions.resuming import (
    send_link,
)
from onedoor.services.actions.reviewing import (
    open_review_case,
    review_emergency,
    tell_of_reviews,
)
from onedoor.services.actions.season import (
    draft_chunk,
    draft_season,
)
from onedoor.services.actions.signing import (
    sign_application,
)
from onedoor.services.actions.standing_in import (
    compare_provisional,
)
from onedoor.services.actions.starting import (
    start_application,
)
from onedoor.services.actions.versions import (
    move_to_version_in_force,
    tell_of_version,
)
from onedoor.services.actions.waiting import (
    act_on_late_waits,
    go_on_without,
)
from onedoor.services.actions.warning import (
    look_at_returned,
    warn_of_account,
)
from onedoor.services.actions.weighing import weigh_sources

__all__ = [
    "accept_offer",
    "act_on_late_waits",
    "add_item",
    "amend_value",
    "ask_to_correct",
    "change_party",
    "compare_provisional",
    "complete_review",
    "complete_task",
    "confirm_request",
    "decide_pilot",
    "decline_offer",
    "decline_request",
    "discard_draft",
    "dispute_value",
    "draft_chunk",
    "draft_from_catalogue",
    "draft_from_files",
    "draft_from_folder",
    "draft_from_version",
    "draft_season",
    "end_offers",
    "end_report_of_case",
    "end_season_chunk",
    "end_seasons",
    "erase_draft",
    "file_at_once",
    "find_offers",
    "finish_correction",
    "finish_report",
    "follow_breach",
    "follow_consent",
    "go_on_without",
    "judge_offer",
    "leave_party_out",
    "let_visitor_in",
    "look_at_returned",
    "month_before",
    "move_report_of_case",
    "move_to_version_in_force",
    "note_page_shown",
    "object_to_decision",
    "object_to_use",
    "offer_daily",
    "open_attachment",
    "open_request",
    "open_review_case",
    "open_theft_case",
    "publish_folder",
    "publish_shipped",
    "publish_version",
    "rate_report",
    "refresh_draft",
    "refresh_drafts_of",
    "refuse_task",
    "remove_draft_file",
    "remove_dropped_files",
    "report_request",
    "retry_due_tasks",
    "retry_task",
    "review_emergency",
    "roll_back",
    "save_draft_file",
    "save_page",
    "send_digests",
    "send_link",
    "send_quiet_digests",
    "send_request_again",
    "settle_party",
    "settle_payment",
    "sign_application",
    "start_application",
    "tell_affected",
    "tell_of_reviews",
    "tell_of_version",
    "unpublish_service",
    "warn_of_account",
    "watch_parties",
    "weigh_sources",
    "withdraw_application",
    "withdraw_version",
]
