"""Refusals: what a person may not do, or must mend, in words that say what to do next.

A message is lazily translated (``gettext_lazy``) and never holds an identifier.
"""

from typing import Any


class Refused(Exception):
    """The house says no. ``code`` is dotted and stable; ``message`` says what to do.

    ``record`` says whether the attempt is written to the journal: permission and purpose
    refusals are, typing mistakes are not.
    """

    status = 400
    record = False

    def __init__(self, code: str, message: Any, *, field: str = "", **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Invalid(Refused):
    """The input cannot be taken as it is."""

    status = 422


class NotFound(Refused):
    """There is no such thing, or it is not this person's to know."""

    status = 404


class Conflict(Refused):
    """Somebody or something was faster; look again, then decide."""

    status = 409


class NotAllowed(Refused):
    """This role, agency or purpose may not."""

    status = 403
    record = True


class StepUpNeeded(NotAllowed):
    """The act needs a stronger proof of identity than this session gave (OMB M-04-04)."""

    record = False

    def __init__(self, level: int, message: Any) -> None:
        super().__init__("assurance.too_low", message, level=level)
        self.level = level
