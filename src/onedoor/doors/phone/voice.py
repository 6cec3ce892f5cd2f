"""How a turn of the dialogue sounds, whoever carries the call: lines to say, and what to wait for.

A ``Step`` is all that a carrier needs. TwiML and ARI render the same steps, so that two exchanges can
never answer differently.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.dialogue.types import AGAIN, BACK, MORE, PERSON, Expects, Profile, Then, Turn
from onedoor.doors.phone.speech_words import language_of_line, speak_numbers
from onedoor.kernel.text import Language

PROFILE = Profile(door="phone", form="spoken", choices=4, digits_only=True)
FIXED_KEYS = {PERSON, AGAIN, MORE, BACK}
FIRST_KEY_SECONDS, NEXT_KEY_SECONDS = 7, 4
LONGEST_RECORDING_SECONDS = 120
END_KEY = "#"


class Does(StrEnum):
    """What the exchange does once the lines are said (or cut short by a key)."""

    KEYS = "keys"
    RECORD = "record"
    PERSON = "person"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence in the language it is written in; a menu of languages has several."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``digits``: at most so many keys (0: until ``ends_with``). ``secret`` keys are never kept or logged."""

    call: UUID
    language: Language
    lines: tuple[Line, ...]
    does: Does
    digits: int = 1
    ends_with: str = ""
    secret: bool = False

    def after(self, text: str) -> "Step":
        """The same step with one sentence before it."""
        return replace(self, lines=(Line(text, self.language), *self.lines))


def render(turn: Turn, *, call: UUID, records: bool) -> Step:
    """The turn as it is spoken. Without ``records`` nothing is ever taken down: a question that wants a
    voice is put by a person."""
    with override(turn.language):
        says = [speak_numbers(text, turn.language) for text in turn.says]
        says += [
            _("%(choice)s: press %(key)s.")
            % {"choice": option.text.rstrip(".。:："), "key": name_key(option.key)}
            for option in turn.options
        ]
        if turn.expects is Expects.CHOICE and PERSON not in {option.key for option in turn.options}:
            says.append(_("To speak to a person, press 0."))
        if turn.expects in (Expects.DIGITS, Expects.TEXT) and turn.digits == 0:
            says.append(_("Then press the hash key."))
        does = _what_follows(turn, records=records)
        if does is Does.RECORD:
            says.append(_("What you say after the tone is recorded and kept sealed."))
            says.append(_("If you do not want that, press 0."))
    return Step(
        call=call,
        language=turn.language,
        lines=tuple(Line(text, language_of_line(text, turn.language)) for text in says if text),
        does=does,
        digits=1 if turn.expects is Expects.CHOICE else turn.digits,
        ends_with="" if turn.expects is Expects.CHOICE else END_KEY,
        secret=turn.secret,
    )


def name_key(key: str) -> str:
    """How the key is called aloud."""
    return {AGAIN: _("the star key"), BACK: _("the hash key")}.get(key, key)


def _what_follows(turn: Turn, *, records: bool) -> Does:
    if turn.then is Then.END:
        return Does.END
    if turn.then in (Then.PERSON, Then.CALL_BACK):
        return Does.PERSON
    if turn.expects is Expects.RECORDING:
        return Does.RECORD if records else Does.PERSON
    return Does.KEYS
