"""What a person wrote, read as the type of its question, with a message that says what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from onedoor.kernel.clock import ZONE
from onedoor.kernel.errors import Invalid
from onedoor.kernel.money import format_money, parse_amount
from onedoor.kernel.text import Text
from onedoor.services.files.questions import Question
from onedoor.services.forms.composed import COMPOSED
from onedoor.services.forms.locating import settle_place
from onedoor.services.forms.reaching import read_email, read_telephone
from onedoor.services.forms.unusable import Unusable, is_blank, narrow

_YES = frozenset({"true", "yes", "on", "1", "y", "是"})
_NO = frozenset({"false", "no", "off", "0", "n", "否"})


def read_answer(question: Question, written: Any, today: date | None) -> Any:
    """The typed answer, None where nothing was written. Raises Unusable."""
    if isinstance(written, str):
        written = narrow(written).strip()
    if written is not False and is_blank(written):
        return None
    value = _READERS[question.type](question, written)
    _check_limits(question, value, today)
    return value


def required_error(question: Question) -> Text:
    """What to say where a required answer is absent."""
    en, zh = _ABSENT.get(question.type, ("Answer this question.", "请回答此问题。"))
    return {"en": en, "zh-hans": zh}


_ABSENT: Mapping[str, tuple[str, str]] = {
    "choice": ("Choose one answer.", "请选择一项。"),
    "boolean": ("Choose one answer.", "请选择一项。"),
    "date": ("Enter the date.", "请填写日期。"),
    "datetime": ("Enter the date.", "请填写日期。"),
    "time": ("Enter the time.", "请填写时间。"),
    "money": ("Enter the figure; write 0 if there is none.", "请填写数字；没有请填 0。"),
    "integer": ("Enter the figure; write 0 if there is none.", "请填写数字；没有请填 0。"),
    "decimal": ("Enter the figure; write 0 if there is none.", "请填写数字；没有请填 0。"),
    "name": (
        "Enter the name, in Latin letters, in Chinese characters or both.",
        "请填写姓名，拉丁字母或汉字均可。",
    ),
    "address": ("Enter the address.", "请填写地址。"),
    "location": ("Say where it is.", "请说明地点。"),
    "email": ("Enter the e-mail address.", "请填写电子邮箱。"),
    "telephone": ("Enter the telephone number.", "请填写电话号码。"),
    "file": ("Choose a file.", "请选择文件。"),
    "group": ("Add at least one entry.", "请至少添加一项。"),
}


def _money(_question: Question, written: Any) -> Decimal:
    try:
        return parse_amount(_figures(written))
    except Invalid as refused:
        raise _MONEY_REFUSALS[refused.code] from None


_MONEY_REFUSALS: Mapping[str, Unusable] = {
    "amount.unreadable": Unusable(
        "Write the amount in figures, such as 400 or 1,250.50.", "请用数字填写金额，例如 400 或 1,250.50。"
    ),
    "amount.decimals": Unusable("Write the amount with at most two decimals.", "金额最多填写两位小数。"),
    "amount.too_large": Unusable(
        "The amount is too large. Check the number of digits.", "金额过大，请核对位数。"
    ),
}


def _integer(_question: Question, written: Any) -> int:
    text = _figures(written).replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,15}(\.0+)?", text):
        raise Unusable("Write a whole number, such as 12.", "请填写整数，例如 12。")
    return int(text.split(".")[0])


def _decimal(_question: Question, written: Any) -> Decimal:
    try:
        number = Decimal(_figures(written).replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**15:
        raise Unusable("Write a number, such as 2.5.", "请填写数字，例如 2.5。")
    return number


def _date(_question: Question, written: Any) -> date:
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    parts = _date_parts(written)
    if parts is None:
        raise Unusable(
            "Write the date as year-month-day, such as 2025-03-31.", "请按年-月-日填写日期，例如 2025-03-31。"
        )
    try:
        return date(*parts)
    except ValueError:
        raise Unusable(
            "There is no such day. Check the day and the month.", "没有这一天，请核对月份和日期。"
        ) from None


def _date_parts(written: Any) -> tuple[int, int, int] | None:
    """Year, month, day of ``2025-3-31``, ``31/3/2025``, ``2025年3月31日`` or {day, month, year}."""
    if isinstance(written, Mapping):
        written = "-".join(narrow(str(written.get(part, ""))).strip() for part in ("year", "month", "day"))
    text = str(written).strip()
    if match := re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})", text):
        return int(match[3]), int(match[2]), int(match[1])
    return None


def _time(_question: Question, written: Any) -> time:
    if isinstance(written, time):
        return written
    match = re.fullmatch(r"(\d{1,2})\s*[:.时点]\s*(\d{2})(?::\d{2})?\s*分?", str(written).strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise Unusable(
            "Write the time as hours and minutes, such as 18:05.", "请按时:分填写时间，例如 18:05。"
        )
    return time(int(match[1]), int(match[2]))


def _datetime(question: Question, written: Any) -> datetime:
    """A moment in Harbour City; a clock change there never makes it ambiguous."""
    if isinstance(written, datetime):
        return written if written.tzinfo else written.replace(tzinfo=ZONE)
    if isinstance(written, Mapping):
        day, clock = _date(question, written), _time(question, narrow(str(written.get("time", ""))))
        return datetime.combine(day, clock, ZONE)
    day_text, _, clock_text = re.sub(r"[T ]+", " ", str(written)).strip().partition(" ")
    if not clock_text:
        raise Unusable(
            "Write day and time, such as 2025-03-11 09:00.", "请填写日期和时间，例如 2025-03-11 09:00。"
        )
    if match := re.match(r"^(.*?)(Z|[+-]\d{2}:?\d{2})$", clock_text):
        return _with_offset(f"{day_text}T{match[1].strip()}{match[2]}")
    return datetime.combine(_date(question, day_text), _time(question, clock_text), ZONE)


def _with_offset(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(ZONE)
    except ValueError:
        raise Unusable(
            "Write day and time, such as 2025-03-11 09:00.", "请填写日期和时间，例如 2025-03-11 09:00。"
        ) from None


def _boolean(_question: Question, written: Any) -> bool:
    text = str(written).lower()
    if text not in _YES | _NO:
        raise Unusable("Answer yes or no.", "请回答是或否。")
    return text in _YES


def _choice(question: Question, written: Any) -> str:
    code = str(written)
    if code not in {choice.code for choice in question.choices}:
        raise Unusable("Choose one of the answers shown.", "请从所列选项中选择。")
    return code


def _text(question: Question, written: Any) -> str:
    text = str(written).replace("\x00", "").strip()
    if question.type == "string":
        text = re.sub(r"\s+", " ", text)
    if len(text) > question.max_length:
        raise Unusable(
            f"Shorten the answer to {question.max_length} characters.",
            f"请将内容缩短至 {question.max_length} 个字符以内。",
        )
    return text


def _file(_question: Question, written: Any) -> str:
    """The name of an attachment; what was refused when it was sent comes with the reason."""
    if isinstance(written, Mapping) and isinstance(refused := written.get("refused"), Mapping):
        raise Unusable(str(refused["en"]), str(refused["zh-hans"]))
    try:
        return str(UUID(str(written)))
    except ValueError:
        raise Unusable("Choose the file again.", "请重新选择文件。") from None


def _location(question: Question, written: Any) -> dict[str, Any]:
    return settle_place(COMPOSED["location"](question, written))


_READERS: Mapping[str, Callable[[Question, Any], Any]] = {
    "money": _money,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "boolean": _boolean,
    "choice": _choice,
    "string": _text,
    "text": _text,
    "email": read_email,
    "telephone": read_telephone,
    "file": _file,
    **COMPOSED,
    "location": _location,
}


def _figures(written: Any) -> str:
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal):
        return "?"
    return narrow(str(written)).strip()


def _check_limits(question: Question, value: Any, today: date | None) -> None:
    for limit, below in ((question.min, True), (question.max, False)):
        bound = limit_of(question, limit, today)
        if bound is None:
            continue
        compared = value.date() if isinstance(value, datetime) else value
        if (compared < bound) if below else (compared > bound):
            shown = format_money(bound) if question.type == "money" else str(bound)
            raise _too_low(question, shown) if below else _too_high(question, shown)


def limit_of(question: Question, limit: str | None, today: date | None) -> Any:
    """The bound as the question's type; ``today`` is the day of answering."""
    if limit is None:
        return None
    match question.type:
        case "money" | "decimal":
            return Decimal(limit)
        case "integer":
            return int(limit)
        case "date" | "datetime":
            return today if limit == "today" else date.fromisoformat(limit)
        case "time":
            return time.fromisoformat(limit)
    return None


def _too_low(question: Question, bound: str) -> Unusable:
    if question.type in ("date", "datetime", "time"):
        return Unusable(f"This must be {bound} or later.", f"不得早于 {bound}。")
    return Unusable(f"This must be {bound} or more.", f"不得小于 {bound}。")


def _too_high(question: Question, bound: str) -> Unusable:
    if question.type in ("date", "datetime", "time"):
        return Unusable(f"This must be {bound} or earlier.", f"不得晚于 {bound}。")
    return Unusable(f"This must be {bound} or less.", f"不得大于 {bound}。")
