"""Reads of the services room."""

from onedoor.services.applications.consents import list_given_consents, list_open_consents
from onedoor.services.applications.lookup import (
    get_file,
    get_version,
)
from onedoor.services.forms.posting import list_posted
from onedoor.services.queries.agency_work import (
    find_task_of_case,
    get_ledger,
    get_task,
    list_tasks,
    list_tasks_of,
    list_tasks_of_party,
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
from onedoor.services.queries.asking import (
    find_address_id,
    find_district_of,
    get_promise_for,
    is_web_address,
    list_districts,
    list_page_schemas,
    list_questions_for,
)
from onedoor.services.queries.breaches import (
    count_notices,
    list_breach_cases,
    propose_notice,
    report_as_json,
    report_as_pdf,
    report_breach,
)
from onedoor.services.queries.burden import (
    burden_of,
    list_asked_again,
)
from onedoor.services.queries.catalogue import (
    get_service,
    list_life_events,
    list_persona_files,
    list_services,
)
from onedoor.services.queries.copies import (
    print_copy,
)
from onedoor.services.queries.facts import tell_facts
from onedoor.services.queries.offers import (
    get_offer,
    list_offer_figures,
    list_offers,
)
from onedoor.services.queries.paper import (
    get_blank_form,
    get_draft_form,
    get_form_of_version,
)
from onedoor.services.queries.parties import (
    get_request,
    list_parties,
    list_requests,
)
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
from onedoor.services.queries.standards import (
    describe_standards,
    list_held_standards,
)
from onedoor.services.queries.stops import (
    get_stops,
    list_designed,
)
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
from onedoor.services.queries.way import (
    get_picture,
)

__all__ = [
    "burden_of",
    "compare_versions",
    "count_cross_agency_services",
    "count_notices",
    "count_reports",
    "describe_doors",
    "describe_standards",
    "draw_flow",
    "find_address_id",
    "find_district_of",
    "find_pilot_of",
    "find_report",
    "find_similar",
    "find_task_of_case",
    "get_application",
    "get_application_by_id",
    "get_blank_form",
    "get_city",
    "get_draft_form",
    "get_file",
    "get_form_of_version",
    "get_ledger",
    "get_offer",
    "get_page",
    "get_picture",
    "get_promise_for",
    "get_public_photo",
    "get_request",
    "get_season",
    "get_service",
    "get_stops",
    "get_task",
    "get_version",
    "get_version_view",
    "is_web_address",
    "list_applications",
    "list_asked_again",
    "list_breach_cases",
    "list_cross_agency_services",
    "list_designed",
    "list_districts",
    "list_given_consents",
    "list_held_standards",
    "list_life_events",
    "list_live_drafts",
    "list_offer_figures",
    "list_offers",
    "list_open_chunks",
    "list_open_consents",
    "list_page_schemas",
    "list_parties",
    "list_persona_files",
    "list_pilots",
    "list_posted",
    "list_progress",
    "list_published",
    "list_questions_for",
    "list_report_services",
    "list_reports",
    "list_requests",
    "list_services",
    "list_studio",
    "list_tasks",
    "list_tasks_of",
    "list_tasks_of_party",
    "list_versions",
    "make_playbook",
    "may_rate",
    "preview_form",
    "print_copy",
    "propose_notice",
    "read_playbook",
    "recompute",
    "report_as_json",
    "report_as_pdf",
    "report_breach",
    "tell_facts",
    "try_values",
    "verify_signature",
]
