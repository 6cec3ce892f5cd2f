"""The text door bound to a message centre as transceiver (SMPP 3.4).

Octets are octets: what a text means is told by its data coding, which part it is by its header or its
optional parameters, and whether it is USSD by the service operation (SMPP 3.4, 5.3.2.44).
"""

import contextlib
import threading
import time
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import close_old_connections
from smpplib import consts, gsm
from smpplib.client import Client
from smpplib.command import DeliverSM, Param
from smpplib.exceptions import ConnectionError as Broken

from onedoor.contact import actions as contact
from onedoor.contact.types import DeliveryState
from onedoor.doors.text import conversing
from onedoor.doors.text.cutting import GSM, GSM_DOUBLE, is_gsm
from onedoor.doors.text.joining import PartOf, join
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped

QUIET_SECONDS, LOST_SECONDS = 2, 90
RECEIPT, UDHI = 0x04, 0x40
ASKS, ANSWERS = 18, 2  # ussd_service_op: USSR confirm and USSR request of a menu
DIALLED, CLOSES, LEFT = 1, 17, 32
UCS2, PART, PART_UCS2 = 8, 153, 134
RECEIPTS = {
    "DELIVRD": DeliveryState.DELIVERED,
    "EXPIRED": DeliveryState.FAILED,
    "UNDELIV": DeliveryState.FAILED,
    "REJECTD": DeliveryState.FAILED,
}
DeliverSM.params = DeliverSM.params | {"ussd_service_op": Param(type=int, size=1)}
DeliverSM.params_order = (*DeliverSM.params_order, "ussd_service_op")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a ``deliver_sm`` says. ``ussd`` is its operation, or None for a message."""

    number: str
    text: str
    part: PartOf | None
    ussd: int | None
    session: str


class Bound:
    """One connection, from bind to unbind."""

    def __init__(self, host: str, port: int, *, system_id: str, password: str, own_number: str) -> None:
        self._client = Client(host, port, timeout=QUIET_SECONDS, allow_unknown_opt_params=True)
        self._client.set_message_received_handler(self._hear)
        self._client.set_message_sent_handler(lambda pdu: None)
        self._client.set_error_pdu_handler(self._refused)
        self._who = {"system_id": system_id, "password": password}
        self._own = own_number
        self._heard_at = time.monotonic()
        self._references = 0

    def run(self, stop: threading.Event) -> None:
        """Until ``stop`` is set; raises when the centre is gone."""
        self._client.connect()
        try:
            self._client.bind_transceiver(**self._who)
            log.info("text.bound")
            while not stop.is_set():
                self._read()
            self._client.unbind()
        finally:
            self._client.disconnect()

    def _read(self) -> None:
        """One PDU; silence is broken by asking whether the link stands."""
        try:
            self._client.read_once(auto_send_enquire_link=False)
            self._heard_at = time.monotonic()
        except TimeoutError:
            if time.monotonic() - self._heard_at > LOST_SECONDS:
                raise Broken() from None
            self._client.send_pdu(_make("enquire_link", self._client))

    def _refused(self, pdu: Any) -> None:
        log.warning("text.refused", command=pdu.command, status=int(pdu.status))

    def _hear(self, pdu: Any) -> int | None:
        """Answer what came. What breaks is refused for now, so that the centre sends it again."""
        if pdu.command != "deliver_sm":
            return None
        if pdu.esm_class & RECEIPT:
            note_receipt(bytes(pdu.short_message or b"").decode("latin-1"))
            return None
        try:
            self._answer(read_incoming(pdu))
        except Broken:
            raise
        except Exception as error:  # another customer's message must still be heard
            log.error("text.broke", error=type(error).__name__)
            close_old_connections()
            return int(consts.SMPP_ESME_RX_T_APPN)
        return None

    def _answer(self, heard: Incoming) -> None:
        at = clock.now()
        if heard.ussd is None:
            whole = join(number=heard.number, text=heard.text, part=heard.part, at=at)
            if whole is not None:
                answer = conversing.hear_message(number=heard.number, text=whole, at=at)
                self._send(heard.number, answer.text)
        elif heard.ussd == LEFT:
            conversing.drop_ussd(number=heard.number, carried_as=heard.session, at=at)
        else:
            said = conversing.hear_ussd(
                number=heard.number, text=heard.text, carried_as=heard.session,
                is_new=heard.ussd == DIALLED, at=at,
            )  # fmt: skip
            self._send_ussd(heard, said)

    def _send(self, number: str, text: str) -> None:
        self._references = (self._references + 1) % 256
        coding, parts = make_parts(text, self._references)
        for part in parts:
            self._submit(number, part, coding, esm_class=UDHI if len(parts) > 1 else 0, registered_delivery=1)

    def _send_ussd(self, heard: Incoming, said: conversing.Answer) -> None:
        coding, body = encode(said.text)
        self._submit(
            heard.number, body, coding, service_type="USSD", esm_class=0,
            ussd_service_op=CLOSES if said.ends else ANSWERS, its_session_info=int(heard.session or 0),
        )  # fmt: skip

    def _submit(self, number: str, body: bytes, coding: int, **more: Any) -> None:
        self._client.send_message(
            source_addr_ton=consts.SMPP_TON_ABBREV,
            source_addr=self._own,
            dest_addr_ton=consts.SMPP_TON_INTL,
            dest_addr_npi=consts.SMPP_NPI_ISDN,
            destination_addr=number.lstrip("+"),
            short_message=body,
            data_coding=coding,
            **more,
        )


def _make(command: str, client: Client) -> Any:
    from smpplib import smpp

    return smpp.make_pdu(command, client=client)


def note_receipt(text: str) -> None:
    """What became of a message that we sent; of an answer in a conversation nothing is kept."""
    words = dict(word.split(":", 1) for word in text.split() if ":" in word)
    state = RECEIPTS.get(words.get("stat", ""))
    if state is None or not words.get("id"):
        return
    with contextlib.suppress(NotFound), scoped(SYSTEM):
        contact.note_delivery(
            external_id=words["id"], state=state, reason=words.get("err", ""), by=SYSTEM, at=clock.now()
        )


def read_incoming(pdu: Any) -> Incoming:
    """A ``deliver_sm`` in words."""
    body = bytes(pdu.short_message or pdu.message_payload or b"")
    part = _part_by_parameters(pdu)
    if pdu.esm_class & UDHI and body:
        header, body = body[1 : body[0] + 1], body[body[0] + 1 :]
        part = _part_by_header(header) or part
    number = bytes(pdu.source_addr).decode("ascii", "replace").lstrip("+")
    op = getattr(pdu, "ussd_service_op", None)
    return Incoming(
        number=f"+{number}",
        text=decode(body, int(pdu.data_coding or 0)),
        part=part,
        ussd=None if op is None else int(op),
        session=str(pdu.its_session_info or 0) if op is not None else "",
    )


def _part_by_parameters(pdu: Any) -> PartOf | None:
    if not pdu.sar_total_segments:
        return None
    return PartOf(
        int(pdu.sar_msg_ref_num or 0), int(pdu.sar_total_segments), int(pdu.sar_segment_seqnum or 0)
    )


def _part_by_header(header: bytes) -> PartOf | None:
    """The concatenation element of a user data header: 0 with one octet of reference, 8 with two."""
    while len(header) >= 2:
        kind, length = header[0], header[1]
        value = header[2 : 2 + length]
        if kind == 0 and length == 3:
            return PartOf(value[0], value[1], value[2])
        if kind == 8 and length == 4:
            return PartOf(value[0] << 8 | value[1], value[2], value[3])
        header = header[2 + length :]
    return None


def encode(text: str) -> tuple[int, bytes]:
    """(data coding, octets) in the telephone's own alphabet where it has every sign."""
    if is_gsm(text):
        return 0, bytes(gsm.gsm_encode(text.replace("§", "S")))
    return UCS2, text.encode("utf-16-be")


