"""What is asked of a link to an agency: take a task, and say later how it went."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from onedoor.kernel.text import Text

Outcome = Literal["accepted", "done", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What an agency is told, and nothing more. ``task`` stays the same however often it is sent."""

    task: UUID
    kind: str  # task | tell | undo
    agency: str
    number: str
    service: str
    step: str
    title: Text
    told: Mapping[str, Any]
    due_at: datetime | None
    undoes: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the agency answered. ``values`` are by the names of the step's gifts; ``reasons`` are all
    that stand against it, in words for the customer."""

    outcome: Outcome
    reference: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[Text, ...] = ()


class LinkDown(Exception):
    """No answer that can be used. ``code`` is for officers: timeout, unreachable, status-503,
    unreadable. ``for_good``: asking again would change nothing."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code, self.for_good = code, for_good


class AgencyLink(Protocol):
    """A way to an agency. Both members may be called again after any failure: the agency knows the
    task by its id and does it once."""

    in_house: bool

    def send(self, message: Message) -> Receipt:
        """Hand it over. Raises LinkDown."""
        ...

    def ask(self, message: Message) -> Receipt:
        """How it goes. Raises LinkDown."""
        ...
