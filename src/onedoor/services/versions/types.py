"""What is seen of versions, the gate and pilots; the events of their life; what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import Conflict
from onedoor.kernel.events import Event
from onedoor.kernel.text import Text

VERSION_STATES = {
    "draft": _("Draft"),
    "scheduled": _("Published for later"),
    "in_force": _("In force"),
    "replaced": _("Replaced"),
    "piloted": _("Pilot"),
    "pilot_ended": _("Pilot ended"),
    "withdrawn": _("Withdrawn"),
}


MEASURE_SAYS = {
    "completed": _("Share of those who began that signed, in percent"),
    "on_time": _("Share answered within the promise, in percent"),
    "minutes": _("Minutes from beginning to signing, the middle one"),
    "take_up": _("Share who did it themselves online, in percent"),
    "satisfaction": _("Share who were satisfied, in percent"),
}
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # what shipped with the product counts from here
FEW = 10  # of fewer than so many people the public is shown no figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """One condition of the gate: ``ok``, or what is missing."""

    code: str
    title: Any
    ok: bool
    says: Any


class GateShut(Conflict):
    """The version may not be published yet; ``facts["missing"]`` has everything at once."""

    def __init__(self, missing: list[Light]) -> None:
        super().__init__(
            "version.gate",
            _("This version cannot be published yet. What is missing is listed below."),
            missing=missing,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """A version in a list. ``stands`` is a key of VERSION_STATES."""

    id: UUID
    service: str
    version: str
    title: Text
    agencies: tuple[str, ...]
    digest: str
    stands: str
    effective_from: datetime | None
    effective_to: datetime | None
    made_at: datetime
    changed_at: datetime
    published_at: datetime | None
    published_by: UUID | None
    shipped: bool
    reason: str
    ended_at: datetime | None
    ended_reason: str
    decision: str
    drafts: str
    revision: int

    @property
    def says(self) -> Any:
        """How it stands, in words."""
        return VERSION_STATES[self.stands]

    @property
    def is_from_beginning(self) -> bool:
        """Whether it came with the product as the first of its service."""
        return self.effective_from == BEGINNING

    @property
    def is_draft(self) -> bool:
        """Whether it is still on the designer's table."""
        return self.stands == "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """A fault at a line of one of the version's files."""

    file: str
    line: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check of a version found."""

    faults: tuple[FileFault, ...]
    examples: int
    true_examples: int

    @property
    def clean(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version as the studio opens it."""

    card: VersionCard
    files: Mapping[str, str]
    checked: Checked
    gate: tuple[Light, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure over ``n`` applications; ``value`` is None where nothing can be said yet."""

    value: float | None
    n: int

    @property
    def is_small(self) -> bool:
        """Whether it is of so few people that it is not for everybody to see."""
        return self.n < FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotView:
    """A pilot, what is expected of it, and how it goes: ``new`` for the cohort, ``old`` for the others
    in the same time."""

    version: UUID
    service: str
    title: Text
    label: str
    hypothesis: Text
    cohort: str
    measure: str
    baseline: float
    target: float
    until: date
    started_at: datetime
    ended_at: datetime | None
    new: Figure
    old: Figure
    decision: str
    reason: str
    old_label: str

    @property
    def measure_says(self) -> Any:
        """The measure in words."""
        return MEASURE_SAYS.get(self.measure, self.measure)

    @property
    def is_reached(self) -> bool:
        """Whether the cohort's figure is at least (for minutes: at most) the target."""
        if self.new.value is None:
            return False
        if self.measure == "minutes":
            return self.new.value <= self.target
        return self.new.value >= self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An unsigned application in the version of now: what was carried over, and what is different."""

    number: str
    version: str
    kept: tuple[Text, ...]
    asked_anew: tuple[Text, ...]
    gone: tuple[Text, ...]
    payable_before: Any
    payable_now: Any


PUBLISHED = Event(
    "services.version.published", _("Version %(version)s of %(title)s was published."), "officer"
)
SHIPPED = Event(
    "services.version.shipped",
    _("Version %(version)s of %(title)s came with the product and was published without the gate."),
    "officer",
)
PILOTED = Event(
    "services.version.piloted", _("A pilot of version %(version)s of %(title)s began."), "officer"
)
PILOT_SCALED = Event(
    "services.version.scaled",
    _("The pilot of version %(version)s of %(title)s ended: everybody gets it."),
    "officer",
)
PILOT_STOPPED = Event(
    "services.version.stopped",
    _("The pilot of version %(version)s of %(title)s was stopped."),
    "officer",
)
ROLLED_BACK = Event(
    "services.version.rolled_back", _("%(title)s went back to version %(version)s."), "officer"
)
WITHDRAWN_VERSION = Event(
    "services.version.withdrawn", _("Version %(version)s of %(title)s was withdrawn."), "officer"
)
EDITED = Event(
    "services.version.edited", _("A draft of version %(version)s of %(title)s was changed."), "officer"
)
DISCARDED = Event(
    "services.version.discarded", _("A draft of version %(version)s of %(title)s was thrown away."), "officer"
)
MOVED = Event(
    "services.application.moved", _("Your %(title)s was moved to the version that is in force now.")
)
TOLD_OF_VERSION = Event(
    "services.application.version_ended", _("We told you that the form of %(title)s has changed.")
)