def make_parts(text: str, reference: int) -> tuple[int, list[bytes]]:
    """The message in parts that a telephone joins; no sign is cut in two."""
    coding, body = encode(text)
    if len(body) <= (160 if coding == 0 else 140):
        return coding, [body]
    most, signs = (PART if coding == 0 else PART_UCS2), [encode_sign(sign, coding) for sign in text]
    parts, current = [], b""
    for sign in signs:
        if len(current) + len(sign) > most:
            parts.append(current)
            current = b""
        current += sign
    parts = [*parts, current][:255]
    head = bytes([5, 0, 3, reference, len(parts)])
    return coding, [head + bytes([place]) + part for place, part in enumerate(parts, 1)]


def encode_sign(sign: str, coding: int) -> bytes:
    return bytes(gsm.gsm_encode("S" if sign == "§" else sign)) if coding == 0 else sign.encode("utf-16-be")


def decode(body: bytes, coding: int) -> str:
    """What was written. An unknown coding is read as Latin 1, so that nothing is lost."""
    if coding & 0x0C == UCS2:
        return body.decode("utf-16-be", "replace")
    if coding in (0, 0xF0):
        return _decode_gsm(body)
    return body.decode("latin-1", "replace")


def _decode_gsm(body: bytes) -> str:
    table, text, shifted = gsm.GSM_CHARACTER_TABLE, [], 0
    for octet in body:
        if octet == 0x1B:
            shifted = 0x80
            continue
        sign = table[octet + shifted] if octet + shifted < len(table) else "?"
        text.append(sign if sign in GSM or sign in GSM_DOUBLE or sign == "`" else "?")
        shifted = 0
    return "".join(text)
