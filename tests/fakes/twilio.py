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
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Response": (frozenset(), frozenset({"Say", "Gather", "Dial", "Record", "Redirect", "Hangup", "Pause", "Play"})),
    "Say": (frozenset({"voice", "language", "loop"}), frozenset()),
    "Gather": (
        frozenset({"input", "action", "method", "timeout", "finishOnKey", "numDigits", "actionOnEmptyResult"}),
        frozenset({"Say", "Play", "Pause"}),
    ),
    "Dial": (frozenset({"action", "method", "timeout", "callerId", "record"}), frozenset({"Number", "Sip", "Client"})),
    "Number": (frozenset({"url", "method", "sendDigits"}), frozenset()),
    "Sip": (frozenset({"url", "method"}), frozenset()),
    "Record": (
        frozenset({"action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "trim"}), frozenset()
    ),
    "Redirect": (frozenset({"method"}), frozenset()),
    "Hangup": (frozenset(), frozenset()),
}  # fmt: skip
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
            elif verb.tag == "Dial":
                return self._dial(verb, caller, fields)
            elif verb.tag == "Record" and caller.says:
                url = f"https://carrier.example/recordings/RE{uuid4().hex}"
                return verb.attrib["action"], {"RecordingUrl": url, "RecordingDuration": "3", "Digits": "#"}
            elif verb.tag == "Redirect":
                return (verb.text or "").strip(), {}
            elif verb.tag == "Hangup":
                break
        caller.ended = "hung up by us"
        return None, {}

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
    if verb.tag == "Say" and (verb.attrib.get("language") not in SPOKEN or not (verb.text or "").strip()):
        yield f"<Say> in {verb.attrib.get('language')!r}: {verb.text!r}"
    if verb.tag == "Say" and len(verb.text or "") > 4096:
        yield "<Say> takes 4096 characters"
    if verb.tag in ("Redirect", "Number", "Sip") and not (verb.text or "").strip():
        yield f"<{verb.tag}> leads nowhere"
    if verb.attrib.get("method", "POST") not in ("GET", "POST"):
        yield "method is GET or POST"
    for name in ("timeout", "numDigits", "maxLength"):
        if name in verb.attrib and not (verb.attrib[name].isdigit() and int(verb.attrib[name]) > 0):
            yield f"{name}={verb.attrib[name]!r}"
    if len(verb.attrib.get("finishOnKey", "")) > 1 and verb.tag == "Gather":
        yield "one key finishes, or none"
    for child in verb:
        if child.tag not in children:
            yield f"<{child.tag}> in <{verb.tag}>"
        else:
            yield from _faults(child)
