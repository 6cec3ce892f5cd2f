"""The boxes of a name, an address and a place, with what a browser may fill in for the reader."""

from collections.abc import Mapping
from typing import Any

from onedoor.kernel.text import pick
from onedoor.look.questions import Box
from onedoor.services.types import PART_TEXTS, PARTS, FormItem

TOKENS: Mapping[str, str] = {
    "latin": "name",
    "street": "address-line1",
    "building": "address-line2",
    "postcode": "postal-code",
}
WIDTHS: Mapping[str, str] = {"postcode": "10", "unit": "10", "lat": "10", "long": "10"}
MODES: Mapping[str, str] = {"postcode": "numeric", "lat": "decimal", "long": "decimal"}


def list_boxes(item: FormItem) -> tuple[Box, ...]:
    """A box for each part. Where a postcode finds its street, it comes first; of a place, the address
    does, which everybody can write."""
    given: Mapping[str, Any] = item.value if isinstance(item.value, Mapping) else {}
    order = PARTS[item.type]
    if item.type == "location" or item.lookup:
        order = (order[-1], *order[:-1])
    return tuple(_box(item, part, given.get(part)) for part in order)


def _box(item: FormItem, part: str, value: Any) -> Box:
    return Box(
        part=part,
        label=pick(PART_TEXTS[part]),
        value="" if value is None else str(value),
        autocomplete=_token(item.autocomplete, part),
        inputmode=MODES.get(part, ""),
        width=WIDTHS.get(part, ""),
        lang="zh" if part == "chinese" else "",
        wrong=bool(item.error) and item.error_part in ("", part),
    )


def _token(asked: str, part: str) -> str:
    """HTML's word for one part; a section or an address's kind before it (``billing``) stays."""
    if not asked or part not in TOKENS:
        return ""
    before = asked.split()[:-1]
    return " ".join((*before, TOKENS[part]))
