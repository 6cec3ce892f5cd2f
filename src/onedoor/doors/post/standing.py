"""The words that every door uses for how a request stands, and for an answer; here on paper."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from onedoor.dialogue import queries as dialogue
from onedoor.doors.post.house import POST
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import LANGUAGES
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form

CLEAR = 2  # an answer that fits so much better than the next is sent without a person


def say_standing(reference: str, *, customer: UUID, language: str, at: datetime) -> str:
    """How the case or application of this number stands, in one language; empty for what is none of hers."""
    by = replace(POST, customer=customer)
    try:
        return dialogue.say_status(reference, form=Form.LONG, language=language, by=by, at=at)
    except Refused:
        return ""


def find_answer(words: str, *, at: datetime) -> str:
    """The code of the one answer that clearly fits, in whichever language was written; empty leaves it to
    a person."""
    for language in LANGUAGES:
        found = knowledge.find_answers_in(words, language=language, by=POST, at=at, limit=2)
        if found and (len(found) == 1 or found[0].score >= CLEAR * found[1].score):
            return found[0].code
    return ""


def say_answer(code: str, *, language: str, at: datetime) -> tuple[str, str]:
    """Title and text of an answer."""
    answer = knowledge.get_answer(code, form=Form.LONG, language=language, by=POST, at=at)
    return answer.title, answer.text
