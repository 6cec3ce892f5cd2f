"""The words that every door uses for how a request stands, and for an answer; here on paper."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from onedoor.dialogue import queries as dialogue
from onedoor.doors.post.house import POST
from onedoor.kernel.errors import Refused
from onedoor.knowledge.types import Form


def say_standing(reference: str, *, customer: UUID, language: str, at: datetime) -> str:
    """How the case or application of this number stands, in one language; empty for what is none of hers."""
    by = replace(POST, customer=customer)
    try:
        return dialogue.say_status(reference, form=Form.LONG, language=language, by=by, at=at)
    except Refused:
        return ""


def find_answer(words: str, *, language: str, at: datetime) -> tuple[str, str] | None:
    """Title and text of the one answer that clearly fits; None leaves it to a person."""
    return None
