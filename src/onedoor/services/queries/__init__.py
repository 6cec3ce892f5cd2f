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
from onedoor.services.queries.burden import burden_of
from onedoor.services.queries.catalogue import get_service, list_services
from onedoor.services.queries.copies import print_copy
from onedoor.services.queries.stops import get_stops, list_designed

__all__ = [
    "burden_of",
    "get_application",
    "get_application_by_id",
    "get_file",
    "get_page",
    "get_season",
    "get_service",
    "get_stops",
    "list_applications",
    "list_designed",
    "list_live_drafts",
    "list_open_chunks",
    "list_progress",
    "list_services",
    "print_copy",
    "recompute",
    "verify_signature",
]
