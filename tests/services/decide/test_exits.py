"""A form ends early only for what the person has really said."""

from datetime import date
from typing import Any

import pytest

from onedoor.services.decide.exits import exit_of
from onedoor.services.types import ServiceFile

DAY = date(2025, 3, 10)


def _both(text: str) -> dict[str, str]:
    return {"en": text, "zh-hans": text}


@pytest.fixture
def service() -> ServiceFile:
    questions: list[dict[str, Any]] = [
        {"id": "lives_here", "type": "boolean", "text": _both("Lives here")},
        {"id": "age", "type": "integer", "text": _both("Age")},
        {"id": "school", "type": "string", "text": _both("School"), "enableWhen": "age > 5"},
    ]
    exits = [
        {"id": "elsewhere", "when": "lives_here == false", "title": _both("E"), "text": _both("E")},
        {"id": "unschooled", "when": 'lives_here and school == ""', "title": _both("U"), "text": _both("U")},
        {"id": "over", "when": 'd(today) > d("2025-12-31")', "title": _both("O"), "text": _both("O")},
    ]
    plain = {"service": "s", "title": _both("S"), "agency": "CTY", "exits": exits}
    return ServiceFile.model_validate({**plain, "ask": [{"page": "p", "items": questions}]})


@pytest.mark.parametrize(
    ("values", "leaves"),
    [
        ({}, None),
        ({"lives_here": None}, None),
        ({"lives_here": False}, "elsewhere"),
        ({"lives_here": True, "age": 9}, None),
        ({"lives_here": True, "age": 9, "school": "Hill"}, None),
        ({"lives_here": True, "age": 3}, "unschooled"),
    ],
)
def test_silence_is_no_answer(service: ServiceFile, values: dict[str, Any], leaves: str | None) -> None:
    found = exit_of(service, values, at=DAY)
    assert (found.id if found else None) == leaves


def test_the_day_alone_may_end_it(service: ServiceFile) -> None:
    found = exit_of(service, {}, at=date(2026, 1, 1))
    assert found is not None
    assert found.id == "over"
