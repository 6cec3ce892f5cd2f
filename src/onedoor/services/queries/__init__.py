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
from onedoor.services.queries.catalogue import (
    get_service,
    list_life_events,
    list_persona_files,
    list_services,
)
from onedoor.services.queries.offers import get_offer, list_offer_figures, list_offers
from onedoor.services.queries.parties import get_request, list_parties, list_requests
from onedoor.services.queries.versions import (
    count_cross_agency_services,
    get_version_view,
    list_cross_agency_services,
    list_published,
    list_versions,
)

__all__ = [
    "count_cross_agency_services",
    "find_task_of_case",
    "get_application",
    "get_application_by_id",
    "get_file",
    "get_ledger",
    "get_offer",
    "get_page",
    "get_request",
    "get_season",
    "get_service",
    "get_task",
    "get_version_view",
    "list_applications",
    "list_cross_agency_services",
    "list_life_events",
    "list_live_drafts",
    "list_offer_figures",
    "list_offers",
    "list_open_chunks",
    "list_parties",
    "list_persona_files",
    "list_progress",
    "list_published",
    "list_requests",
    "list_services",
    "list_tasks",
    "list_tasks_of",
    "list_versions",
    "recompute",
    "verify_signature",
]
