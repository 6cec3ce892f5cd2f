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
from onedoor.services.queries.catalogue import get_service, list_services
from onedoor.services.queries.parties import get_request, list_parties, list_requests

__all__ = [
    "get_application",
    "get_application_by_id",
    "get_file",
    "get_page",
    "get_request",
    "get_season",
    "get_service",
    "list_applications",
    "list_live_drafts",
    "list_open_chunks",
    "list_parties",
    "list_progress",
    "list_requests",
    "list_services",
    "recompute",
    "verify_signature",
]
