"""What is asked, and what an asker can do."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext, override


@dataclass(frozen=True, slots=True)
class Question:
    """An answer of the knowledge base, and how somebody asks for it: in words, or by shelf and title."""

    code: str
    words: str
    shelf: str
    title: str


class Asker(Protocol):
    """One door: what it is called, and the protocol that is spoken to it."""

    door: str
    protocol: str

    def ask_status(self, number: str, language: str) -> str:
        """All that the door says of this reference."""
        ...

    def ask_answer(self, question: Question, language: str) -> str:
        """All that the door says to this question."""
        ...


class Silent(Exception):
    """The door said nothing, or not what the next step needs; the message says what it said."""


def label(words: str, language: str) -> str:
    """The words of a button as they stand in that language."""
    with override(language):
        return gettext(words)
