"""What is asked, and what an asker can do."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext, override


@dataclass(frozen=True, slots=True)
class Question:
    """An answer of the knowledge base, and how somebody asks for it: in words, or by shelf and title."""

    code: str
    words: str
    shelf: str
    title: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, with all by which a door may know her; ``title`` is the service as she finds it.
    ``number`` is her draft's, empty as long as she has none."""

    customer: UUID
    email: str
    identifier: str
    pin: str
    service: str
    title: str
    number: str = ""


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

    def apply(self, who: Applicant, language: str) -> str:
        """Begin her application or go on with it: all that the door says, as far as the next question."""
        ...

    def rate(self, number: str, stars: int, language: str) -> str:
        """Say how well it was done: all that the door says then."""
        ...


class Silent(Exception):
    """The door said nothing, or not what the next step needs; the message says what it said."""


def label(words: str, language: str) -> str:
    """The words of a button as they stand in that language."""
    with override(language):
        return gettext(words)
