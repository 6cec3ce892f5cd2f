"""A step as TwiML, the XML that webhook carriers read (https://www.twilio.com/docs/voice/twiml)."""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from onedoor.doors.phone.voice import (
    FIRST_KEY_SECONDS,
    LONGEST_RECORDING_SECONDS,
    NEXT_KEY_SECONDS,
    Does,
    Line,
    Step,
)
from onedoor.kernel.text import Language

VOICES: Mapping[Language, str] = {"en": "en-GB", "zh-hans": "cmn-CN"}
RING_SECONDS = 60


def write_twiml(step: Step, addresses: Mapping[str, str], *, people: str) -> bytes:
    """The document for the step. ``addresses``: where keys, silence, person and recording are told."""
    response = ET.Element("Response")
    if step.does is Does.KEYS:
        _gather(response, step, addresses)
    else:
        _say(response, step.lines)
    if step.does is Does.PERSON:
        _dial(response, addresses, people)
    if step.does is Does.RECORD:
        record = _verb(response, "Record", action=addresses["recorded"], method="POST", playBeep="true")
        record.set("maxLength", str(LONGEST_RECORDING_SECONDS))
        record.set("timeout", str(NEXT_KEY_SECONDS))
        record.set("finishOnKey", "1234567890*#")
        _verb(response, "Redirect", addresses["silence"], method="POST")
    if step.does is Does.END:
        _verb(response, "Hangup")
    return _write(response)


def write_offer(step: Step, taken: str) -> bytes:
    """What an officer on duty hears before she hears the caller; without a key her line is put down."""
    response = ET.Element("Response")
    gather = _verb(response, "Gather", input="dtmf", action=taken, method="POST", numDigits="1")
    gather.set("timeout", str(FIRST_KEY_SECONDS))
    _say(gather, step.lines)
    _verb(response, "Hangup")
    return _write(response)


def write_hang_up() -> bytes:
    """A document that puts the line down."""
    response = ET.Element("Response")
    _verb(response, "Hangup")
    return _write(response)


def write_nothing() -> bytes:
    """A document that lets the call go on as it is."""
    return _write(ET.Element("Response"))


def _gather(response: ET.Element, step: Step, addresses: Mapping[str, str]) -> None:
    """Keys may be pressed over the words. Where the number of keys is known none of them ends the input,
    so that the hash key alone can mean back: a carrier never tells of a finishing key by itself."""
    gather = _verb(response, "Gather", input="dtmf", action=addresses["keys"], method="POST")
    gather.set("timeout", str(FIRST_KEY_SECONDS))
    gather.set("finishOnKey", "" if step.digits else step.ends_with)
    if step.digits:
        gather.set("numDigits", str(step.digits))
    _say(gather, step.lines)
    _verb(response, "Redirect", addresses["silence"], method="POST")


def _dial(response: ET.Element, addresses: Mapping[str, str], people: str) -> None:
    """The inner address is asked when somebody picks up, before the two hear each other."""
    seconds = addresses.get("seconds", str(RING_SECONDS))
    dial = _verb(response, "Dial", action=addresses["person"], method="POST", timeout=seconds)
    kind = "Sip" if people.startswith("sip:") else "Number"
    _verb(dial, kind, people, url=addresses["picked-up"], method="POST")


def _say(parent: ET.Element, lines: tuple[Line, ...]) -> None:
    for line in lines:
        _verb(parent, "Say", line.text, language=VOICES[line.language])


def _verb(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    verb = ET.SubElement(parent, name, attributes)
    verb.text = text or None
    return verb


def _write(response: ET.Element) -> bytes:
    document: bytes = ET.tostring(response, encoding="utf-8", xml_declaration=True)
    return document
