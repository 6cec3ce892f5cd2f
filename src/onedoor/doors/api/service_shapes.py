"""How a service goes over the wire: its promise, its steps, its pages."""

from typing import Any

from pydantic import BaseModel


class PromiseOut(BaseModel):
    """When an answer comes: within ``answer`` (ISO 8601) of the calendar's time."""

    lane: str
    answer: str
    calendar: str
    text: str


class StepOut(BaseModel):
    """One act on the way. ``state`` is done, now, later or skipped."""

    id: str
    title: str
    by: str
    does: str
    state: str
    you_must_act: bool


class ServiceOut(BaseModel):
    """A service in a list."""

    code: str
    version: str
    title: str
    summary: str
    agency: str
    for_whom: list[str]
    promise: PromiseOut
    sign_level: int


class PageSchemaOut(BaseModel):
    """A page of questions: as an item of a FHIR Questionnaire, and as JSON Schema of its answers."""

    id: str
    title: str
    questionnaire: dict[str, Any]
    answers: dict[str, Any]


class ServiceDetailOut(ServiceOut):
    """A service with all that it asks, holds and promises."""

    lanes: list[PromiseOut]
    steps: list[StepOut]
    pages: list[PageSchemaOut]
    holds: list[str]
