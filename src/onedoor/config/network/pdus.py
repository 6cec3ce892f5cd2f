"""SMPP 3.4 as a message centre reads and writes it: octets in, fields out. No library of the house's own
client is used here, so that two ends of one mistake cannot agree."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

BIND_RECEIVER, BIND_TRANSMITTER, SUBMIT_SM, DELIVER_SM = 0x01, 0x02, 0x04, 0x05
UNBIND, BIND_TRANSCEIVER, ENQUIRE_LINK, GENERIC_NACK = 0x06, 0x09, 0x15, 0x80000000
RESPONSE = 0x80000000
BINDS = (BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER)
OK, WRONG_COMMAND, NOT_BOUND, ALREADY_BOUND, WRONG_PASSWORD = 0x00, 0x03, 0x04, 0x05, 0x0E
WRONG_LENGTH = 0x02
USSD_SERVICE_OP, ITS_SESSION_INFO, MESSAGE_PAYLOAD = 0x0501, 0x1383, 0x0424
HEAD = struct.Struct(">LLLL")
LONGEST = 70_000
ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
SHIFTED = {0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}


class Malformed(Exception):
    """The octets are no PDU."""


@dataclass(frozen=True, slots=True)
class Pdu:
    """One protocol data unit: its head, and its body as it came."""

    command: int
    status: int
    sequence: int
    body: bytes = b""

    def pack(self) -> bytes:
        return HEAD.pack(16 + len(self.body), self.command, self.status, self.sequence) + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """The fields of ``submit_sm`` and ``deliver_sm`` that a message centre acts on."""

    service_type: str = ""
    source: str
    destination: str
    esm_class: int = 0
    registered: int = 0
    coding: int = 0
    body: bytes = b""
    options: Mapping[int, bytes] = field(default_factory=dict)


def read_strings(body: bytes, count: int) -> tuple[list[str], bytes]:
    """So many C-octet strings, and what follows them."""
    texts = []
    for _number in range(count):
        text, zero, body = body.partition(b"\x00")
        if not zero:
            raise Malformed("a text has no end")
        texts.append(text.decode("ascii", "replace"))
    return texts, body


def read_short(body: bytes) -> Short:
    """``submit_sm`` (4.4.1) or ``deliver_sm`` (4.6.1)."""
    try:
        (service,), rest = read_strings(body, 1)
        (source,), rest = read_strings(rest[2:], 1)
        (destination,), rest = read_strings(rest[2:], 1)
        esm_class = rest[0]
        _times, rest = read_strings(rest[3:], 2)
        registered, _replace, coding, _default, length = rest[:5]
        text, rest = rest[5 : 5 + length], rest[5 + length :]
        if len(text) < length:
            raise Malformed("the text is shorter than it says")
    except (IndexError, ValueError) as error:
        raise Malformed("a field is missing") from error
    options = read_options(rest)
    return Short(
        service_type=service, source=source, destination=destination, esm_class=esm_class,
        registered=registered, coding=coding, body=text or options.get(MESSAGE_PAYLOAD, b""), options=options,
    )  # fmt: skip


def read_options(rest: bytes) -> dict[int, bytes]:
    options = {}
    while len(rest) >= 4:
        tag, length = struct.unpack(">HH", rest[:4])
        options[tag] = rest[4 : 4 + length]
        rest = rest[4 + length :]
    return options


def write_short(short: Short) -> bytes:
    """The body of ``deliver_sm``."""
    body = short.service_type.encode() + b"\x00"
    body += b"\x01\x01" + short.source.encode() + b"\x00"
    body += b"\x03\x00" + short.destination.encode() + b"\x00"
    body += bytes([short.esm_class, 0, 0]) + b"\x00\x00"
    body += bytes([short.registered, 0, short.coding, 0, len(short.body)]) + short.body
    for tag, value in short.options.items():
        body += struct.pack(">HH", tag, len(value)) + value
    return body


def encode_text(text: str) -> tuple[int, bytes]:
    """(data coding, octets) as a telephone would send it."""
    shifted = {sign: code for code, sign in SHIFTED.items()}
    octets = bytearray()
    for sign in text:
        if sign in ALPHABET and sign != "\x1b":
            octets.append(ALPHABET.index(sign))
        elif sign in shifted:
            octets += bytes([0x1B, shifted[sign]])
        else:
            return 8, text.encode("utf-16-be")
    return 0, bytes(octets)


def decode_text(coding: int, body: bytes) -> str:
    if coding == 8:
        return body.decode("utf-16-be", "replace")
    text, octets = "", iter(body)
    for octet in octets:
        text += SHIFTED.get(next(octets, 0), " ") if octet == 0x1B else ALPHABET[octet & 0x7F]
    return text


def split_text(text: str, reference: int) -> list[tuple[int, int, bytes]]:
    """(esm class, data coding, octets) of each part that a telephone sends."""
    coding, body = encode_text(text)
    if len(body) <= (160 if coding == 0 else 140):
        return [(0, coding, body)]
    most = 153 if coding == 0 else 134
    pieces, current = [], b""
    for sign in text:
        octets = encode_text(sign)[1] if coding == 0 else sign.encode("utf-16-be")
        if len(current) + len(octets) > most:
            pieces.append(current)
            current = b""
        current += octets
    pieces = [*pieces, current][:255]
    head = bytes([5, 0, 3, reference % 256, len(pieces)])
    return [(0x40, coding, head + bytes([n]) + piece) for n, piece in enumerate(pieces, 1)]
