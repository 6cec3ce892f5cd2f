"""The register of event names. A room declares its events in ``types.py``; each has a sentence.

Sentences are lazily translated and may name keys of the entry's ``data``: ``{service}``.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Audience = Literal["customer", "officer", "audit"]

_register: dict[str, "Event"] = {}
_subscribers: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """``name`` is ``room.noun.verb-in-past``; ``audience`` is the widest circle that may read it."""

    name: str
    says: Any
    audience: Audience = "customer"

    def __post_init__(self) -> None:
        if self.name in _register:
            raise ValueError(f"event {self.name} is declared twice")
        _register[self.name] = self
        names_for.cache_clear()


def find_event(name: str) -> Event | None:
    """The declared event of that name."""
    return _register.get(name)


def list_events() -> list[Event]:
    """Every declared event, by name."""
    return sorted(_register.values(), key=lambda event: event.name)


@functools.cache
def names_for(audiences: frozenset[Audience]) -> tuple[str, ...]:
    """The names of the declared events that are meant for one of these circles."""
    return tuple(event.name for event in list_events() if event.audience in audiences)


def subscribe(event_name: str, handler: Callable[..., None]) -> None:
    """Call ``handler(entry: Entry)`` from the task queue after each ``event_name`` commits.

    Delivery is at least once, so handlers are idempotent. Called from ``AppConfig.ready``.
    """
    path = f"{handler.__module__}:{handler.__qualname__}"
    handlers = _subscribers.setdefault(event_name, [])
    if path not in handlers:
        handlers.append(path)


def list_subscribers(event_name: str) -> tuple[str, ...]:
    """``module:function`` of each handler of ``event_name``."""
    return tuple(_subscribers.get(event_name, ()))
