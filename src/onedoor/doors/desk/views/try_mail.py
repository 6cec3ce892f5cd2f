"""A mailbox to try the mail door with: what is written goes by SMTP to the demo city's mail provider, and
by IMAP to the door that listens; the answers are read from the writer's own mailbox over IMAP."""

import contextlib
import imaplib
import smtplib
import time
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onedoor.doors.desk.frame import show
from onedoor.look.doors import door

WRITER, PASSWORD = "somebody@mail.example", "harbour"  # the invented city's mailboxes
KEPT = "try_mail_address"
SECONDS, STEP = 8.0, 0.2
LONGEST, LARGEST_FILE, SHOWN = 50_000, 30_000_000, 10


@dataclass(frozen=True, slots=True)
class Got:
    """An answer as the writer reads it, with where her answer to it would go."""

    subject: str
    text: str
    name: str
    reply_to: str


@door(audience="officer", level=3)
def try_mail(request: HttpRequest) -> HttpResponse:
    """The writer's mailbox, the newest answer on top, and a sheet to write on."""
    error = ""
    if request.method == "POST":
        address = parseaddr(request.POST.get("from", ""))[1]
        if "@" not in address or not address.isascii() or " " in address:
            error = _("Write an e-mail address, such as somebody@mail.example.")
        else:
            request.session[KEPT] = address
    address = str(request.session.get(KEPT, WRITER))
    is_sent = request.method == "POST" and not error and "text" in request.POST
    got = _exchange(address, request if is_sent else None)
    context = {"address": address, "got": got, "error": error, "is_sent": is_sent and got is not None}
    return show(request, "desk/try_mail.html", context, status=422 if error else 200)


def _exchange(address: str, request: HttpRequest | None) -> list[Got] | None:
    """What lies in the mailbox, after sending what was written; None where no mail provider runs."""
    smtp, _colon, imap = settings.MAIL_TRY.partition(":")
    if not imap:
        return None
    try:
        before = len(_read(int(imap), address))
        if request is not None:
            _send(int(smtp), address, request)
            ends = time.monotonic() + SECONDS
            while len(_read(int(imap), address)) <= before and time.monotonic() < ends:
                time.sleep(STEP)
        return [_to_got(mail) for mail in reversed(_read(int(imap), address)[-SHOWN:])]
    except (OSError, imaplib.IMAP4.error):
        return None


def _send(port: int, address: str, request: HttpRequest) -> None:
    posted = request.POST
    to = parseaddr(posted.get("to", ""))[1] or parseaddr(settings.MAIL_ADDRESS)[1]
    mail = EmailMessage()
    mail["From"], mail["To"] = address, to
    mail["Subject"] = " ".join(posted.get("subject", "").split())[:200]
    mail["Message-ID"] = make_msgid(domain="mail.example")
    if answered := " ".join(posted.get("answers", "").split())[:250]:
        mail["In-Reply-To"] = answered
    mail.set_content(posted.get("text", "")[:LONGEST])
    for sent in request.FILES.getlist("files"):
        mail.add_attachment(
            sent.read(LARGEST_FILE), maintype="application", subtype="octet-stream",
            filename=" ".join((sent.name or "file").split()),
        )  # fmt: skip
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.sendmail(address, [to], mail.as_bytes())


def _read(port: int, address: str) -> list[Any]:
    name = address.rpartition("@")[0].partition("+")[0].lower()
    with imaplib.IMAP4("127.0.0.1", port, timeout=10) as server, contextlib.suppress(imaplib.IMAP4.error):
        server.login(name, PASSWORD)
        server.select(readonly=True)
        found = server.uid("SEARCH", "ALL")[1][0].split()
        parts = [server.uid("FETCH", uid.decode(), "(BODY.PEEK[])")[1] for uid in found]
        return [message_from_bytes(part[0][1], policy=modern) for part in parts]
    return []


def _to_got(mail: Any) -> Got:
    body = mail.get_body(("plain",))
    return Got(
        subject=str(mail["Subject"] or ""), text=body.get_content() if body else "",
        name=str(mail["Message-ID"] or ""), reply_to=str(mail["Reply-To"] or ""),
    )  # fmt: skip
