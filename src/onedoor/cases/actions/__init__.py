"""Everything that may be done to a case."""

from onedoor.cases.actions.clocks import answer_request, ask_customer, resume_clock, stop_clock
from onedoor.cases.actions.closing import close_case
from onedoor.cases.actions.duties import escalate_urgent, hurry_due
from onedoor.cases.actions.enquiries import open_enquiry, open_follow_up
from onedoor.cases.actions.notes import add_note
from onedoor.cases.actions.opening import open_case
from onedoor.cases.actions.owning import assign, invite_agency, take_case, transfer
from onedoor.cases.actions.requests import answer_agency, ask_agency, rate_agency

__all__ = [
    "add_note",
    "answer_agency",
    "answer_request",
    "ask_agency",
    "ask_customer",
    "assign",
    "close_case",
    "escalate_urgent",
    "hurry_due",
    "invite_agency",
    "open_case",
    "open_enquiry",
    "open_follow_up",
    "rate_agency",
    "resume_clock",
    "stop_clock",
    "take_case",
    "transfer",
]
