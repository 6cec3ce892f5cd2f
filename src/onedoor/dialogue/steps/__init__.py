"""The steps of a conversation; each module adds its own to the machine."""

from onedoor.dialogue.steps import (
    answering,
    applying,
    booking,
    finishing,
    identifying,
    locking,
    opening,
    questions,
    rating,
    status,
)

__all__ = [
    "answering",
    "applying",
    "booking",
    "finishing",
    "identifying",
    "locking",
    "opening",
    "questions",
    "rating",
    "status",
]
