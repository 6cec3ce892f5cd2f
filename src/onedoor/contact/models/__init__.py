"""Tables of contact: messages, letters, interactions, visits."""

from onedoor.contact.models.interactions import (
    CallBack,
    Interaction,
    InteractionParticipant,
    InteractionTopic,
)
from onedoor.contact.models.letters import Letter, LetterPdf
from onedoor.contact.models.messages import (
    CaseChannel,
    Message,
    MessageFile,
    OutsideMessage,
    ThreadReader,
)
from onedoor.contact.models.visits import Appointment, Ticket, TicketRoll

__all__ = [
    "Appointment",
    "CallBack",
    "CaseChannel",
    "Interaction",
    "InteractionParticipant",
    "InteractionTopic",
    "Letter",
    "LetterPdf",
    "Message",
    "MessageFile",
    "OutsideMessage",
    "ThreadReader",
    "Ticket",
    "TicketRoll",
]
