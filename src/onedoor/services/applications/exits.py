"""The early end of a form, as its reader is told of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from onedoor.services.applications.lookup import find_file
from onedoor.services.applications.types import ExitView
from onedoor.services.decide.exits import exit_of
from onedoor.services.decide.expressions import read_names
from onedoor.services.files.schema import ServiceFile


def find_exit(file: ServiceFile, values: Mapping[str, Any], *, at: datetime) -> ExitView | None:
    """Where these answers end the form early; None where they do not."""
    found = exit_of(file, values, at=at)
    if found is None:
        return None
    asked = [file.fields[name] for name in read_names(found.when) if name in file.fields]
    other = find_file(found.instead) if found.instead else None
    return ExitView(
        id=found.id,
        title=found.title,
        text=found.text,
        instead=other.service if other else "",
        instead_title=other.title if other else {},
        page=next((field.page for field in asked if field.page), ""),
    )
