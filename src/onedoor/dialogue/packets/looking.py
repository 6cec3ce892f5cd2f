"""Reads: which kits an agent has, and what became of the packets."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.models import Kit, Packet
from onedoor.dialogue.packets.kits import list_village_files, to_kit
from onedoor.dialogue.packets.types import CARRY, RECEIVE, KitView, PacketView
from onedoor.dialogue.packets.views import to_entry, to_packet
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text


def list_village_services(*, at: datetime) -> list[tuple[str, Text]]:
    """Code and title of each service that may be taken along."""
    return [(file.service, file.title) for file in list_village_files(at)]


def list_kits(*, by: Actor, at: datetime, limit: int = 50) -> list[KitView]:
    """The kits that are good now: one's own, or everybody's for who takes packets in."""
    _require(by)
    with scoped(SYSTEM):
        rows = Kit.objects.filter(withdrawn_at=None, good_to__gt=at).order_by("-issued_at")
        rows = rows if by.may(RECEIVE) else rows.filter(agent=by.account)
        return [to_kit(row) for row in rows[:limit]]


def list_packets(*, by: Actor, limit: int = 20) -> list[PacketView]:
    """The newest packets, each with what became of its entries."""
    _require(by)
    with scoped(SYSTEM):
        rows = Packet.objects.select_related("kit").prefetch_related("entries").order_by("-received_at")
        rows = rows if by.may(RECEIVE) else rows.filter(kit__agent=by.account)
        return [_whole(row) for row in rows[:limit]]


def get_packet(packet: UUID, *, by: Actor) -> PacketView:
    """One packet; of another agent's only for who takes packets in. Raises NotFound."""
    _require(by)
    with scoped(SYSTEM):
        row = Packet.objects.select_related("kit").filter(pk=packet).first()
        if row is None or (row.kit.agent != by.account and not by.may(RECEIVE)):
            raise NotFound("packet.unknown", _("There is no such packet."))
        return _whole(row)


def _whole(row: Packet) -> PacketView:
    entries = sorted(row.entries.all(), key=lambda entry: entry.place)
    return to_packet(row, tuple(to_entry(entry) for entry in entries))


def _require(by: Actor) -> None:
    if not by.may(CARRY):
        raise NotAllowed("packet.refused", _("Your role does not work with packets."), needs=CARRY)
