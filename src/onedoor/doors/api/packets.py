"""Packets of village agents, for programs that send them in: what the page at the desk does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from onedoor.dialogue import actions
from onedoor.dialogue import queries as dialogue
from onedoor.dialogue.types import EntryView, PacketView
from onedoor.doors.api.contact_centre import OfficerKey
from onedoor.doors.api.keys import key_caller
from onedoor.doors.api.problems import PROBLEMS
from onedoor.kernel import clock
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import pick
from onedoor.look.operations import operation

router = Router(auth=OfficerKey())


class EntryOut(Schema):
    """What became of an entry: filed, draft, held, taken-up, lapsed or refused (``reason``, ``why``)."""

    place: int
    service: str
    state: str
    number: str
    missing: list[str]
    reason: str
    why: str
    filled_at: datetime
    arrived_at: datetime
    clock_was_wrong: bool
    repeated: bool


class PacketOut(Schema):
    """A packet, with its entries in the order in which they were filled in."""

    id: UUID
    kit: UUID
    received_at: datetime
    entries: list[EntryOut]


@router.post("/packets", response={200: PacketOut, **PROBLEMS})
@operation(audience="officer", level=3, may="packets.carry")
def send_packet(request: HttpRequest) -> Any:
    """Send the file that the kit saved, as it is, as the body. Sent again, it answers the same and does
    nothing twice."""
    with scoped(by := key_caller(request)):
        return Status(200, _out(actions.receive_packet(content=request.body, by=by, at=clock.now())))


@router.get("/packets/{uuid:packet}", response={200: PacketOut, **PROBLEMS})
@operation(audience="officer", level=3, may="packets.carry")
def get_packet(request: HttpRequest, packet: UUID) -> Any:
    """What became of a packet: one's own, or any for who takes packets in."""
    with scoped(by := key_caller(request)):
        return _out(dialogue.get_packet(packet, by=by))


def _out(packet: PacketView) -> PacketOut:
    return PacketOut(
        id=packet.id, kit=packet.kit, received_at=packet.received_at,
        entries=[_entry(one) for one in packet.entries],
    )  # fmt: skip


def _entry(one: EntryView) -> EntryOut:
    return EntryOut(
        place=one.place, service=one.service, state=one.state, number=one.number,
        missing=[pick(text) for text in one.missing], reason=one.reason, why=str(one.why),
        filled_at=one.filled_at, arrived_at=one.arrived_at, clock_was_wrong=one.is_clock_wrong,
        repeated=one.is_repeated,
    )  # fmt: skip
