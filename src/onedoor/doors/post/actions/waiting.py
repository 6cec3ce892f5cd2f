"""Messages whose customers prefer letters, as contact gives them to print."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from onedoor.kernel.actors import Actor


def list_waiting(*, by: Actor, at: datetime, limit: int) -> list[dict[str, Any]]:
    """What waits to be printed."""
    return []


def say_printed(messages: Sequence[UUID | None], *, by: Actor, at: datetime) -> None:
    """They left the house."""
