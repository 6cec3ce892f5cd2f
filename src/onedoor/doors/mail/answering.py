"""An answer by mail: what a turn of the dialogue looks like on a page, and its way out."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.cases import actions as cases
from onedoor.contact.rules import RETRY_AFTER
from onedoor.dialogue.types import Turn
from onedoor.doors.mail.keeping import HOUSE
from onedoor.doors.mail.marks import CONVERSATION, THREAD, make_address, own_address
from onedoor.doors.mail.models import Reply
from onedoor.doors.mail.reading import Mail
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import local
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust

PURPOSE = "mail-reply"
MOST_AT_ONCE = 50


def write_turn(turn: Turn) -> str:
    """The turn as a paragraph, with its choices a line each."""
    lines = [*turn.says]
    if turn.options:
        lines += ["", *(f"{option.key}  {option.text}" for option in turn.options)]
        lines += ["", _("Answer this e-mail with the number at the beginning of the line.")]
    return "\n".join(lines)


def keep_reply(
    mail: Mail, *, text: str, session: UUID | None, language: str, at: datetime, thread: UUID | None = None
) -> Reply:
    """The answer to a mail, to leave once all of it is written. What is written back goes on with
    ``session``, or joins ``thread``."""
    content = {
        "to": mail.sender, "subject": answer_to(mail.subject), "text": sign(text, language),
        "answers": mail.message_id, "references": [*reversed(mail.answers), mail.message_id][-20:],
        "language": language, "thread": str(thread or ""),
    }  # fmt: skip
    return Reply.objects.create(session=session, sealed=seal(content), due_at=at, made_at=at)


def keep_word(
    *, id: UUID, to: str, subject: str, text: str, language: str, thread: UUID, case: UUID, at: datetime
) -> None:
    """A person's word in ``case`` to somebody who once wrote; the same ``id`` twice is one mail. When it
    cannot be delivered, a note in the case says so."""
    content = {
        "to": to, "subject": subject, "text": sign(text, language), "answers": "", "references": [],
        "language": language, "thread": str(thread),
    }  # fmt: skip
    facts = {"sealed": seal(content), "due_at": at, "made_at": at, "case": case}
    Reply.objects.get_or_create(id=id, defaults=facts)


def sign(text: str, language: str) -> str:
    """``text`` with the house's name and address below."""
    with override(language):
        name = _("Harbour City, one door: %(address)s") % {"address": settings.PUBLIC_URL}
    return f"{text}\n\n--\n\n{name}"


def answer_to(subject: str) -> str:
    """The subject of an answer."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()


def seal(content: dict[str, Any]) -> bytes:
    """What is to leave, as it is kept until then."""
    return trust.seal(json.dumps(content), purpose=PURPOSE)


def send_due(*, at: datetime) -> int:
    """Hand over what is due; what the server does not take is tried again after RETRY_AFTER. Gives how
    many left."""
    sent = 0
    with scoped(SYSTEM):
        for id in (
            Reply.objects.filter(due_at__lte=at)
            .order_by("due_at")
            .values_list("id", flat=True)[:MOST_AT_ONCE]
        ):
            sent += _send(id, at)
    return sent


def _send(id: UUID, at: datetime) -> bool:
    with transaction.atomic():
        row = Reply.objects.select_for_update(skip_locked=True).filter(id=id, due_at__isnull=False).first()
        if row is None:
            return False
        content = json.loads(trust.unseal(bytes(row.sealed), purpose=PURPOSE))
        row.attempts += 1
        try:
            compose(row, content).send()
        except OSError as error:  # smtplib's exceptions are OSErrors too
            row.failure = type(error).__name__[:60]
            waits = RETRY_AFTER[row.attempts - 1] if row.attempts <= len(RETRY_AFTER) else None
            row.due_at = at + waits if waits else None
        else:
            row.sent_at, row.due_at, row.failure = at, None, ""
        if row.due_at is None:
            row.sealed = b""
            if row.sent_at is None:
                note_lost(row, row.failure, at=at)
        row.save()
        return row.sent_at is not None


def note_lost(row: Reply, reason: str, *, at: datetime) -> None:
    """Whoever wrote it reads in her case that it did not arrive; nobody misses an answer of a program."""
    if row.case is not None:
        words = _("The answer by e-mail of %(day)s did not arrive (%(reason)s). Try another way.")
        told = words % {"day": f"{local(row.made_at):%Y-%m-%d %H:%M}", "reason": reason or "–"}
        cases.add_note(case=row.case, text=told, by=HOUSE, at=at)


def compose(row: Reply, content: dict[str, Any]) -> EmailMessage:
    """The mail. Its Message-ID is the row's, so that a second copy is known as one; it says that a program
    wrote it, so that no program answers it."""
    host = own_address().rpartition("@")[2]
    headers = {
        "Message-ID": name_reply(row.id, host),
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": content["language"],
    }
    if content["answers"]:
        headers["In-Reply-To"] = _one_line(content["answers"])
        headers["References"] = _one_line(" ".join(content["references"]))
    reply_to = own_address()
    if row.session:
        reply_to = make_address(CONVERSATION, row.session)
    elif content.get("thread"):
        reply_to = make_address(THREAD, UUID(content["thread"]))
    return EmailMessage(
        subject=_one_line(content["subject"]), body=content["text"], from_email=settings.MAIL_ADDRESS,
        to=[content["to"]], reply_to=[reply_to], headers=headers,
    )  # fmt: skip


def name_reply(id: UUID, host: str) -> str:
    """The Message-ID of a reply."""
    return f"<{id}.reply@{host}>"


def read_name(message_id: str) -> UUID | None:
    """Which message or reply of the house bears this Message-ID; None for anybody else's."""
    local, _at, host = message_id.strip("<> ").rpartition("@")
    if host.lower() != own_address().rpartition("@")[2].lower():
        return None
    try:
        return UUID(local.removesuffix(".reply"))
    except ValueError:
        return None


def _one_line(text: str) -> str:
    return " ".join(text.split())
