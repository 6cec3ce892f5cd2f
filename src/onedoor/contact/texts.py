"""Text messages: what we ask of a gateway, a gateway over HTTP, and one that keeps what it is given.

Another gateway is another class with the one member of ``TextCarrier``.
"""

from collections.abc import Callable
from typing import Protocol

import httpx
from django.conf import settings

from onedoor.contact.types import Handed

TIMEOUT = 10.0


class TextCarrier(Protocol):
    """Somebody who brings a text to a telephone."""

    def carry(self, *, number: str, text: str, reference: str) -> "str | Handed":
        """Hand it over; what went wrong as a word, or nothing; or a ``Handed`` with the gateway's own name
        for the text, under which its receipt comes. The same ``reference`` twice is one text."""
        ...


class HttpGateway:
    """``POST {"to", "text", "reference"}`` with a bearer key. 200, 201, 202: taken; 409: taken before."""

    def __init__(self, address: str, key: str) -> None:
        self._address, self._key = address, key

    def carry(self, *, number: str, text: str, reference: str) -> str:
        try:
            answer = httpx.post(
                self._address,
                json={"to": number, "text": text, "reference": reference},
                headers={"Authorization": f"Bearer {self._key}"},
                timeout=TIMEOUT,
            )
        except httpx.HTTPError as error:
            return type(error).__name__
        return "" if answer.status_code in (200, 201, 202, 409) else f"answer-{answer.status_code}"


class KeptTexts:
    """Brings nothing anywhere and keeps what it was given: for tests, and where no gateway is set."""

    def __init__(self, *, keep: bool = True) -> None:
        self.carried: dict[str, tuple[str, str]] = {}
        self._keep = keep

    def carry(self, *, number: str, text: str, reference: str) -> str:
        if self._keep:
            self.carried.setdefault(reference, (number, text))
        return ""


_registered: list[Callable[[], TextCarrier | None]] = []


def register_carrier(make: Callable[[], TextCarrier | None]) -> None:
    """A door's own way to send texts, such as SMPP; ``make`` gives None where it is not set up."""
    _registered.insert(0, make)


def get_carrier() -> TextCarrier:
    """What a door has registered, else the gateway of the settings; without one, texts stay in the house
    as e-mail does."""
    for make in _registered:
        if carrier := make():
            return carrier
    address = getattr(settings, "TEXT_GATEWAY", "")
    return HttpGateway(address, settings.TEXT_GATEWAY_KEY) if address else KeptTexts(keep=False)
