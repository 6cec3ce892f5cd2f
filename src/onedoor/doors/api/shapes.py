"""What goes over the wire. Inputs refuse what they do not know; amounts are text, so no cent is lost."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from onedoor.doors.api.service_shapes import PromiseOut, StepOut


class In(BaseModel):
    """The base of what is sent to us."""

    model_config = ConfigDict(extra="forbid", strict=True)


class StartIn(In):
    """Which service to start."""

    service: str = Field(max_length=80)
    season: str = Field("", max_length=40)


class PageIn(In):
    """The answers of a page by question, and the revision that they were written on."""

    answers: dict[str, Any]
    revision: int = Field(ge=1)


class SignIn(In):
    """What was seen: both go back as they were read."""

    revision: int = Field(ge=1)
    fingerprint: str = Field(max_length=64)


class WithdrawIn(In):
    """Why, if one likes to say."""

    reason: str = Field("", max_length=2_000)


class PageStatusOut(BaseModel):
    id: str
    title: str
    complete: bool


class ApplicationOut(BaseModel):
    """Where an application stands. ``revision`` and ``fingerprint`` go back with the signature."""

    number: str
    service: str
    title: str
    season: str
    state: str
    agency: str
    revision: int
    fingerprint: str
    pages: list[PageStatusOut]
    missing: list[str]
    steps: list[StepOut]
    promise: PromiseOut
    promised_at: datetime | None
    sign_level: int
    can_sign: bool
    can_change: bool
    outcome: str
    payable: str | None
    created_at: datetime
    changed_at: datetime
    signed_at: datetime | None
    closed_at: datetime | None


class CardOut(BaseModel):
    """An application in a list."""

    number: str
    service: str
    title: str
    season: str
    state: str
    you_must_act: bool
    changed_at: datetime


class PageOut(BaseModel):
    """A page with the answers so far. ``errors`` are of what was saved and cannot be read yet."""

    id: str
    title: str
    revision: int
    answers: dict[str, Any]
    errors: dict[str, str]


class SavedOut(BaseModel):
    """A page was saved; ``next_page`` is empty after the last."""

    revision: int
    next_page: str
    can_sign: bool


class OtherValueOut(BaseModel):
    """What another source says of the same thing; ``said_right``: the person says that it is right."""

    value: Any
    source: str
    received_at: datetime
    grade: str
    said_right: bool


class ValueOut(BaseModel):
    """A value with its source. ``declared`` is what the person put beside what was reported. ``as_of`` is
    there while the register is silent; ``others`` are sources that say something else."""

    field: str
    index: int
    label: str
    value: Any
    declared: Any
    unit: str
    source: str
    source_kind: str
    received_at: datetime | None
    grade: str
    state: str
    as_of: datetime | None
    others: list[OtherValueOut]


class LineOut(BaseModel):
    """A line of the explanation: what was worked out, how, by which law."""

    id: str
    label: str
    how: str
    result: Any
    unit: str
    law: str
    row: str


class ValuesOut(BaseModel):
    """All values with their sources, and how the result was worked out from them."""

    revision: int
    fingerprint: str
    values: list[ValueOut]
    explanation: list[LineOut]
    pack: str


class SignedOut(BaseModel):
    """What signing brought about."""

    number: str
    state: str
    sha256: str
    signed_at: datetime


class PaymentOut(BaseModel):
    """A bill of the application; ``number`` is the voucher's."""

    number: str
    amount: str
    paid: str
    balance: str
    due_date: date
    state: str


def plain(value: Any) -> Any:
    """``value`` as JSON can hold it, without losing a cent or a day."""
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value
