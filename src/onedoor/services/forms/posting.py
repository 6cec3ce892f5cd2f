"""What a page of a form holds, in the shape in which somebody would send it."""

from collections.abc import Mapping, Sequence
from typing import Any

from onedoor.services.types import FormItem


def list_posted(items: Sequence[FormItem]) -> dict[str, Any]:
    """What a page holds, as it would be posted from a form: whoever saves one answer sends the others with
    it, since what is not sent is taken as deleted."""
    posted: dict[str, Any] = {}
    for item in items:
        for row in item.rows:
            posted |= list_posted(row.items)
        if item.items and not item.rows:
            posted |= list_posted(item.items)
        elif item.value not in (None, "") and not item.rows:
            posted[item.name] = _plain(item.value)
    return posted


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get("held") or dict(value)
    return value if isinstance(value, bool | str) else str(value)
