"""Reads: customers, finding them, reaching them, and acting for them."""

from onedoor.people.queries.acting import acting_account, acting_as, mandate_covers, mandate_services
from onedoor.people.queries.aliases import find_names, list_names, live_customer
from onedoor.people.queries.arrivals import get_arrival, list_arrivals
from onedoor.people.queries.copies import list_copies
from onedoor.people.queries.customers import (
    find_by_identifier,
    find_customer,
    find_ids,
    get_customer,
    masked_identifier,
    preferences,
)
from onedoor.people.queries.disposing import (
    list_disposals,
    list_holds,
    preview_disposal,
    title_of,
    titles_of_tables,
)
from onedoor.people.queries.inviting import find_invitation, list_invitations, may_manage, roles_for
from onedoor.people.queries.merging import export_customer, get_merge, list_merges, preview_merge
from onedoor.people.queries.pin_letters import find_pin_letter
from onedoor.people.queries.questioning import check_answers
from onedoor.people.queries.reaching import (
    find_by_contact,
    find_default_contact,
    find_old_address,
    get_disowned,
    has_contact,
    list_alert_addresses,
    list_contact_points,
    list_digest_always,
    list_wishes,
    read_contact,
)
from onedoor.people.queries.resolving import resolve
from onedoor.people.queries.search import search
from onedoor.people.queries.ties import get_mandate, list_mandates, list_mandates_held, list_relations
from onedoor.people.rights.resealing import count_earlier

__all__ = [
    "acting_account",
    "acting_as",
    "check_answers",
    "count_earlier",
    "export_customer",
    "find_by_contact",
    "find_by_identifier",
    "find_customer",
    "find_default_contact",
    "find_ids",
    "find_invitation",
    "find_names",
    "find_old_address",
    "find_pin_letter",
    "get_arrival",
    "get_customer",
    "get_disowned",
    "get_mandate",
    "get_merge",
    "has_contact",
    "list_alert_addresses",
    "list_arrivals",
    "list_contact_points",
    "list_copies",
    "list_digest_always",
    "list_disposals",
    "list_holds",
    "list_invitations",
    "list_mandates",
    "list_mandates_held",
    "list_merges",
    "list_names",
    "list_relations",
    "list_wishes",
    "live_customer",
    "mandate_covers",
    "mandate_services",
    "masked_identifier",
    "may_manage",
    "preferences",
    "preview_disposal",
    "preview_merge",
    "read_contact",
    "resolve",
    "roles_for",
    "search",
    "title_of",
    "titles_of_tables",
]
