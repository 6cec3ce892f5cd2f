"""Messages in and out, their files, what waits to be printed, and word to people outside."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_officer, require_reader, visible_messages
from onedoor.contact.files import open_file
from onedoor.contact.models import CaseChannel, LetterPdf, Message, MessageFile, OutsideMessage
from onedoor.contact.reach import find_reach
from onedoor.contact.types import (
    Channel,
    DeliveryState,
    FileView,
    MessageView,
    PrintItem,
)
from onedoor.contact.views import to_file, to_message
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import as_language, pick
from onedoor.people import queries as people
from onedoor.trust import queries as trust


def list_messages(customer: UUID, *, by: Actor, limit: int = 50) -> list[MessageView]:
    """The customer's messages in and out that ``by`` may read, newest first."""
    require_reader(by)
    rows = visible_messages(by).filter(customer=customer).order_by("-created_at", "-id")
    return [to_message(row) for row in rows[:limit]]


def count_unread(customer: UUID, *, by: Actor) -> int:
    """How many messages to her she has not opened."""
    return visible_messages(by).filter(customer=customer, direction="out", read_at=None).count()


def get_message(message: UUID, *, by: Actor) -> MessageView:
    """The message of that id, if ``by`` may read it. Raises NotFound."""
    require_reader(by)
    row = visible_messages(by).filter(id=message).first()
    if row is None:
        raise _unknown()
    return to_message(row)


def find_message(message: UUID, *, by: Actor) -> MessageView | None:
    """The message of that id, if there is one that ``by`` may read."""
    try:
        return get_message(message, by=by)
    except NotFound:
        return None


def get_file(file: UUID, *, by: Actor) -> tuple[FileView, bytes]:
    """A file of a message that ``by`` may read, opened. Raises NotFound."""
    require_reader(by)
    row = MessageFile.objects.filter(id=file, message__in=visible_messages(by)).first()
    if row is None:
        raise _unknown()
    return to_file(row), open_file(row)


def get_sender(message: UUID, *, by: Actor) -> str:
    """From which address a message came; for officers, to answer there. It proves nothing."""
    require_officer(by)
    require_reader(by)
    row = visible_messages(by).filter(id=message, direction="in").first()
    if row is None:
        raise _unknown()
    return trust.unseal(bytes(row.address), purpose="message-address") if row.address else ""


def list_to_print(*, by: Actor, at: datetime, limit: int = 200) -> list[PrintItem]:
    """What goes by post and is not printed yet, oldest first; what has a letter waits for its PDF. Where
    the customer has a representative who hears from us, the letter goes to her. For the house and those
    who send."""
    require_officer(by)
    if not by.may("contact.send"):
        raise NotAllowed("contact.may_not_send", _("Your role does not allow this."))
    waiting = visible_messages(by).filter(channel=Channel.POST, state=DeliveryState.CREATED)
    rows = waiting.filter(created_at__lte=at).order_by("created_at")[:limit]
    return [item for row in rows if (item := _to_print(row))]


def find_case_channel(customer: UUID, case: UUID, *, by: Actor) -> Channel | None:
    """The channel that she chose for one case; None where she chose none."""
    if by.kind == "citizen" and by.customer != customer:
        raise _unknown()
    found = CaseChannel.objects.filter(customer=customer, case=case).values_list("channel", flat=True).first()
    return Channel(found) if found else None


def list_failed_outside(subjects: Iterable[UUID]) -> frozenset[UUID]:
    """About which of these the last word to somebody outside did not arrive."""
    with scoped(SYSTEM):
        rows = OutsideMessage.objects.filter(subject__in=list(subjects)).order_by("created_at")
        states = dict(rows.values_list("subject", "state"))
    return frozenset(subject for subject, state in states.items() if state == DeliveryState.FAILED)


def find_demo_text(subject: UUID) -> str:
    """In the demo city only: what lies in the mailbox of an invented person; empty anywhere else."""
    if not settings.DEMO:
        return ""
    with scoped(SYSTEM):
        row = OutsideMessage.objects.filter(subject=subject).order_by("-created_at").first()
    return trust.unseal(bytes(row.text), purpose="outside-message") if row and row.text else ""


def _to_print(row: Message) -> PrintItem | None:
    assert row.customer is not None
    reach = find_reach(row.customer, row.case, Channel.POST)
    language = as_language(reach.language)
    printed = set(LetterPdf.objects.filter(letter=row.letter_id).values_list("language", flat=True))
    if row.letter_id and language not in printed:
        if not printed:
            return None
        language = as_language(sorted(printed)[0])
    with scoped(SYSTEM):
        customer = people.get_customer(row.customer, by=SYSTEM).named(language)
        recipient = people.get_customer(reach.recipient, by=SYSTEM).named(language)
    return PrintItem(
        message=row.id,
        customer=row.customer,
        agency=row.agency,
        case=row.case,
        recipient=recipient,
        on_behalf_of=customer if reach.recipient != row.customer else "",
        address=reach.address,
        language=language,
        title=pick(row.title, language),
        body=pick(row.body, language),
        access_needs=reach.access_needs,
        letter=row.letter_id,
        created_at=row.created_at,
    )


def _unknown() -> NotFound:
    return NotFound("message.unknown", _("There is no such message, or it is not yours."))
