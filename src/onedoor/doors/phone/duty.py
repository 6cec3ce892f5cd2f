"""What the officer on duty hears when she is rung, whoever carries the call, and what her keys do.

Nothing of a customer is said, and no number of a case: whoever picks up has proved nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.cases import actions as cases
from onedoor.cases import queries as read_cases
from onedoor.cases.types import DutyCallState, DutyRing
from onedoor.doors.phone.voice import Does, Line, Step
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.calendars import get_calendar
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Language
from onedoor.trust.types import CONTACT_CENTRE

COUNTERS_OPEN = "business-hours"
SAID_TWICE = 2
TAKE = "1"


def claim(*, at: datetime) -> DutyRing | None:
    """A call that is to be placed now."""
    with scoped(SYSTEM):
        return cases.claim_duty_call(by=SYSTEM, at=at)


def ask(call: UUID, language: Language) -> Step:
    """That something waits, and the two keys."""
    with override(language):
        words = (
            _("Onedoor here. Urgent work waits for you as the officer on duty."),
            _("To take it, press 1."),
            _("To pass it to the next on duty, press 2."),
        )
    return _step(call, language, Does.KEYS, *words)


def hear(call: UUID, *, keys: str, language: Language, at: datetime) -> Step:
    """What she pressed. A key that says nothing is asked again."""
    with scoped(SYSTEM):
        state = cases.answer_duty_call(call=call, key=keys[:1], by=SYSTEM, at=at)
    if state is DutyCallState.RINGING:
        return ask(call, language)
    with override(language):
        said = {
            DutyCallState.TAKEN: _("Thank you. It is yours. Sign in to see it. Goodbye."),
            DutyCallState.PASSED: _("It goes to the next on duty. Goodbye."),
            DutyCallState.STAYS: _(
                "Nobody is on duty after you, so it stays with you. Sign in to see it. Goodbye."
            ),
        }
        over = _("Somebody has taken it already. You need do nothing. Goodbye.")
    return _step(call, language, Does.END, said.get(state, over))


def miss(call: UUID, *, placed: bool, at: datetime) -> None:
    """She was not reached; of no effect where she had answered."""
    with scoped(SYSTEM):
        cases.miss_duty_call(call=call, placed=placed, by=SYSTEM, at=at)


def end(call: UUID, language: Language) -> Step:
    """She pressed nothing, or a machine answered."""
    with override(language):
        return _step(call, language, Does.END, _("I hear nothing, so I ring the next. Goodbye."))


@dataclass(frozen=True, slots=True)
class Person:
    """``place``: a number, or what the exchange calls an endpoint. Who is on duty takes a caller by a key."""

    place: str
    is_on_duty: bool


def list_people(at: datetime) -> list[Person]:
    """Who answers a caller that asks for a person now, in order: the officers' telephone; while the counters
    are shut whoever is on duty and has said where she is rung."""
    rostered = (
        [] if get_calendar(COUNTERS_OPEN).is_open(at) else read_cases.list_duty_numbers(CONTACT_CENTRE, at)
    )
    people = [settings.PHONE_PEOPLE] if settings.PHONE_PEOPLE else []
    return [Person(number, is_on_duty=True) for number in rostered] or [
        Person(place, is_on_duty=False) for place in people
    ]


def offer_caller(call: UUID, language: Language) -> Step:
    """Before the two hear each other: a machine that answers her telephone takes no caller."""
    with override(language):
        return _step(
            call, language, Does.KEYS,
            _("Onedoor here. A caller asks for a person, and you are on duty. To take the call, press 1."),
        )  # fmt: skip


def _step(call: UUID, language: Language, does: Does, *words: str) -> Step:
    return Step(call=call, language=language, lines=tuple(Line(text, language) for text in words), does=does)
