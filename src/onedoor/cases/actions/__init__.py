"""Everything that may be done to a case."""

from onedoor.cases.actions.annulling import annul_case
from onedoor.cases.actions.asking_after import ask_after
from onedoor.cases.actions.clocks import (
    answer_request,
    ask_again,
    ask_customer,
    resume_clock,
    resume_due,
    stop_clock,
)
from onedoor.cases.actions.closing import close_case
from onedoor.cases.actions.contractors import draw_samples, join_contractor, score_sample
from onedoor.cases.actions.dispatching import decide_dispute, dispute_dispatch, join_orders, part_orders
from onedoor.cases.actions.duties import escalate_urgent, hurry_due
from onedoor.cases.actions.enquiries import open_enquiry, open_follow_up
from onedoor.cases.actions.extending import decide_extension, extend_case
from onedoor.cases.actions.notes import add_note
from onedoor.cases.actions.opening import open_case
from onedoor.cases.actions.owning import assign, invite_agency, route_enquiry, take_case, transfer
from onedoor.cases.actions.reaching import (
    answer_duty_call,
    claim_duty_call,
    miss_duty_call,
    set_duty_number,
)
from onedoor.cases.actions.requests import answer_agency, ask_agency, rate_agency

__all__ = [
    "add_note",
    "annul_case",
    "answer_agency",
    "answer_duty_call",
    "answer_request",
    "ask_after",
    "ask_again",
    "ask_agency",
    "ask_customer",
    "assign",
    "claim_duty_call",
    "close_case",
    "decide_dispute",
    "decide_extension",
    "dispute_dispatch",
    "draw_samples",
    "escalate_urgent",
    "extend_case",
    "hurry_due",
    "invite_agency",
    "join_contractor",
    "join_orders",
    "miss_duty_call",
    "open_case",
    "open_enquiry",
    "open_follow_up",
    "part_orders",
    "rate_agency",
    "resume_clock",
    "resume_due",
    "route_enquiry",
    "score_sample",
    "set_duty_number",
    "stop_clock",
    "take_case",
    "transfer",
]
