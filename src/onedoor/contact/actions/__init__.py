"""Everything that passes between a customer and government."""

from onedoor.contact.actions.interactions import identify_interaction, log_interaction
from onedoor.contact.actions.invitations import send_invitation
from onedoor.contact.actions.letters import attach_pdf, issue_letter, replace_letter
from onedoor.contact.actions.messages import deliver_due, mark_read, receive_message, send_message
from onedoor.contact.actions.outside import deliver_outside, write_outside

__all__ = [
    "attach_pdf",
    "deliver_due",
    "deliver_outside",
    "identify_interaction",
    "issue_letter",
    "log_interaction",
    "mark_read",
    "receive_message",
    "replace_letter",
    "send_invitation",
    "send_message",
    "write_outside",
]
