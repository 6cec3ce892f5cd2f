"""Reads of the services room."""

from onedoor.services.applications.lookup import get_file
from onedoor.services.queries.agency_work import (
    find_task_of_case,
    get_ledger,
    get_task,
    list_tasks,
    list_tasks_of,
)
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
from onedoor.services.queries.catalogue import get_service, list_services

__all__ = [
    "find_task_of_case",
    "get_application",
    "get_application_by_id",
    "get_file",
    "get_ledger",
    "get_page",
    "get_season",
    "get_service",
    "get_task",
    "list_applications",
    "list_live_drafts",
    "list_open_chunks",
    "list_progress",
    "list_services",
    "list_tasks",
    "list_tasks_of",
    "recompute",
    "verify_signature",
]
