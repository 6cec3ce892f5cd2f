"""One part of the customer's page: what the room gave, or the room's own words on why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from onedoor.kernel.errors import NotAllowed, StepUpNeeded


@dataclass(frozen=True, slots=True)
class Shelf:
    """``items`` is empty when it is ``closed``; then that says why."""

    items: Sequence[Any] = ()
    closed: str = ""


def open_shelf(read: Callable[[], Sequence[Any]]) -> Shelf:
    """What ``read`` gives; a refusal closes this part and no other."""
    try:
        return Shelf(items=read())
    except StepUpNeeded:
        raise
    except NotAllowed as refusal:
        return Shelf(closed=str(refusal.message))
