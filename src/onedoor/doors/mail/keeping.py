"""A mail on the record, and whether it may be answered."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.utils.translation import gettext as _

from onedoor.contact import actions as contact
from onedoor.contact import queries as messages
from onedoor.contact.types import Channel, MessageView
from onedoor.doors.mail.reading import Mail
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import has_chinese
from onedoor.people.rules import find_identifiers
from onedoor.people.types import Arrival
from onedoor.services import queries as services
from onedoor.trust import actions as trust

HOUSE = replace(SYSTEM, door="mail")
MOST_READ = 20_000
MOST_ANSWERS, WINDOW = 12, timedelta(hours=1)
log = structlog.get_logger()


def keep_message(
    mail: Mail, *, thread: UUID | None, language: str, at: datetime
) -> tuple[MessageView, list[str]]:
    """The mail on the record, as from somebody whom nobody knows yet; with a sentence for each file that
    was not taken, and why."""
    good, refused = messages.sort_files(mail.files)
    says = [
        _("We could not take the file “%(name)s”: %(reason)s") % {"name": name[:80], "reason": reason}
        for name, reason in refused
    ]
    if mail.left_out:
        says.append(_("Some files were too many or too large. Send at most 10 files with one message."))
    kept = contact.receive_message(
        customer=None, text=mail.text or mail.subject or _("(nothing was written)"), title=mail.subject,
        channel=Channel.EMAIL, thread=thread, address=mail.sender, external_id=mail.key, attachments=good,
        place=find_place(mail), language=language, by=HOUSE, at=at,
    )  # fmt: skip
    return kept, says


def find_place(mail: Mail) -> str:
    """The district that subject and text name, if they do."""
    return services.find_district_of(f"{mail.subject}\n{mail.text}")


def ask_who(mail: Mail, *, contact_of: UUID, at: datetime) -> None:
    """Whoever wrote may be somebody known: her name, her address and an identity number in her text are
    compared. They prove nothing, so an officer decides; who is like nobody stays nobody's."""
    arrival = Arrival(
        name="" if has_chinese(mail.sender_name) else mail.sender_name[:160],
        name_zh=mail.sender_name[:80] if has_chinese(mail.sender_name) else "",
        email=mail.sender,
        identifiers=tuple(find_identifiers(f"{mail.subject}\n{mail.text}"[:MOST_READ]))[:3],
    )
    contact.place_arrival(contact=contact_of, arrival=arrival, by=HOUSE, at=at)


def may_answer(mail: Mail, at: datetime) -> bool:
    """So many answers to one address in an hour; what comes beyond is kept and not answered, so that two
    machines never write to each other for ever."""
    try:
        trust.count_use(what=f"mail/{mail.sender.lower()}", most=MOST_ANSWERS, window=WINDOW, by=HOUSE, at=at)
    except Refused:
        log.warning("mail.too_many")
        return False
    return True


def guess_language(text: str) -> str:
    """The language in which somebody writes, by her signs."""
    return "zh-hans" if has_chinese(text) else "en"
