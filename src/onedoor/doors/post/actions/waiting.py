"""Messages whose customers prefer letters, as contact gives them to print."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onedoor.cases import queries as cases
from onedoor.contact import actions as contact
from onedoor.contact import queries as messages
from onedoor.contact.types import PrintItem
from onedoor.doors.post.house import POST, seal
from onedoor.doors.post.models import Paper
from onedoor.doors.post.types import PaperKind, PaperState
from onedoor.kernel.actors import Actor
from onedoor.kernel.ids import new_number
from onedoor.services import queries as services


def queue_messages(*, by: Actor, at: datetime, limit: int) -> None:
    """Every message that waits to be printed becomes a letter of the next batch, once."""
    for item in messages.list_to_print(by=by, at=at, limit=limit):
        _queue(item, at=at)


def say_printed(printed: Sequence[UUID | None], *, by: Actor, at: datetime) -> None:
    """The print house has printed them: contact may say that they are on their way."""
    left = [one for one in printed if one is not None]
    if left:
        contact.mark_printed(messages=left, by=by, at=at)


def _queue(item: PrintItem, *, at: datetime) -> None:
    Paper.objects.get_or_create(
        message=item.message,
        defaults={
            "number": new_number("PL"), "kind": PaperKind.MESSAGE, "state": PaperState.MADE,
            "customer": item.customer, "agency": item.agency, "case": item.case, "made_at": at,
            "language": item.language,
            "application": _reference_of(item),
            "content": seal(
                {
                    "title": item.title, "body": item.body, "name": item.recipient, "address": item.address,
                    "letter": str(item.letter or ""),
                }
            ),
        },
    )  # fmt: skip


def _reference_of(item: PrintItem) -> str:
    """What the letter is about: a case, or the application that a decision without a case was made on."""
    if item.case:
        return cases.get_case(item.case, by=POST).number
    issued = messages.get_letter_by_id(item.letter, by=POST) if item.letter else None
    if issued is None or issued.application is None:
        return ""
    return services.get_application_by_id(issued.application, by=POST).number
