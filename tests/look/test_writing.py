"""How amounts, dates, terms and values are written, in both languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from onedoor.look.templatetags import look


def part(id: str, value: Any, type: str) -> SimpleNamespace:
    return SimpleNamespace(id=id, label={"en": id}, value=value, type=type, unit="")


@pytest.mark.parametrize(
    ("value", "unit", "english"),
    [
        (Decimal("1234.5"), "money", "$1,234.50"),
        (Decimal("-200"), "money", "−$200.00"),
        (Decimal("0.15"), "rate", "15%"),
        (Decimal("2.50"), "number", "2.5"),
        (0, "integer", "0"),
        (1, "days", "1 day"),
        (352, "days", "352 days"),
        (True, "boolean", "Yes"),
        (date(2025, 3, 1), "date", "1 March 2025"),
        (None, "money", "–"),
        ([{"amount": Decimal(400)}, {"amount": Decimal(50)}], "money", "$400.00, $50.00"),
    ],
)
def test_a_figure_is_written_with_its_unit(value: Any, unit: str, english: str) -> None:
    assert look.written(value, unit) == english


def test_dates_and_times_are_those_of_the_city() -> None:
    at = datetime(2025, 3, 10, 16, 5, tzinfo=UTC)

    assert (look.day(at), look.moment(at)) == ("11 March 2025", "11 March 2025, 00:05")
    with override("zh-hans"):
        assert look.moment(at) == "2025年3月11日 00:05"


@pytest.mark.parametrize(
    ("term", "calendar", "english", "chinese"),
    [
        ("P5D", "working-days", "5 working days", "5 个工作日"),
        ("P1D", "always", "1 day", "1 天"),
        ("PT60M", "always", "60 minutes", "60 分钟"),
        ("PT4H", "always", "4 hours", "4 小时"),
    ],
)
def test_a_promise_is_said_in_words(term: str, calendar: str, english: str, chinese: str) -> None:
    promised = SimpleNamespace(text={}, lane="normal", answer=term, calendar=calendar)

    assert look.promise(promised) == f"An answer within {english}"
    with override("zh-hans"):
        assert look.promise(promised) == f"{chinese}内答复"


def test_elapsed_time_is_said_roughly() -> None:
    start = datetime(2025, 3, 10, tzinfo=UTC)
    said = [look.elapsed(start + timedelta(minutes=m), start) for m in (0, 12, 180, 5000)]

    assert said == ["less than a minute", "12 minutes", "3 hours", "3 days"]


def test_a_line_with_parts_shows_its_amount_first() -> None:
    parts = [part("date", date(2024, 5, 2), "date"), part("amount", Decimal(400), "money")]
    line = SimpleNamespace(parts=parts, choices=(), shown={}, unit="", type="group")

    assert look.line_value(line) == "$400.00"
    assert look.line_facts(line) == [("date", "2 May 2024")]


def test_a_choice_is_shown_by_its_words() -> None:
    choice = SimpleNamespace(code="pr", text={"en": "Permanent resident", "zh-hans": "永久居民"})
    line = SimpleNamespace(parts=(), choices=[choice], shown="pr", unit="", type="choice")

    assert look.line_value(line) == "Permanent resident"
    with override("zh-hans"):
        assert look.line_value(line) == "永久居民"


def test_a_code_gives_way_to_the_words_of_its_row() -> None:
    assert look.line_result(SimpleNamespace(unit="text", result="short_work", row={"en": "At most 60"})) == ""
    assert look.line_result(SimpleNamespace(unit="text", result="short_work", row={})) == "short work"


def test_a_grade_is_said_in_words() -> None:
    assert "from the authority" in look.grade_badge("A")
    with override("zh-hans"):
        assert "本人申报" in look.grade_badge("D")
