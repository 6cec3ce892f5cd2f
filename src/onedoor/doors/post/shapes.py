"""What is printed on a sheet to be read back, and what was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ReadingState(StrEnum):
    """What became of one answer that was read from paper."""

    READ = "read"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One place on a sheet to be read back, in millimetres from its top left corner.

    ``kind``: ``tick`` (``value`` is what a cross means), ``comb`` (``cells`` boxes of one character
    each), ``lines`` (free writing) or ``sign``. ``expects`` is digits, letters, money, date or any.
    """

    name: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    value: str = ""
    part: str = ""
    cells: int = 0
    expects: str = "any"

    def to_json(self) -> dict[str, Any]:
        """As kept with the printed sheet."""
        return {slot: getattr(self, slot) for slot in self.__slots__}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of one printed page; ``page`` is the form's page of questions that they answer."""

    page: str
    boxes: tuple[Box, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"page": self.page, "boxes": [box.to_json() for box in self.boxes]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sheet":
        return cls(kept["page"], tuple(Box(**box) for box in kept["boxes"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One answer as it was read. ``confidence`` is 0 to 100; ``crop`` is left, top, width and height in
    parts of a thousand of the sheet's picture; ``label`` is the question in the form's language."""

    page: str
    name: str
    part: str = ""
    kind: str
    label: str = ""
    value: str
    confidence: int
    sheet: int
    crop: tuple[int, int, int, int]
    state: ReadingState = ReadingState.READ
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Its name on the verification page."""
        return ".".join(filter(None, (self.page, self.name, self.part)))

    def to_json(self) -> dict[str, Any]:
        return {slot: getattr(self, slot) for slot in self.__slots__}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Reading":
        pairs = tuple((code, text) for code, text in kept["choices"])
        state = ReadingState(kept["state"])
        return cls(**{**kept, "crop": tuple(kept["crop"]), "choices": pairs, "state": state})
