"""Reading answers: by words, by code, by topic."""
from datetime import datetime
from onedoor.kernel.actors import Actor
from onedoor.knowledge.types import AnswerHit, AnswerView, Form, TopicView


def find_answers(
    text: str, *, language: str, by: Actor, at: datetime, service: str = "", limit: int = 5
) -> list[AnswerHit]:
    """Answers to what somebody asked in her own words, best first; empty where nothing fits."""
    raise NotImplementedError


def get_answer(code: str, *, form: Form, language: str, by: Actor, at: datetime) -> AnswerView:
    """The answer in force then, as a door of that form says it. Raises NotFound."""
    raise NotImplementedError


def list_topics(*, language: str, by: Actor, at: datetime) -> list[TopicView]:
    """The shelves with their answers."""
    raise NotImplementedError
