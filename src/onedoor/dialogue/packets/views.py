"""Rows as views."""

from onedoor.dialogue.models import Packet, PacketEntry
from onedoor.dialogue.packets.types import EntryState, EntryView, PacketView
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import Text
from onedoor.services import queries as services


def to_entry(row: PacketEntry) -> EntryView:
    return EntryView(
        place=row.place, service=row.service, title=_title(row), state=EntryState(row.state),
        number=row.number, missing=tuple(row.missing), reason=row.reason, filled_at=row.filled_at,
        arrived_at=row.arrived_at, is_clock_wrong=row.is_clock_wrong,
    )  # fmt: skip


def to_packet(row: Packet, entries: tuple[EntryView, ...] = ()) -> PacketView:
    return PacketView(
        id=row.id, kit=row.kit_id, agent_name=row.kit.agent_name, received_at=row.received_at,
        received_by_name=row.received_by_name, entries=entries,
    )  # fmt: skip


def _title(row: PacketEntry) -> Text:
    try:
        return services.get_form_of_version(row.service, row.version).title
    except NotFound:
        return {}
