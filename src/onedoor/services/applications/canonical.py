"""One text for one content (RFC 8785 in spirit): what is signed, and what a fingerprint is over.

Amounts and dates are strings, so no number needs more than JSON's integers.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from onedoor.services.applications.document import plain
from onedoor.services.applications.types import Stored
from onedoor.services.types import Decision, Value


def canonical(content: Mapping[str, Any]) -> str:
    """``content`` with sorted keys, no spaces, and characters as themselves."""
    return json.dumps(
        plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def seen_by_customer(
    *,
    number: str,
    service: str,
    version: str,
    season: str,
    stored: Iterable[Stored],
    decision: Decision | None,
) -> dict[str, Any]:
    """What the person has before her eyes when she signs: every value with its source, every line
    of the computation, the pack, the result."""
    return {
        "number": number,
        "service": service,
        "version": version,
        "season": season,
        "values": sorted(
            (_value(item.value) for item in stored), key=lambda v: (v["field"], v["index"], v["kind"])
        ),
        "pack": decision.pack if decision else "",
        "lines": [{"id": line.id, "result": line.result} for line in decision.lines] if decision else [],
        "outputs": dict(decision.outputs) if decision else {},
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "field": value.field,
        "index": value.index,
        "value": value.value,
        "kind": str(value.source_kind),
        "source": value.source,
        "reference": value.reference,
        "grade": str(value.grade),
        "disputed": value.state == "disputed",
    }
