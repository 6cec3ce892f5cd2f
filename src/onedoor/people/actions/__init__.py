"""Writes: registering customers, reaching them, relations, mandates, preferences."""

from onedoor.people.actions.copies import ask_for_copy, end_copies, end_copy, make_copy, take_copy
from onedoor.people.actions.customers import (
    add_identifier,
    record_relation,
    record_view,
    register_customer,
    rename_customer,
    reveal_identifier,
)
from onedoor.people.actions.disposing import (
    decide_disposal,
    dispose_nightly,
    dispose_some,
    lift_hold,
    place_hold,
    propose_disposal,
)
from onedoor.people.actions.founding import customer_of_agency, found_business
from onedoor.people.actions.inviting import (
    accept_invitation,
    decline_invitation,
    end_invitation,
    invite_representative,
    open_invitation,
)
from onedoor.people.actions.linking import (
    decide_arrival,
    index_for_linkage,
    keep_arrival,
    leave_arrival,
    reopen_arrival,
)
from onedoor.people.actions.mandates import end_mandate, grant_mandate
from onedoor.people.actions.many import register_customers
from onedoor.people.actions.merging import mark_different, merge_customers, undo_merge
from onedoor.people.actions.pin_letters import order_pin_letter
from onedoor.people.actions.protecting import disown_change, lock_by_number, lock_by_pin
from onedoor.people.actions.reaching import (
    add_contact_point,
    change_preferences,
    prefer_contact_point,
    remove_contact_point,
    verify_contact_point,
)
from onedoor.people.actions.resealing import reseal_some

__all__ = [
    "accept_invitation",
    "add_contact_point",
    "add_identifier",
    "ask_for_copy",
    "change_preferences",
    "customer_of_agency",
    "decide_arrival",
    "decide_disposal",
    "decline_invitation",
    "disown_change",
    "dispose_nightly",
    "dispose_some",
    "end_copies",
    "end_copy",
    "end_invitation",
    "end_mandate",
    "found_business",
    "grant_mandate",
    "index_for_linkage",
    "invite_representative",
    "keep_arrival",
    "leave_arrival",
    "lift_hold",
    "lock_by_number",
    "lock_by_pin",
    "make_copy",
    "mark_different",
    "merge_customers",
    "open_invitation",
    "order_pin_letter",
    "place_hold",
    "prefer_contact_point",
    "propose_disposal",
    "record_relation",
    "record_view",
    "register_customer",
    "register_customers",
    "remove_contact_point",
    "rename_customer",
    "reopen_arrival",
    "reseal_some",
    "reveal_identifier",
    "take_copy",
    "undo_merge",
    "verify_contact_point",
]
