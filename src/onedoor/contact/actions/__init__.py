"""Everything that passes between a customer and government."""

from onedoor.contact.actions.announcing import announce
from onedoor.contact.actions.appointments import (
    book_appointment,
    cancel_appointment,
    move_appointment,
    remind_due,
)
from onedoor.contact.actions.call_backs import note_call, request_call_back
from onedoor.contact.actions.delivering import deliver_due, note_delivery
from onedoor.contact.actions.interactions import (
    answer_interaction,
    close_interaction,
    identify_interaction,
    log_interaction,
    open_interaction,
)
from onedoor.contact.actions.invitations import send_invitation
from onedoor.contact.actions.joining import follow_arrival, place_arrival
from onedoor.contact.actions.letters import attach_pdf, issue_letter, replace_letter
from onedoor.contact.actions.messages import choose_case_channel, mark_read, send_message
from onedoor.contact.actions.outside import deliver_outside, write_outside
from onedoor.contact.actions.printing import mark_printed
from onedoor.contact.actions.questioning import lock_caller, question_caller
from onedoor.contact.actions.reading import note_reading
from onedoor.contact.actions.receiving import receive_message
from onedoor.contact.actions.taking_out import take_out_message
from onedoor.contact.actions.threads import (
    answer_thread,
    close_thread,
    follow_case,
    hand_over_thread,
    join_thread,
)
from onedoor.contact.actions.tickets import call_next, end_ticket, take_ticket
from onedoor.contact.answerers import register_answerers
from onedoor.contact.texts import register_carrier
from onedoor.contact.transports import register_reply_address

__all__ = [
    "announce",
    "answer_interaction",
    "answer_thread",
    "attach_pdf",
    "book_appointment",
    "call_next",
    "cancel_appointment",
    "choose_case_channel",
    "close_interaction",
    "close_thread",
    "deliver_due",
    "deliver_outside",
    "end_ticket",
    "follow_arrival",
    "follow_case",
    "hand_over_thread",
    "identify_interaction",
    "issue_letter",
    "join_thread",
    "lock_caller",
    "log_interaction",
    "mark_printed",
    "mark_read",
    "move_appointment",
    "note_call",
    "note_delivery",
    "note_reading",
    "open_interaction",
    "place_arrival",
    "question_caller",
    "receive_message",
    "register_answerers",
    "register_carrier",
    "register_reply_address",
    "remind_due",
    "replace_letter",
    "request_call_back",
    "send_invitation",
    "send_message",
    "take_out_message",
    "take_ticket",
    "write_outside",
]
