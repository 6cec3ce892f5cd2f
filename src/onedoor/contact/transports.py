"""Who carries what leaves the house, by channel. A door may put its own reply address here.

E-mail goes through Django's mail settings, a text through ``texts.get_carrier``. A reply address is asked
for each e-mail, so that an answer finds its thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from onedoor.contact.texts import get_carrier
from onedoor.contact.types import Channel, Handed


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What a carrier takes to one address. ``message`` names it for ever: the same twice is one.
    ``language`` is empty where the text speaks several."""

    message: UUID
    thread: UUID
    address: str
    title: str
    text: str
    language: str
    files: tuple[tuple[str, bytes, str], ...] = ()


class Transport(Protocol):
    def carry(self, parcel: Parcel) -> Handed:
        """Hand it over; never raises for what the network does."""
        ...


ReplyAddress = Callable[[UUID, UUID], str]

_reply_address: list[ReplyAddress] = []


def register_reply_address(make: ReplyAddress) -> None:
    """``make(message, thread)`` gives the address for the Reply-To of an e-mail, or ''."""
    _reply_address[:] = [make]


def get_transport(channel: Channel) -> Transport:
    """The carrier of a channel: e-mail or text."""
    return DjangoMail() if channel is Channel.EMAIL else CarriedText()


def find_reply_address(message: UUID, thread: UUID) -> str:
    """Where an answer to this message goes; '' where no mail door listens."""
    return _reply_address[0](message, thread) if _reply_address else ""


def message_id(message: UUID) -> str:
    """The Message-ID of a message; the answer names it in In-Reply-To."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<{message}@{host}>"


class DjangoMail:
    """E-mail through the mail server of the settings."""

    def carry(self, parcel: Parcel) -> Handed:
        headers = {"Message-ID": message_id(parcel.message), "Auto-Submitted": "auto-generated"}
        if parcel.language:
            headers["Content-Language"] = parcel.language
        if parcel.thread != parcel.message:
            headers["References"] = message_id(parcel.thread)
        reply_to = find_reply_address(parcel.message, parcel.thread)
        mail = EmailMessage(
            subject=parcel.title,
            body=parcel.text,
            to=[parcel.address],
            headers=headers,
            reply_to=[reply_to] if reply_to else None,
            attachments=list(parcel.files),
        )
        try:
            mail.send()
        except OSError as error:  # smtplib's exceptions are OSErrors too
            return Handed(type(error).__name__)
        return Handed(external_id=message_id(parcel.message))


class CarriedText:
    """A text through the gateway of ``texts``."""

    def carry(self, parcel: Parcel) -> Handed:
        answer = get_carrier().carry(number=parcel.address, text=parcel.text, reference=str(parcel.message))
        return answer if isinstance(answer, Handed) else Handed(answer)
