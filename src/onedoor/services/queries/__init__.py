"""Reads of the services room."""

from onedoor.services.applications.lookup import get_file, get_version
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
from onedoor.services.queries.studio import (
    compare_versions,
    describe_doors,
    draw_flow,
    list_studio,
    make_playbook,
    preview_form,
    read_playbook,
    try_values,
)
from onedoor.services.queries.versions import (
    count_cross_agency_services,
    find_pilot_of,
    get_version_view,
    list_cross_agency_services,
    list_pilots,
    list_published,
    list_versions,
)

__all__ = [
    "compare_versions",
    "count_cross_agency_services",
    "describe_doors",
    "draw_flow",
    "find_pilot_of",
    "get_application",
    "get_application_by_id",
    "get_file",
    "get_offer",
    "get_page",
    "get_season",
    "get_service",
    "get_version",
    "get_version_view",
    "list_applications",
    "list_cross_agency_services",
    "list_life_events",
    "list_live_drafts",
    "list_offer_figures",
    "list_offers",
    "list_open_chunks",
    "list_persona_files",
    "list_pilots",
    "list_progress",
    "list_published",
    "list_services",
    "list_studio",
    "list_versions",
    "make_playbook",
    "preview_form",
    "read_playbook",
    "recompute",
    "try_values",
    "verify_signature",
]
