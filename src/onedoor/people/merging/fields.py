"""What two records say of the same person: where they differ, whose word is kept."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.people import models
from onedoor.people.holdings import list_holdings, say_row
from onedoor.people.merging.moving import MERGE, rows_of
from onedoor.people.rules import sort_key
from onedoor.people.types import MergeConflict

FIELDS = {"name": _("Name"), "name_zh": _("Name in Chinese"), "birth_date": _("Date of birth")}


def list_conflicts(kept: models.Customer, merged: models.Customer) -> Iterator[MergeConflict]:
    """Everything of which one must be chosen."""
    for field, title in FIELDS.items():
        ours, theirs = getattr(kept, field), getattr(merged, field)
        if ours and theirs and ours != theirs:
            yield MergeConflict(f"field.{field}", title, str(ours), str(theirs))
    for holding in list_holdings():
        if holding.choose:
            ours_, theirs_ = rows_of(holding, kept.id), rows_of(holding, merged.id)
            if ours_ and theirs_:
                yield MergeConflict(
                    holding.code, holding.title, say_row(holding, ours_[-1]), say_row(holding, theirs_[-1])
                )


def take_fields(
    kept: models.Customer, merged: models.Customer, chosen: Mapping[str, str]
) -> dict[str, list[str]]:
    """Write the chosen words into ``kept`` and fill its gaps; what each field said before and says now."""
    changed: dict[str, list[str]] = {}
    for field in FIELDS:
        ours, theirs = getattr(kept, field), getattr(merged, field)
        if theirs and theirs != ours and (not ours or chosen.get(f"field.{field}") == MERGE):
            changed[field] = [str(ours or ""), str(theirs)]
            setattr(kept, field, theirs)
    if kept.representative in (kept.id, merged.id):
        kept.representative = None
    return changed


def give_back(kept: models.Customer, changed: Mapping[str, list[str]]) -> list[str]:
    """Take back what a merge wrote, where nobody has written since; the fields that changed."""
    back: list[str] = []
    for field, (before, after) in changed.items():
        if str(getattr(kept, field) or "") == after:
            setattr(kept, field, _value(field, before))
            back.append(field)
    return back


def _value(field: str, text: str) -> Any:
    if field == "birth_date":
        return date.fromisoformat(text) if text else None
    return text


def sorted_name(kept: models.Customer) -> str:
    """The key by which the record is listed."""
    return sort_key(kept.name, kept.name_zh)
