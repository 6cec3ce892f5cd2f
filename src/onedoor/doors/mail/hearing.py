"""What is done with a mail that came: once, in one transaction, whatever it is."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import actions as cases
from onedoor.contact import actions as contact
from onedoor.contact import queries as messages
from onedoor.contact.types import DeliveryState
from onedoor.doors.mail.answering import note_lost, read_name
from onedoor.doors.mail.conversing import continue_thread, converse
from onedoor.doors.mail.heads import Bounce
from onedoor.doors.mail.keeping import HOUSE
from onedoor.doors.mail.marks import THREAD, own_address, read_address
from onedoor.doors.mail.models import Heard, Reply
from onedoor.doors.mail.rating import rate_by_mail
from onedoor.doors.mail.reading import Mail
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped

DELIVERED = ("delivered", "relayed", "expanded")


def hear(mail: Mail, *, at: datetime) -> str:
    """What it was taken for: repeated, bounce, automatic, rating, thread or conversation."""
    with scoped(SYSTEM), transaction.atomic():
        heard, is_new = Heard.objects.get_or_create(key=mail.key, defaults={"heard_at": at})
        if not is_new:
            return "repeated"
        heard.outcome = _take(mail, at)
        heard.save(update_fields=["outcome"])
        return heard.outcome


def set_aside(*, size: int, key: str, at: datetime) -> None:
    """A mail that no program can read waits in its folder for a person, who is told."""
    with scoped(SYSTEM), transaction.atomic():
        _row, is_new = Heard.objects.get_or_create(
            key=key, defaults={"heard_at": at, "outcome": "unreadable"}
        )
        if is_new:
            text = _("An e-mail of %(size)s octets could not be read. It lies in the folder “%(folder)s”.")
            cases.open_enquiry(
                customer=None, text=text % {"size": size, "folder": settings.MAIL_ASIDE}, door="mail",
                by=HOUSE, at=at,
            )  # fmt: skip


def _take(mail: Mail, at: datetime) -> str:
    if mail.bounce is not None:
        _note_bounce(mail.bounce, at)
        return "bounce"
    if not mail.sender or mail.is_automatic or _without_mark(mail.sender) == own_address().lower():
        return "automatic"
    thread, session = _find_answered(mail)
    if session is None and rate_by_mail(mail, thread=thread, at=at):
        return "rating"
    if thread is not None:
        continue_thread(mail, thread=thread, at=at)
        return "thread"
    converse(mail, session=session, at=at)
    return "conversation"


def _without_mark(address: str) -> str:
    local, _at, host = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{host}"


def _find_answered(mail: Mail) -> tuple[UUID | None, UUID | None]:
    """The thread or the conversation that a mail goes on with: by the mark in the address, else by what it
    says it answers."""
    for address in mail.to:
        if found := read_address(address):
            return (found[1], None) if found[0] == THREAD else (None, found[1])
    for name in mail.answers:
        id = read_name(name)
        if id is None:
            continue
        if reply := Reply.objects.filter(id=id).first():
            return None, reply.session
        with suppress(NotFound):
            return messages.get_message(id, by=HOUSE).id, None
    return None, None


def _note_bounce(told: Bounce, at: datetime) -> None:
    """What another server said of a mail of ours. That it is late is no news yet."""
    name = read_name(told.message_id)
    if told.action not in ("failed", *DELIVERED) or name is None:
        return
    word = Reply.objects.select_for_update().filter(id=name, failure="").first()
    if word is not None and told.action == "failed":
        word.failure = told.status[:60] or "bounced"
        word.save(update_fields=["failure"])
        note_lost(word, word.failure, at=at)
    state = DeliveryState.DELIVERED if told.action in DELIVERED else DeliveryState.BOUNCED
    with suppress(NotFound):
        contact.note_delivery(external_id=told.message_id, state=state, reason=told.status, by=HOUSE, at=at)
