"""What doors see of kits, of packets, and of what became of each entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Language, Text
from onedoor.knowledge.types import AnswerView
from onedoor.services.types import FormPage

VILLAGE: Final = "village"
CARRY, RECEIVE = "packets.carry", "packets.receive"
FORMAT = "onedoor-packet-1"
KIT_LASTS = timedelta(days=14)
ARRIVES_WITHIN = timedelta(days=30)
"""So long after its last good day a kit's packets are still taken in."""
CLOCK_MAY_DIFFER = timedelta(minutes=5)
HELD_FOR = timedelta(days=60)
LARGEST_PACKET, MOST_ENTRIES = 2_000_000, 500


class EntryState(StrEnum):
    """What became of an entry."""

    FILED = "filed"
    DRAFT = "draft"
    HELD = "held"
    TAKEN_UP = "taken-up"
    LAPSED = "lapsed"
    REFUSED = "refused"


REASONS: dict[str, Any] = {
    "packet.altered": _("This entry was changed after it was packed. Ask her again."),
    "packet.entry_changed": _("This entry came before with other contents. What came first stands."),
    "packet.kit_old": _("It was filled in after the kit's last day. Take a new kit and ask her again."),
    "packet.no_post": _("On the day on which it was filled in, the agent did not hold the post."),
    "packet.clock": _("The clock of the device was wrong, so nobody knows when it was filled in."),
    "packet.no_word": _("She did not say that it may be sent for her."),
    "packet.unreadable": _("The contents of this entry cannot be read."),
    "packet.not_here": _("This service is not given in villages any more."),
    "packet.newer": _("She went on with the form elsewhere since. Nothing of it was overwritten."),
    "packet.signed": _("She signed this form meanwhile. Nothing of it was changed."),
}
OTHER_REASON = _("It could not be taken in. A counter can begin the form with her.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KitService:
    """One service of a kit: its questions as on paper, of which ``conditional`` ones may not apply to her,
    and the answers to what people ask, by language."""

    code: str
    version: str
    title: Text
    summary: Text
    is_anonymous: bool
    pages: tuple[FormPage, ...]
    conditional: frozenset[str]
    answers: Mapping[Language, tuple[AnswerView, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KitView:
    """A kit, without its keys. ``services`` are codes and versions."""

    id: UUID
    agent: UUID
    agent_name: str
    agency: str
    services: tuple[tuple[str, str], ...]
    issued_at: datetime
    good_to: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KitContent:
    """What goes into the file: the forms, the house's public key and the kit's own secret, in base64."""

    kit: KitView
    services: tuple[KitService, ...]
    public: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """What became of an entry. ``missing`` says what is still to be answered or done; ``is_repeated``:
    it had arrived before, and nothing was done a second time."""

    place: int
    service: str
    title: Text
    state: EntryState
    number: str
    missing: tuple[Text, ...]
    reason: str
    filled_at: datetime
    arrived_at: datetime
    is_clock_wrong: bool = False
    is_repeated: bool = False

    @property
    def why(self) -> Any:
        """Why it was refused, in words."""
        return REASONS.get(self.reason, OTHER_REASON) if self.reason else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketView:
    """A packet that arrived, with its entries in the order in which they were filled in."""

    id: UUID
    kit: UUID
    agent_name: str
    received_at: datetime
    received_by_name: str
    entries: tuple[EntryView, ...]


KIT_TAKEN = Event("dialogue.kit.taken", _("%(agent)s took a village kit along"), "officer")
KIT_WITHDRAWN = Event("dialogue.kit.withdrawn", _("A village kit of %(agent)s was withdrawn"), "officer")
PACKET_RECEIVED = Event(
    "dialogue.packet.received", _("A packet with %(entries)s entries of %(agent)s arrived"), "officer"
)
ENTRY_ARRIVED = Event(
    "dialogue.packet_entry.arrived",
    _("%(agent)s wrote this down with you on %(day)s and brought it to us: %(number)s"),
)
ENTRY_TAKEN_UP = Event(
    "dialogue.packet_entry.taken_up",
    _("You took up what %(agent)s wrote down with you on %(day)s: %(number)s"),
)
ENTRY_REFUSED = Event(
    "dialogue.packet_entry.refused", _("An entry of a packet was refused: %(code)s"), "officer"
)
