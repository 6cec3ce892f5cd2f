"""The events of a life and of a business (``catalogue/life-events.yaml``), in the order of a life."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic import Field as Described

from onedoor.kernel.documents import Faulty
from onedoor.services.files.loading import catalogue_root, read, shape
from onedoor.services.files.words import Code, Shape, Words


class EventWords(Shape):
    """One event: whose it is, and what people call it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    title: Words
    for_whom: Literal["person", "business"] = Described("person", alias="for")


class EventFile(Shape):
    """All of them."""

    life_events: dict[Code, EventWords] = {}


def get_event_words() -> dict[str, EventWords]:
    """The events of this process's catalogue, read once; none where it has no such file."""
    return _kept(catalogue_root())


@lru_cache(maxsize=4)
def _kept(root: Path) -> dict[str, EventWords]:
    path = root / "life-events.yaml"
    if not path.is_file():
        return {}
    document = read(path)
    try:
        return dict(shape(EventFile, document.data, document).life_events)
    except Faulty:
        return {}  # `catalogue check` says what is wrong; a page is not closed by it
