"""What other rooms may know of answers."""

from enum import StrEnum


class Form(StrEnum):
    """In which form a door says an answer; all forms come from one wording."""

    LONG = "long"
    SPOKEN = "spoken"
    SHORT = "short"
    SCREEN = "screen"


SHORT_AT_MOST = 160
"""Characters of the short form: one text message."""
