"""A letter's stored facts, as templates read them: figures that can be compared again."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from onedoor.services.applications.document import typed
from onedoor.services.files.schema import ServiceFile

_FIGURE = re.compile(r"-?\d+(\.\d+)?")


def revive(file: ServiceFile, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with its amounts as Decimal; texts that look like figures stay texts."""
    fields = file.fields
    facts = dict(content)
    facts["values"] = {id: typed(fields.get(id), value) for id, value in content["values"].items()}
    facts["results"] = {id: _figure(value) for id, value in content["results"].items()}
    facts["each"] = [_entry(one) for one in content.get("each", ())]
    facts["payable"] = _figure(content["payable"])
    if content.get("charge"):
        facts["charge"] = content["charge"] | {"amount": _figure(content["charge"]["amount"])}
    return facts


def _entry(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was decided on one entry, with the figures of its lines."""
    lines = [line | {"result": _figure(line["result"])} for line in content["lines"]]
    return {**content, "lines": lines}


def _figure(value: Any) -> Any:
    if isinstance(value, list):
        return [_figure(one) for one in value]
    return Decimal(value) if isinstance(value, str) and _FIGURE.fullmatch(value) else value
