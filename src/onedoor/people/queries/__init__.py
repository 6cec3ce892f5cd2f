"""Reads: customers, finding them, reaching them, and acting for them."""

from onedoor.people.queries.acting import acting_account, acting_as, mandate_covers, mandate_services
from onedoor.people.queries.customers import (
    find_by_identifier,
    find_customer,
    find_ids,
    get_customer,
    masked_identifier,
    preferences,
)
from onedoor.people.queries.inviting import find_invitation, list_invitations, may_manage, roles_for
from onedoor.people.queries.reaching import (
    find_by_contact,
    find_default_contact,
    has_contact,
    list_contact_points,
    read_contact,
)
from onedoor.people.queries.search import search
from onedoor.people.queries.ties import get_mandate, list_mandates, list_mandates_held, list_relations

__all__ = [
    "acting_account",
    "acting_as",
    "find_by_contact",
    "find_by_identifier",
    "find_customer",
    "find_default_contact",
    "find_ids",
    "find_invitation",
    "get_customer",
    "get_mandate",
    "has_contact",
    "list_contact_points",
    "list_invitations",
    "list_mandates",
    "list_mandates_held",
    "list_relations",
    "mandate_covers",
    "mandate_services",
    "masked_identifier",
    "may_manage",
    "preferences",
    "read_contact",
    "roles_for",
    "search",
]
