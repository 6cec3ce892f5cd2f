"""Approved answers beside what is typed: the same list at a live call and in a thread, with or without
JavaScript."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import as_language
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import AnswerHit, Form

LONGEST = 200
MOST, CLEAR = 4, 2  # of a letter: so many answers, none twice as weak as the best


def read_asked(request: HttpRequest) -> str:
    """What the officer looks for."""
    return request.POST.get("asked", "")[:LONGEST].strip()


def suggest_for(asked: str, *, by: Actor, at: datetime) -> Sequence[AnswerHit]:
    """Answers to what the officer typed, in her language."""
    language = as_language(get_language())
    return knowledge.find_answers(asked, language=language, by=by, at=at) if asked else []


def suggest_for_letter(letter: str, spoken: str, *, by: Actor, at: datetime) -> Sequence[AnswerHit]:
    """Answers to what a customer wrote in her own language, under their titles in the officer's."""
    hits = knowledge.find_answers_in(letter, language=spoken, by=by, at=at, limit=MOST)
    hits = [hit for hit in hits if hit.score * CLEAR >= hits[0].score]
    reads = as_language(get_language())
    return hits if reads == as_language(spoken) else [_titled(hit, reads, by, at) for hit in hits]


def _titled(hit: AnswerHit, language: str, by: Actor, at: datetime) -> AnswerHit:
    try:
        answer = knowledge.get_answer(hit.code, form=Form.SHORT, language=language, by=by, at=at)
    except Refused:
        return hit
    return replace(hit, title=answer.title)
