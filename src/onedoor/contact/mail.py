"""The e-mail that says there is news: where it goes, in which language, and sending it once.

E-mail is an open card, so it carries the title and the way to the inbox, never the message itself.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.contact.models import Message
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import as_language, pick
from onedoor.people import queries as people


@dataclass(frozen=True, slots=True)
class Reach:
    """``address`` is None where she did not choose e-mail or has none."""

    language: str
    hours: str
    address: str | None


def find_reach(customer: UUID) -> Reach:
    """How news reaches her, or the representative who hears from us in her place."""
    with transaction.atomic(), scoped(SYSTEM):
        wishes = people.preferences(customer)
        point = None
        if wishes.door == "email":
            point = people.find_default_contact(wishes.representative or customer, "email")
    return Reach(wishes.language, wishes.hours, point.value if point else None)


def list_addresses(customer: UUID) -> list[str]:
    """Every e-mail address that she has: for a warning that must not miss her."""
    with transaction.atomic(), scoped(SYSTEM):
        return [point.value for point in people.list_contact_points(customer) if point.kind == "email"]


def send(message: Message) -> str:
    """Hand it to the mail server; what went wrong as a word, or nothing."""
    reach = find_reach(message.customer)
    found = [reach.address] if reach.address else []
    addresses = list_addresses(message.customer) if message.everywhere else found
    if not addresses:
        return "no-address"
    try:
        for address in addresses:  # one by one: no address learns of another
            _compose(message, reach, address).send()
    except OSError as error:  # smtplib's exceptions are OSErrors too
        return type(error).__name__
    return ""


def _compose(message: Message, reach: Reach, address: str) -> EmailMessage:
    with override(as_language(reach.language)):
        text = _("There is a new message for you. Sign in to read it: %(address)s/letters/") % {
            "address": settings.PUBLIC_URL
        }
    title = " ".join(pick(message.title, reach.language).split())
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(
        subject=title, body=text, to=[address], headers={"Message-ID": f"<{message.id}@{host}>"}
    )
