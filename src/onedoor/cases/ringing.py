"""What is told of reaching the officer on duty by telephone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Language

DUTY_NUMBER_SET = Event(
    "cases.duty_number.set", _("An officer said where she is rung while she is on duty"), "officer"
)
DUTY_NUMBER_REMOVED = Event(
    "cases.duty_number.removed", _("An officer took away where she is rung while she is on duty"), "officer"
)
DUTY_RUNG = Event("cases.duty.rung", _("The officer on duty was rung about case %(number)s"), "officer")
DUTY_TEXTED = Event("cases.duty.texted", _("The officer on duty got a text about case %(number)s"), "officer")
DUTY_ANSWERED = Event(
    "cases.duty.answered", _("The officer on duty answered the telephone about case %(number)s"), "officer"
)
DUTY_MISSED = Event(
    "cases.duty.missed", _("The officer on duty was not reached about case %(number)s"), "officer"
)


class DutyCallState(StrEnum):
    """``MISSED``: it rang in vain, or no key was pressed. ``FAILED``: the exchange could not place the call.
    ``OVER``: she answered, but somebody had taken the case, or it was closed."""

    RINGING = "ringing"
    TAKEN = "taken"
    PASSED = "passed"
    STAYS = "stays"
    OVER = "over"
    MISSED = "missed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DutyRing:
    """A call that is to be placed now. ``number`` is E.164; ``language`` is the officer's."""

    id: UUID
    number: str
    language: Language


@dataclass(frozen=True, slots=True)
class DutyCallView:
    """One attempt, as the desk shows it."""

    id: UUID
    case: UUID
    case_number: str
    name: str
    agency: str
    attempt: int
    state: DutyCallState
    texted: bool
    began_at: datetime
    ended_at: datetime | None
