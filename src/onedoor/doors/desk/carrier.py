"""A telephone carrier at a desk: dials the phone door as a carrier does, and performs its TwiML.

Every request goes through the whole house, signed, at the address that carriers use; nothing of the
phone door is called directly.
"""

import base64
import hashlib
import hmac
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Self
from urllib.parse import urlencode, urlsplit
from uuid import uuid4
from xml.etree import ElementTree as ET

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest

ENTRANCE, STATUS = "/phone/twiml/", "/phone/twiml/status/"
MOST_STEPS = 5


@dataclass
class SimulatedCall:
    """One call as the carrier knows it. ``waits`` for keys, for an officer to pick up, or is over ("");
    ``leads`` are the addresses to tell what happened."""

    sid: str
    number: str
    lines: list[list[str]] = field(default_factory=list)
    waits: str = ""
    leads: dict[str, str] = field(default_factory=dict)
    most: int = 0
    ends_with: str = "#"
    typed: str = ""

    @classmethod
    def dial(cls, number: str) -> Self:
        """A new call, as far as its first question."""
        call = cls(f"CA{uuid4().hex}", number or "anonymous")
        call._go(settings.PUBLIC_URL + ENTRANCE)
        return call

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> Self | None:
        """What ``keep`` wrote."""
        return cls(**kept) if kept else None

    def keep(self) -> dict[str, Any]:
        """For the session."""
        return asdict(self)

    def press(self, keys: str) -> None:
        """Keys one after the other, as far as the question goes."""
        for key in keys:
            if self.waits != "keys" or key not in "0123456789*#":
                return
            if key == self.ends_with:
                self._send_keys() if self.typed else self.wait()
            else:
                self.typed += key
                if len(self.typed) == self.most:
                    self._send_keys()

    def wait(self) -> None:
        """No further key in time: what was typed is sent, or the silence."""
        if self.waits == "keys":
            self._send_keys() if self.typed else self._go(self.leads["silence"])

    def pick_up(self) -> None:
        """An officer answers."""
        if self.waits == "person":
            leg = {"CallSid": f"CA{uuid4().hex}", "ParentCallSid": self.sid, "CallStatus": "in-progress"}
            send(self.leads["picked-up"], leg)
            self.waits = "talk"

    def end_dial(self, outcome: str) -> None:
        """The officer's telephone: ``completed`` after a talk, ``no-answer`` without one."""
        if self.waits in ("person", "talk"):
            self._go(self.leads["person"], DialCallStatus=outcome)

    def hang_up(self) -> None:
        """The caller puts the line down."""
        self.waits = ""
        send(settings.PUBLIC_URL + STATUS, self._fields(CallStatus="completed"))

    def _send_keys(self) -> None:
        typed, self.typed = self.typed, ""
        self._go(self.leads["keys"], Digits=typed)

    def _go(self, address: str, **facts: str) -> None:
        """Documents are performed until one of them waits for somebody."""
        self.lines, self.waits = [], ""
        for _step in range(MOST_STEPS):
            address, facts = self._perform(send(address, self._fields(**facts))), {}
            if not address:
                break
        if not self.waits:
            self.hang_up()

    def _perform(self, document: ET.Element) -> str:
        for verb in document:
            if verb.tag in ("Say", "Gather"):
                self.lines += [[say.text or "", say.get("language", "")] for say in verb.iter("Say")]
            if verb.tag == "Gather":
                self.waits = "keys"
                self.most, self.ends_with = int(verb.get("numDigits", "0")), verb.get("finishOnKey", "#")
                self.leads = {"keys": verb.attrib["action"], "silence": document.findtext("Redirect", "")}
                return ""
            if verb.tag == "Dial":
                self.waits = "person"
                self.leads = {"person": verb.attrib["action"], "picked-up": verb[0].attrib["url"]}
                return ""
            if verb.tag == "Redirect":
                return verb.text or ""
        return ""

    def _fields(self, **facts: str) -> dict[str, str]:
        common = {"CallSid": self.sid, "From": self.number, "To": "+6560000000", "CallStatus": "in-progress"}
        return common | facts


def send(address: str, fields: Mapping[str, str]) -> ET.Element:
    """One signed request; an empty document where nothing comes back or we are refused."""
    text = address + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    digest = hmac.digest(settings.PHONE_WEBHOOK_TOKEN.encode(), text.encode(), hashlib.sha1)
    place, body = urlsplit(address), urlencode(fields).encode()
    answer = _house().get_response(
        WSGIRequest(
            {
                "REQUEST_METHOD": "POST", "PATH_INFO": place.path, "QUERY_STRING": place.query,
                "SERVER_NAME": place.hostname or "localhost", "SERVER_PORT": str(place.port or 443),
                "HTTP_HOST": settings.ALLOWED_HOSTS[0].strip("*") or "localhost", "wsgi.url_scheme": "https",
                "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
                "HTTP_X_TWILIO_SIGNATURE": base64.b64encode(digest).decode(), "wsgi.input": io.BytesIO(body),
            }
        )
    )  # fmt: skip
    body = getattr(answer, "content", b"") if answer.status_code == 200 else b""
    return ET.fromstring(body) if body else ET.Element("Response")  # noqa: S314  # our own


@cache
def _house() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
