"""What people write, and what is said to them when it cannot be taken."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from onedoor.kernel.clock import ZONE
from onedoor.services.files.questions import Question
from onedoor.services.forms.answers import read_answer, required_error
from onedoor.services.forms.unusable import Unusable

TODAY = date(2025, 3, 10)


def question(type: str, **more: Any) -> Question:
    choices = [{"code": "a", "text": {"en": "A", "zh-hans": "甲"}}]
    return Question.model_validate(
        {"id": "q", "type": type, "text": {"en": "Q", "zh-hans": "问"}, "choices": choices, **more}
    )


@pytest.mark.parametrize(
    ("type", "written", "value"),
    [
        ("money", "1,234.5", Decimal("1234.5")),
        ("money", "$400", Decimal(400)),
        ("money", "４００．５０", Decimal("400.50")),
        ("money", " 0 ", Decimal(0)),
        ("money", 12, Decimal(12)),
        ("integer", "１２", 12),
        ("integer", "1,200", 1200),
        ("integer", "-3", -3),
        ("decimal", "2.5", Decimal("2.5")),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("date", "29/2/2024", date(2024, 2, 29)),
        ("date", "2024年2月29日", date(2024, 2, 29)),
        ("date", "２０２４－０２－２９", date(2024, 2, 29)),
        ("date", {"day": "29", "month": "2", "year": "2024"}, date(2024, 2, 29)),
        ("time", "18:05", time(18, 5)),
        ("time", "18：05", time(18, 5)),
        ("datetime", "2025-03-11T09:00", datetime(2025, 3, 11, 9, tzinfo=ZONE)),
        ("datetime", "2025-03-11 09:00", datetime(2025, 3, 11, 9, tzinfo=ZONE)),
        ("datetime", "2025-03-11T01:00Z", datetime(2025, 3, 11, 9, tzinfo=ZONE)),
        (
            "datetime",
            {"day": 11, "month": 3, "year": 2025, "time": "9:00"},
            datetime(2025, 3, 11, 9, tzinfo=ZONE),
        ),
        ("boolean", "on", True),
        ("boolean", "否", False),
        ("boolean", True, True),
        ("choice", "a", "a"),
        ("string", "  two\n words ", "two words"),
        ("text", "two\nlines", "two\nlines"),
        ("money", "", None),
        ("date", "   ", None),
    ],
)
def test_an_answer_is_read(type: str, written: Any, value: Any) -> None:
    assert read_answer(question(type), written, TODAY) == value


@pytest.mark.parametrize(
    ("type", "written", "says"),
    [
        ("money", "1.005", "two decimals"),
        ("money", "1000000000000", "too large"),
        ("money", "a lot", "in figures"),
        ("money", "NaN", "in figures"),
        ("money", "1e400", "two decimals|too large|figures"),
        ("money", True, "in figures"),
        ("integer", "1.5", "whole number"),
        ("integer", "9" * 400, "whole number"),
        ("decimal", "Infinity", "number"),
        ("date", "2025-02-29", "no such day"),
        ("date", "31/4/2025", "no such day"),
        ("date", "tomorrow", "year-month-day"),
        ("date", "99999-01-01", "year-month-day"),
        ("time", "25:00", "hours and minutes"),
        ("datetime", "2025-03-11", "day and time"),
        ("datetime", "2025-03-11 09:00+99:00", "day and time"),
        ("boolean", "perhaps", "yes or no"),
        ("choice", "b", "answers shown"),
        ("string", "x" * 2001, "2000 characters"),
    ],
)
def test_an_answer_that_cannot_be_taken_says_what_to_do(type: str, written: Any, says: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_answer(question(type), written, TODAY)
    assert any(part in refused.value.text["en"] for part in says.split("|"))
    assert refused.value.text["zh-hans"].endswith("。")


@pytest.mark.parametrize(
    ("type", "limits", "low", "high"),
    [
        ("money", {"min": 0, "max": "100.50"}, "-0.01", "100.51"),
        ("integer", {"min": 1, "max": 3}, "0", "4"),
        ("date", {"min": "today", "max": "2025-12-31"}, "2025-03-09", "2026-01-01"),
        ("datetime", {"min": "today", "max": "2025-12-31"}, "2025-03-09 23:59", "2026-01-01 00:00"),
        ("time", {"min": "08:00", "max": "18:00"}, "07:59", "18:01"),
    ],
)
def test_limits_are_kept(type: str, limits: dict[str, Any], low: str, high: str) -> None:
    asked = question(type, **limits)
    for written, word in ((low, "or (more|later)"), (high, "or (less|earlier)")):
        with pytest.raises(Unusable, match=word):
            read_answer(asked, written, TODAY)


@pytest.mark.parametrize(
    "type",
    [
        "money",
        "date",
        "time",
        "boolean",
        "choice",
        "string",
        "group",
        "datetime",
        "name",
        "address",
        "location",
        "email",
        "telephone",
        "file",
    ],
)
def test_a_required_answer_is_asked_for_in_both_languages(type: str) -> None:
    assert set(required_error(question(type))) == {"en", "zh-hans"}
