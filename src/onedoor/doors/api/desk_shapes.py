"""What officers' programs send and read."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from onedoor.journal.types import Entry
from onedoor.people.types import Customer


class Sent(BaseModel):
    """What is sent to us; a field that nobody asked for is refused, so that a typing error is not lost."""

    model_config = ConfigDict(extra="forbid")


class FindIn(Sent):
    """An identifier, however it was written down."""

    identifier: str = Field(min_length=1, max_length=40)


class CustomerOut(BaseModel):
    """Enough to greet the caller and to be sure that it is the right record."""

    id: UUID
    kind: str
    name: str
    name_zh: str
    language: str


class EntryOut(BaseModel):
    """One line of the history, in the language of Accept-Language."""

    happened_at: datetime
    event: str
    sentence: str
    door: str
    agency: str
    case: UUID | None


class TopicIn(Sent):
    subject: str = Field(min_length=1, max_length=200)
    service: str = Field(default="", max_length=60)


class DecisionIn(Sent):
    """How a case ends; a no needs a reason, which the customer reads."""

    outcome: Literal["approved", "refused", "answered", "corrected"]
    reason: str = Field(default="", max_length=2000)


class DecisionOut(BaseModel):
    number: str
    outcome: str
    closed_at: datetime | None


class ContactIn(Sent):
    """One contact. Without times it happened now."""

    door: Literal["phone", "counter", "mail", "text", "post", "screen"]
    topics: list[TopicIn] = Field(min_length=1, max_length=20)
    result: Literal["answered", "case", "call-back", "referred"] = "answered"
    started_at: datetime | None = None
    ended_at: datetime | None = None


class ContactOut(BaseModel):
    id: UUID
    started_at: datetime
    ended_at: datetime | None


def to_customer(customer: Customer) -> CustomerOut:
    """The record without what a caller is asked to prove herself by."""
    return CustomerOut(
        id=customer.id, kind=customer.kind, name=customer.name, name_zh=customer.name_zh,
        language=customer.language,
    )  # fmt: skip


def to_entry(entry: Entry, language: str) -> EntryOut:
    """The line, said in that language."""
    return EntryOut(
        happened_at=entry.happened_at, event=entry.event, sentence=entry.sentence(language), door=entry.door,
        agency=entry.agency, case=entry.case,
    )  # fmt: skip
