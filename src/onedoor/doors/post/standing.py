"""The words that every door uses for how a request stands, and for an answer; here on paper."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from onedoor.dialogue import queries as dialogue
from onedoor.doors.post.house import POST
from onedoor.kernel.errors import Refused
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


def find_answer(words: str, *, language: str, at: datetime) -> tuple[str, str] | None:
    """Title and text of the one answer that clearly fits; None leaves it to a person."""
    found = knowledge.find_answers(words, language=language, by=POST, at=at, limit=2)
    if not found or (len(found) > 1 and found[0].score < CLEAR * found[1].score):
        return None
    answer = knowledge.get_answer(found[0].code, form=Form.LONG, language=language, by=POST, at=at)
    return answer.title, answer.text
