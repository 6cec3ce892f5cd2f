"""The journal entries of contact, written in the transaction of what they tell."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from onedoor.contact.models import Appointment, CallBack, Interaction, InteractionTopic, Message, Ticket
from onedoor.contact.types import LOGGED, MISSED, InteractionState, Topic
from onedoor.journal import actions as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import Event


def record_message(event: Event, message: Message, *, by: Actor, at: datetime, **data: object) -> None:
    journal.record(
        event, subject_kind="message", subject=message.id, customer=message.customer, agency=message.agency,
        by=by, at=at, case=message.case, data={"channel": str(message.channel), **data},
    )  # fmt: skip


def record_of(
    event: Event, row: Appointment | CallBack | Ticket, *, by: Actor, at: datetime, **data: Any
) -> None:
    """What happened to an appointment, a call back or a ticket."""
    journal.record(
        event, subject_kind=type(row).__name__.lower(), subject=row.id, customer=row.customer,
        agency=row.agency, by=by, at=at, data=data,
    )  # fmt: skip


def record_contact(
    row: Interaction, topics: Sequence[Topic | InteractionTopic], *, by: Actor, at: datetime
) -> None:
    """A contact that is over: answered or missed."""
    journal.record(
        MISSED if row.state == InteractionState.MISSED else LOGGED,
        subject_kind="interaction", subject=row.id, customer=row.customer, agency=row.agency,
        by=by, at=at, case=next((topic.case for topic in topics if topic.case), None),
        data={"door": row.door, "topics": len(topics), "result": row.result},
    )  # fmt: skip
