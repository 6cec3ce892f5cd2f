"""A packet arrives: its entries in the order in which they were filled in, each for itself.

Which time counts: the house's terms run from the arrival, since nobody can work on what has not come. What
she or the agent had to keep (the kit's last day, the post) is judged by the time of filling, as far as
the device's clock can be believed.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog
from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.models import Kit, Packet, PacketEntry
from onedoor.dialogue.packets import placing
from onedoor.dialogue.packets.kits import fetch_kit
from onedoor.dialogue.packets.proving import find_person
from onedoor.dialogue.packets.sealing import Altered, KitKeys, check_packet, digest_of, open_entry, open_keys
from onedoor.dialogue.packets.shapes import Content, EntryIn, PacketIn, read_content, read_packet
from onedoor.dialogue.packets.types import (
    ARRIVES_WITHIN,
    CARRY,
    ENTRY_REFUSED,
    LARGEST_PACKET,
    PACKET_RECEIVED,
    EntryState,
    EntryView,
    PacketView,
)
from onedoor.dialogue.packets.views import to_entry, to_packet
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, Refused
from onedoor.kernel.scope import scoped

log = structlog.get_logger()
SHAPES = (AttributeError, LookupError, TypeError, ValueError, RecursionError)


def receive_packet(*, content: bytes, by: Actor, at: datetime) -> PacketView:
    """Take in what an agent brought. Each entry is one transaction: taken in whole or not at all, and once,
    however often it comes. Raises Invalid for what is no packet or was altered, NotAllowed for another
    agent's, Conflict for a kit that was withdrawn or is long over."""
    packet, sent, keys = _open(content=content, by=by, at=at)
    answers = [
        _take(packet, entry, keys, by=by, at=at)
        for entry in sorted(sent.entries, key=lambda one: (one.place, one.filled_at))
    ]
    return replace(to_packet(packet), entries=tuple(answers))


@action(may=CARRY)
def _open(*, content: bytes, by: Actor, at: datetime) -> tuple[Packet, PacketIn, KitKeys]:
    if len(content) > LARGEST_PACKET:
        raise Invalid("packet.too_large", _("This file is too large for a packet."), field="packet")
    sent = read_packet(content)
    if sent is None:
        raise Invalid(
            "packet.unreadable",
            _("This is not a whole packet. Save it once more in the kit, and send that file."),
            field="packet",
        )
    with scoped(SYSTEM):
        kit = fetch_kit(sent.kit, by=by, lock=True)
        keys = open_keys(kit.key)
        _check_packet(keys, sent)
        if kit.withdrawn_at is not None:
            raise Conflict("packet.kit_withdrawn", _("This kit was withdrawn. Nothing of it is taken in."))
        if at > kit.good_to + ARRIVES_WITHIN:
            raise Conflict("packet.too_late", _("This kit has been over for more than 30 days."))
        packet, is_new = Packet.objects.get_or_create(
            kit=kit, sha256=hashlib.sha256(content).hexdigest(),
            defaults={
                "size": len(content), "received_at": at, "received_by": by.account,
                "received_by_name": by.name,
            },
        )  # fmt: skip
    packet.kit = kit  # read in the house's scope; whoever sends cannot
    if is_new:
        journal.record(
            PACKET_RECEIVED, subject_kind="packet", subject=packet.id, agency=kit.agency, by=by, at=at,
            data={"agent": kit.agent_name, "entries": len(sent.entries)},
        )  # fmt: skip
    return packet, sent, keys


def _check_packet(keys: KitKeys, sent: PacketIn) -> None:
    try:
        check_packet(keys, sent)
    except Altered:
        raise Invalid(
            "packet.altered",
            _("This packet was changed after the kit saved it. Save it once more, and send that file."),
            field="packet",
        ) from None


def _take(packet: Packet, sent: EntryIn, keys: KitKeys, *, by: Actor, at: datetime) -> EntryView:
    """What became of one entry. Altered ones are not kept: nothing in them can be believed."""
    try:
        opened = open_entry(keys, str(packet.kit_id), sent)
    except Altered:
        return _altered(sent, at)
    if (known := _find_known(packet.kit, sent)) is not None:
        return _again(known, sent)
    content = read_content(opened)
    draw = _row_maker(packet, sent, content, at)
    if content is None:
        return _refuse(draw=draw, reason="packet.unreadable", by=by, at=at)
    try:
        return _place(draw=draw, sent=sent, content=content, by=by, at=at)
    except Refused as refusal:
        return _refuse(draw=draw, reason=refusal.code, by=by, at=at)
    except SHAPES as fault:  # answers that nobody foresaw must not hold up everybody else's
        log.error("packet.entry_failed", service=content.service, fault=type(fault).__name__)
        return _refuse(draw=draw, reason="packet.unreadable", by=by, at=at)


def _place(
    *, draw: Callable[[], PacketEntry], sent: EntryIn, content: Content, by: Actor, at: datetime
) -> EntryView:
    """The PIN is tried first and by itself: a wrong one counts, whatever becomes of the entry."""
    placing.check(draw(), content, at=at)
    person = find_person(content.who, at=at)
    return placing.place_entry(row=draw(), sent=sent, content=content, person=person, by=by, at=at)


@action()
def _refuse(*, draw: Callable[[], PacketEntry], reason: str, by: Actor, at: datetime) -> EntryView:
    row = draw()
    row.state, row.reason = EntryState.REFUSED, reason[:60]
    with scoped(SYSTEM):
        row.save(force_insert=True)
    journal.record(
        ENTRY_REFUSED, subject_kind="packet_entry", subject=row.id, agency=row.kit.agency, by=by, at=at,
        data={"code": reason},
    )  # fmt: skip
    return to_entry(row)


def _row_maker(
    packet: Packet, sent: EntryIn, content: Content | None, at: datetime
) -> Callable[[], PacketEntry]:
    """Makes the row anew for each try, so that a refused one leaves nothing of itself."""
    filled_at, is_wrong = placing.read_time(sent.filled_at, packet.kit, at)

    def draw() -> PacketEntry:
        return PacketEntry(
            kit=packet.kit, packet=packet, mark=sent.id, digest=digest_of(sent), place=sent.place,
            service=content.service if content else "", version=content.version if content else "",
            filled_at=filled_at, arrived_at=at, is_clock_wrong=is_wrong,
        )  # fmt: skip

    return draw


def _find_known(kit: Kit, sent: EntryIn) -> PacketEntry | None:
    with scoped(SYSTEM):
        return PacketEntry.objects.select_related("kit").filter(kit=kit, mark=sent.id).first()


def _again(known: PacketEntry, sent: EntryIn) -> EntryView:
    """It came before: the same answer. With other contents it is refused, and what came first stands."""
    view = replace(to_entry(known), is_repeated=True)
    if known.digest == digest_of(sent):
        return view
    return replace(view, state=EntryState.REFUSED, reason="packet.entry_changed", number="", missing=())


def _altered(sent: EntryIn, at: datetime) -> EntryView:
    return EntryView(
        place=sent.place, service="", title={}, state=EntryState.REFUSED, number="", missing=(),
        reason="packet.altered", filled_at=at, arrived_at=at,
    )  # fmt: skip
