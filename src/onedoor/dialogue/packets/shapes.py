"""The shape of a packet. What lies open is strict; in the contents, what is not asked is passed over."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onedoor.dialogue.packets.types import MOST_ENTRIES

Short = Annotated[str, Field(max_length=120)]


class EntryIn(BaseModel):
    """One person's entry, sealed. ``place`` counts from the first that the kit packed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    place: int = Field(ge=1, le=100_000)
    filled_at: str = Field(max_length=40)
    key: Short
    nonce: Short
    box: str = Field(max_length=400_000)
    mac: Short


class PacketIn(BaseModel):
    """A packet as the kit saves it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["onedoor-packet-1"]
    kit: UUID
    made_at: str = Field(max_length=40)
    entries: tuple[EntryIn, ...] = Field(min_length=1, max_length=MOST_ENTRIES)
    mac: Short


class Who(BaseModel):
    """Who she says she is. Without her PIN it is only a claim, and is not kept."""

    model_config = ConfigDict(frozen=True)

    number: str = Field("", max_length=60)
    pin: str = Field("", max_length=20, repr=False)


class Reach(BaseModel):
    """Where she wants her receipt."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["", "email", "phone"] = ""
    address: str = Field("", max_length=200)


class Content(BaseModel):
    """What was written down: by page, by question. ``word`` is her own word that it may be sent."""

    model_config = ConfigDict(frozen=True)

    service: str = Field(max_length=60)
    version: str = Field(max_length=20)
    answers: dict[str, dict[str, Any]]
    word: bool = False
    who: Who = Who()
    reach: Reach = Reach()
    slip: str = Field("", max_length=20)


def read_packet(content: bytes) -> PacketIn | None:
    """The packet, or None for anything else."""
    try:
        return PacketIn.model_validate_json(content)
    except ValidationError:
        return None


def read_content(opened: Any) -> Content | None:
    try:
        return Content.model_validate(opened)
    except ValidationError:
        return None
