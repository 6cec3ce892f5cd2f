"""A ``deliver_sm`` in words: who, what, which part of it, and whether it is USSD (SMPP 3.4, 5.3.2.44)."""

from dataclasses import dataclass
from typing import Any

from smpplib.command import DeliverSM, Param

from onedoor.doors.text.joining import PartOf
from onedoor.doors.text.octets import decode

UDHI = 0x40
DeliverSM.params = DeliverSM.params | {"ussd_service_op": Param(type=int, size=1)}
DeliverSM.params_order = (*DeliverSM.params_order, "ussd_service_op")


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a ``deliver_sm`` says. ``ussd`` is its operation, or None for a message."""

    number: str
    text: str
    part: PartOf | None
    ussd: int | None
    session: str


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
