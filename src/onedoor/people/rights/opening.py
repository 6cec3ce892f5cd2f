"""How a field that does not hold plain words is given to the person whom it is about.

Each room says it beside its holdings: what is sealed and for which purpose, what is a file, and what
is not given at all, with the reason. A contract test finds the field of which nothing is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

INDEX = _("It only finds the record again; what it stands for is given in full.")
SECRET = _("It is a secret of the sign-in; whoever held this file could use it.")
PROOF = _("It is a proof for machines; what it proves is given in full.")


@dataclass(frozen=True, slots=True)
class Opening:
    """``purpose`` unseals it (empty: it lies open); a ``file`` is put beside the data; a ``withheld``
    one is not given, and says why."""

    kind: Literal["text", "file", "withheld"]
    purpose: str = ""
    why: str | Any = ""


_openings: dict[str, Opening] = {}


def open_fields(model: str, fields: Mapping[str, Opening]) -> None:
    """Called by a room when the app registry is ready; saying the same again is safe."""
    for field, opening in fields.items():
        name = f"{model}.{field}"
        if _openings.setdefault(name, opening) != opening:
            raise ValueError(f"it is said in two ways how {name} is opened")


def find_opening(model: str, field: str) -> Opening | None:
    """What was said of the field, if anything."""
    return _openings.get(f"{model}.{field}")


def list_sealed() -> Iterator[tuple[str, str, str]]:
    """Model, field and purpose of every field that holds something sealed."""
    for name, opening in sorted(_openings.items()):
        if opening.purpose:
            model, _dot, field = name.rpartition(".")
            yield model, field, opening.purpose


def sealed_text(purpose: str) -> Opening:
    """Words, sealed for a purpose."""
    return Opening("text", purpose)


def file_of(purpose: str = "") -> Opening:
    """A file, sealed for a purpose or not."""
    return Opening("file", purpose)


def withheld(why: str | Any, purpose: str = "") -> Opening:
    """What is not given, and why; sealed for a purpose or not."""
    return Opening("withheld", purpose, why)
