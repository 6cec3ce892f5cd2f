"""How a turn of the dialogue sounds, whoever carries the call: lines to say, and what to wait for.

A ``Step`` is all that a carrier needs. TwiML and ARI render the same steps, so that two exchanges can
never answer differently.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.dialogue.types import AGAIN, BACK, PERSON, Expects, Option, Profile, Task, Then, Turn
from onedoor.doors.phone.speech_words import language_of_line, speak_numbers
from onedoor.kernel.text import Language

PROFILE = Profile(door="phone", form="spoken", choices=4, digits_only=True)
SENTENCES = re.compile(r"(?<=[.。])\s+")
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
    lines = [line for text in turn.says for line in _split(text, turn)]
    lines += [_offer(option, turn) for option in turn.options]
    does = _what_follows(turn, records=records)
    with override(turn.language):
        asked: list[str] = []
        if turn.expects is Expects.CHOICE and PERSON not in {option.key for option in turn.options}:
            asked.append(_("To speak to a person, press 0."))
        if turn.expects in (Expects.DIGITS, Expects.TEXT) and turn.digits == 0:
            asked.append(_("Then press the hash key."))
        if does is Does.RECORD:
            asked.append(_("What you say after the tone is recorded and kept sealed."))
            asked.append(_("If you do not want that, press 0."))
    lines += [Line(text, turn.language) for text in asked]
    return Step(
        call=call,
        language=turn.language,
        lines=tuple(line for line in lines if line.text),
        does=does,
        digits=1 if turn.expects is Expects.CHOICE else turn.digits,
        ends_with="" if turn.expects is Expects.CHOICE else END_KEY,
        secret=turn.secret,
    )


def _split(text: str, turn: Turn) -> list[Line]:
    """A sentence a voice: what is said before a language is chosen has both."""
    parts = SENTENCES.split(text) if turn.task is Task.LANGUAGE else [text]
    spoken = [(part.strip(), language_of_line(part, turn.language)) for part in parts]
    return [Line(speak_numbers(part, language), language) for part, language in spoken]


def _offer(option: Option, turn: Turn) -> Line:
    """A choice and its key, in the language of the choice: who knows no English hears 中文 in Chinese."""
    choice = speak_numbers(option.text.rstrip(".。:："), turn.language)
    language = language_of_line(choice, turn.language) if turn.task is Task.LANGUAGE else turn.language
    with override(language):
        words = _("%(choice)s: press %(key)s.") % {"choice": choice, "key": name_key(option.key)}
    return Line(words, language)


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
