"""registers.yaml and agreements.yaml as they are written, before anything is made of them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from onedoor.exchange.types import Grade, MostAsked, Repeats, Sensitivity

ValueType = Literal["text", "date", "integer", "money", "boolean", "choice", "record", "list"]
Simple = Literal["text", "date", "integer", "money", "boolean"]


class WrittenShape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WrittenAttribute(WrittenShape):
    title: dict[str, str]
    type: ValueType
    sensitivity: Sensitivity
    period: Literal["standing", "year"] = "standing"
    repeats: Repeats = Repeats.NO
    precedence: list[str] = Field(min_length=1)
    choices: dict[str, dict[str, str]] = {}
    fields: dict[str, Simple] = {}
    protected: bool | list[str] = False


class WrittenPulled(WrittenShape):
    service: str
    attributes: list[str] = Field(min_length=1)
    known_by: Literal["pseudonym", "identifier"] = "pseudonym"
    answer_within: float = Field(default=2.0, gt=0, le=10)
    fresh_for: timedelta = timedelta(days=1)
    usable_for: timedelta = timedelta(days=30)
    opens_after: int = Field(default=5, ge=1, le=100)
    tries_again_after: timedelta = timedelta(minutes=1)
    request_hash: Literal["checked", "left-to-server"] = "checked"


class WrittenRegister(WrittenShape):
    title: dict[str, str]
    agency: str
    reporters: list[str] = Field(min_length=1)
    grade: Grade
    attributes: dict[str, WrittenAttribute] = Field(min_length=1)
    pulled: WrittenPulled | None = None


class WrittenRegisters(WrittenShape):
    registers: dict[str, WrittenRegister]


class WrittenAssessment(WrittenShape):
    id: str
    approved: bool


class WrittenPredicate(WrittenShape):
    attribute: str
    text: dict[str, str]
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    years: int | None = Field(default=None, ge=1, le=120)
    among: list[str] = []

    def tests(self) -> list[str]:
        """Which tests are set."""
        return [name for name in TESTED_BY if getattr(self, name) not in (None, [])]


TESTED_BY: dict[str, tuple[str, ...]] = {
    "at_most": ("money", "integer"),
    "at_least": ("money", "integer"),
    "years": ("date",),
    "among": ("choice", "text"),
}


class WrittenMostAsked(WrittenShape):
    questions: int = Field(default=MostAsked().questions, ge=1, le=8)
    days: int = Field(default=MostAsked().days, ge=30, le=3660)


class WrittenPolicy(WrittenShape):
    classes: list[Sensitivity] = Field(min_length=1)


class WrittenAgreement(WrittenShape):
    title: dict[str, str]
    receiver: str
    services: list[str] = Field(min_length=1)
    purpose: str
    basis: str
    privacy_assessment: WrittenAssessment
    active_from: date
    active_to: date | None = None
    shares: dict[str, list[str]] = Field(min_length=1)
    also: list[str] = []
    asks: dict[str, dict[str, WrittenPredicate]] = {}
    most_asked: WrittenMostAsked = WrittenMostAsked()
    lasts: int = Field(default=0, ge=0, le=3660)
    otherwise: dict[str, str] = {}


class WrittenSecrecy(WrittenShape):
    title: dict[str, str]
    agencies: list[str] = Field(min_length=1)
    longest_days: int = Field(gt=0)
    longest_in_all_days: int = Field(gt=0)


class WrittenAgreements(WrittenShape):
    secrecy: dict[str, WrittenSecrecy] = {}
    purposes: dict[str, dict[str, str]]
    policies: dict[str, WrittenPolicy] = {}
    agreements: dict[str, WrittenAgreement]
