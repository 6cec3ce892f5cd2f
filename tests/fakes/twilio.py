"""A telephone carrier as TwiML's documentation says: signs, fetches documents, checks and performs them.

``send`` carries a signed request to the product (a test client, or HTTP). A document that breaks the
documented grammar fails the test that caused it.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import uuid4
from xml.etree import ElementTree as ET

TOKEN = "token-of-the-harbour-carrier"
Send = Callable[[str, Mapping[str, str], Mapping[str, str]], tuple[int, str, bytes]]

# https://www.twilio.com/docs/voice/twiml: attributes, and what may stand inside
_DOCUMENTED = """
Response | | Say Gather Dial Record Redirect Hangup Pause Play
Say | voice language loop |
Gather | input action method timeout finishOnKey numDigits actionOnEmptyResult | Say Play Pause
Dial | action method timeout callerId record | Number Sip Client
Number | url method sendDigits |
Sip | url method |
Record | action method timeout finishOnKey maxLength playBeep trim |
Redirect | method |
Hangup | |
"""
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    name.strip(): (frozenset(attributes.split()), frozenset(children.split()))
    for name, attributes, children in (line.split("|") for line in _DOCUMENTED.strip().splitlines())
}
SPOKEN = {"en-GB", "en-US", "cmn-CN", "zh-CN"}


class BadTwiml(AssertionError):
    """A carrier would answer with an application error (12100, 12200)."""


@dataclass
class Caller:
    """What happens on the other end. ``presses``: what she types at each question, "" for nothing.
    ``officer``: whether somebody picks up, and "hangs up" when the caller gives up waiting."""

    presses: list[str]
    number: str = "+6598765432"
    officer: str = "no-answer"
    says: bytes = b""
    heard: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    turns: list[list[str]] = field(default_factory=list)
    ended: str = ""


@dataclass
class FakeTwilio:
    send: Send
    base: str
    token: str = TOKEN
    documents: list[bytes] = field(default_factory=list)

    def call(self, caller: Caller, *, entrance: str = "/phone/twiml/") -> Caller:
        """A whole call, from its arrival to the status that tells of its end."""
        sid = f"CA{uuid4().hex}"
        fields = {"CallSid": sid, "AccountSid": "AC0", "From": caller.number, "To": "+6560000000",
                  "CallStatus": "ringing", "Direction": "inbound", "ApiVersion": "2010-04-01"}  # fmt: skip
        address: str | None = f"{self.base}{entrance}"
        extra: dict[str, str] = {}
        while address:
            address, extra = self._perform(self.fetch(address, fields | extra), caller, fields)
        self.fetch(f"{self.base}/phone/twiml/status/", fields | {"CallStatus": "completed"}, empty=True)
        return caller

    def fetch(self, address: str, fields: Mapping[str, str], *, empty: bool = False) -> ET.Element:
        """One signed request, and its document checked."""
        status, kind, body = self.send(address, fields, {"X-Twilio-Signature": self.sign(address, fields)})
        if empty:
            assert status in (200, 204), status
            return ET.Element("Response")
        assert status == 200, (status, body[:300])
        assert kind.split(";")[0] in ("text/xml", "application/xml"), kind
        self.documents.append(body)
        document = ET.fromstring(body)
        check(document)
        return document

    def sign(self, address: str, fields: Mapping[str, str]) -> str:
        text = address + "".join(f"{name}{fields[name]}" for name in sorted(fields))
        return base64.b64encode(hmac.digest(self.token.encode(), text.encode(), hashlib.sha1)).decode()

    def _perform(
        self, document: ET.Element, caller: Caller, fields: Mapping[str, str]
    ) -> tuple[str | None, dict[str, str]]:
        """Verb by verb, until one leads to another document."""
        caller.turns.append([])
        for verb in document:
            if verb.tag == "Say":
                self._say(verb, caller)
            elif verb.tag == "Gather":
                for inner in verb.iter("Say"):
                    self._say(inner, caller)
                if not caller.presses:  # she has nothing left to do here
                    caller.ended = "caller hung up"
                    return None, {}
                if typed := press(verb, caller):
                    return verb.attrib["action"], {"Digits": typed}
            elif leads := self._lead(verb, caller, fields):
                return leads
        caller.ended = caller.ended or "hung up by us"
        return None, {}

    def _lead(
        self, verb: ET.Element, caller: Caller, fields: Mapping[str, str]
    ) -> tuple[str | None, dict[str, str]] | None:
        if verb.tag == "Dial":
            return self._dial(verb, caller, fields)
        if verb.tag == "Record" and caller.says:
            url = f"https://carrier.example/recordings/RE{uuid4().hex}"
            return verb.attrib["action"], {"RecordingUrl": url, "RecordingDuration": "3", "Digits": "#"}
        return ((verb.text or "").strip(), {}) if verb.tag == "Redirect" else None

    def _say(self, verb: ET.Element, caller: Caller) -> None:
        caller.heard.append(verb.text or "")
        caller.turns[-1].append(verb.text or "")
        caller.languages.append(verb.attrib["language"])

    def _dial(
        self, verb: ET.Element, caller: Caller, fields: Mapping[str, str]
    ) -> tuple[str | None, dict[str, str]]:
        if caller.officer == "hangs up":
            caller.ended = "caller hung up"
            return None, {}
        if caller.officer == "completed":
            leg = {
                "CallSid": f"CA{uuid4().hex}",
                "ParentCallSid": fields["CallSid"],
                "CallStatus": "in-progress",
            }
            self.fetch(verb[0].attrib["url"], leg)
        return verb.attrib["action"], {"DialCallStatus": caller.officer}


def press(gather: ET.Element, caller: Caller) -> str:
    """What the carrier sends of what she types: cut at the finishing key and at numDigits."""
    typed = caller.presses.pop(0)
    ends_with, most = gather.attrib.get("finishOnKey", "#"), gather.attrib.get("numDigits")
    for place, key in enumerate(typed):
        if ends_with and key in ends_with:
            return typed[:place]
        if most and place + 1 == int(most):
            return typed[: place + 1]
    return typed


def check(document: ET.Element) -> None:
    """The documented grammar: known verbs and attributes, in their places, with values that exist."""
    if document.tag != "Response":
        raise BadTwiml(f"<{document.tag}> is no response")
    for fault in _faults(document):
        raise BadTwiml(fault)


def _faults(verb: ET.Element) -> Iterator[str]:
    attributes, children = VERBS[verb.tag]
    if unknown := set(verb.attrib) - attributes:
        yield f"<{verb.tag}> has no {unknown}"
    text = (verb.text or "").strip()
    if verb.tag == "Say" and (verb.attrib.get("language") not in SPOKEN or not 0 < len(text) <= 4096):
        yield f"<Say> in {verb.attrib.get('language')!r}: {text!r}"
    if verb.tag in ("Redirect", "Number", "Sip") and not text:
        yield f"<{verb.tag}> leads nowhere"
    yield from (
        f"{name}={value!r}" for name, value in verb.attrib.items() if not _is_allowed(verb.tag, name, value)
    )
    for child in verb:
        if child.tag not in children:
            yield f"<{child.tag}> in <{verb.tag}>"
        else:
            yield from _faults(child)


def _is_allowed(verb: str, name: str, value: str) -> bool:
    if name == "method":
        return value in ("GET", "POST")
    if name in ("timeout", "numDigits", "maxLength"):
        return value.isdigit() and int(value) > 0
    return name != "finishOnKey" or verb != "Gather" or len(value) < 2  # one key finishes, or none
