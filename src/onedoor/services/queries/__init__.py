"""Reads of the services room."""

from onedoor.services.applications.lookup import get_file
from onedoor.services.queries.applications import (
    get_application,
    get_application_by_id,
    get_page,
    get_season,
    list_applications,
    list_live_drafts,
    list_open_chunks,
    list_progress,
    recompute,
    verify_signature,
)
from onedoor.services.queries.asking import (
    find_address_id,
    get_promise_for,
    is_web_address,
    list_page_schemas,
    list_questions_for,
)
from onedoor.services.queries.catalogue import get_service, list_services
from onedoor.services.queries.reports import (
    count_reports,
    find_report,
    find_similar,
    get_city,
    get_public_photo,
    list_report_services,
    list_reports,
    may_rate,
)

__all__ = [
    "count_reports",
    "find_address_id",
    "find_report",
    "find_similar",
    "get_application",
    "get_application_by_id",
    "get_city",
    "get_file",
    "get_page",
    "get_promise_for",
    "get_public_photo",
    "get_season",
    "get_service",
    "is_web_address",
    "list_applications",
    "list_live_drafts",
    "list_open_chunks",
    "list_page_schemas",
    "list_progress",
    "list_questions_for",
    "list_report_services",
    "list_reports",
    "list_services",
    "may_rate",
    "recompute",
    "verify_signature",
]
