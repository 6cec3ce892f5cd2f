"""Amounts, dates, texts and badges as every door writes them."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import segno
from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock, text
from onedoor.kernel.calendars import Term
from onedoor.kernel.money import format_money
from onedoor.look.measures import MEASURES, measure
from onedoor.look.questions import Question, question_from
from onedoor.services.rules import SAID, say_value

register = template.Library()

GRADES = {
    "A": (_("from the authority"), _("Issued by the body that is the authority for it; used as it is.")),
    "B": (_("checked"), _("Checked once by an officer against the original.")),
    "C": (_("uploaded"), _("Uploaded or sent in; the original may be checked.")),
    "D": (_("declared"), _("Stated by you and signed for.")),
}


@register.filter
def money(amount: Decimal | int | str | None) -> str:
    """``1234.5`` as ``$1,234.50``."""
    return "" if amount in (None, "") else format_money(Decimal(str(amount)))


@register.filter
def percent(share: Decimal | float | None) -> str:
    """``0.981`` as ``98.1%``."""
    return "" if share is None else f"{(Decimal(str(share)) * 100).quantize(Decimal('0.1')).normalize():f}%"


@register.filter
def day(moment: date | datetime | str | None) -> str:
    """``18 April 2025`` / ``2025年4月18日``."""
    if isinstance(moment, str):
        moment = _read_date(moment)
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = clock.local(moment).date()
    return _written(moment, "j F Y")


@register.filter
def moment(at: datetime | None) -> str:
    """``10 March 2025, 6:05 pm`` / ``2025年3月10日 18:05``, as Harbour City's clocks show it."""
    if at is None:
        return ""
    local = clock.local(at)
    hour = f"{local.hour:02}:{local.minute:02}"
    return f"{_written(local.date(), 'j F Y')} {hour}" if _chinese() else f"{day(at)}, {hour}"


@register.filter
def promise(promised: Any) -> str:
    """A service's promise in words: its own, or made from its term and calendar."""
    if promised.text and promised.text.get("en"):
        own = text.pick(promised.text)
        if promised.lane == "normal":
            return own
    return gettext("An answer within %(term)s") % {"term": term(promised.answer, promised.calendar)}


def term(written_term: str, calendar: str) -> str:
    """``P5D`` of a calendar of working days or hours as ``5 working days``."""
    length = Term.parse(written_term)
    parts = []
    if length.days:
        working = calendar in ("working-days", "business-hours")
        words = (
            ngettext("%(count)d working day", "%(count)d working days", length.days)
            if working
            else ngettext("%(count)d day", "%(count)d days", length.days)
        )
        parts.append(words % {"count": length.days})
    hours, minutes = divmod(length.minutes, 60) if length.minutes != 60 else (0, 60)
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return " ".join(parts)


@register.filter
def elapsed(end: datetime | None, start: datetime | None) -> str:
    """How long something took, as people say it: ``12 minutes``, ``3 hours``, ``2 days``."""
    if end is None or start is None:
        return ""
    minutes = max(0, int((end - start).total_seconds() // 60))
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return ngettext("%(count)d hour", "%(count)d hours", minutes // 60) % {"count": minutes // 60}
    return ngettext("%(count)d day", "%(count)d days", minutes // 1440) % {"count": minutes // 1440}


@register.filter
def stretch(span: timedelta) -> str:
    """A wait as minutes and seconds: ``4:05``."""
    whole = max(0, int(span.total_seconds()))
    return f"{whole // 60}:{whole % 60:02d}"


@register.filter
def pick(value: Any) -> str:
    """A Text in the reader's language; anything else as it is."""
    return text.pick(value) if isinstance(value, dict) or hasattr(value, "items") else str(value or "")


@register.filter
def shown(value: Any) -> str:
    """A value of a form as a person would write it: yes, a date, an amount with separators."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, int):  # 0 is an answer too
        return str(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, (list, tuple)):
        return gettext(", ").join(shown(part) for part in value)
    if isinstance(value, Mapping) and "en" not in value:
        return money(value["amount"]) if "amount" in value else gettext(", ").join(map(shown, value.values()))
    return pick(value)


@register.filter
def written(value: Any, unit: str = "") -> str:
    """A figure with its unit, as lines of a draft and of an explanation show it."""
    if value is None or value == "":
        return "–"
    if unit == "money" and not isinstance(value, (list, tuple, Mapping)):
        return money(value)
    if unit in SAID:
        return pick(say_value(unit, value)) or (value if isinstance(value, str) else "–")
    if unit == "rate":
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    if unit == "days":
        return ngettext("%(count)d day", "%(count)d days", int(value)) % {"count": int(value)}
    if unit == "date" and isinstance(value, str):
        return day(value)
    if isinstance(value, (list, tuple)):
        return gettext(", ").join(written(part, unit) for part in value) or "–"
    figure = f"{value.normalize():f}" if isinstance(value, Decimal) else shown(value)
    measured = unit in MEASURES and isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return f"{figure} {measure(unit)}" if measured else figure


@register.filter
def file_facts(file: Any) -> str:
    """What kind of file it is, how long and how large."""
    facts = [file.kind.upper()]
    if file.pages:
        facts.append(ngettext("%(count)d page", "%(count)d pages", file.pages) % {"count": file.pages})
    size = file.size / 1024
    facts.append(f"{size / 1024:.1f} MB" if size >= 1024 else f"{max(1, round(size))} KB")
    return gettext(", ").join(facts)


@register.filter
def one_grade(group: Any) -> str:
    """The grade of a group's lines where all have one; else '', and each line says its own."""
    grades = {str(line.source.grade) for line in group.lines}
    return grades.pop() if len(grades) == 1 else ""


@register.filter
def line_result(line: Any) -> str:
    """The result of a line of an explanation. A code says less than the words of its row, which
    stand beside it; without such words it is at least readable."""
    if isinstance(line, Mapping):
        return entry_result(line, line["unit"])
    return "" if getattr(line, "entries", ()) else entry_result(line, line.unit)


@register.filter
def entry_result(entry: Any, unit: str) -> str:
    """What a line came to for one of several; a code is told by the words of its row, if it has any."""
    result, row = (entry["result"], entry["row"]) if isinstance(entry, Mapping) else (entry.result, entry.row)
    if unit in ("choice", "text") and isinstance(result, str):
        return "" if row else result.replace("_", " ")
    return written(result, unit)


@register.filter
def line_value(line: Any) -> str:
    """The main figure of a line of a draft: its amount where it has several parts."""
    if line.parts:
        main = main_part(line.parts)
        return written(main.value, main.unit or main.type) if main else ""
    words = {choice.code: getattr(choice, "text", None) or choice.label for choice in line.choices}
    if isinstance(line.shown, str) and line.shown in words:
        return pick(words[line.shown])
    return written(line.shown, line.unit or line.type)


@register.filter
def line_facts(line: Any) -> list[tuple[str, str]]:
    """The other parts of a line: (label, value)."""
    if not line.parts:
        return []
    main = main_part(line.parts)
    return [
        (pick(part.label), written(part.value, part.unit or part.type))
        for part in line.parts
        if part is not main
    ]


@register.filter
def offered_value(value: Any, line: Any) -> str:
    """What was reported for ``line``, beside what the person says instead."""
    if hasattr(value, "items") and line.parts:
        main = main_part(line.parts)
        return written(value.get(main.id), main.unit or main.type) if main else shown(value)
    return written(value, line.unit or line.type)


def main_part(parts: Sequence[Any]) -> Any:
    """The part that a person looks for first: the money, if there is any."""
    return next((part for part in parts if part.type == "money"), None)


@register.simple_tag
def grade_badge(grade: str) -> SafeString:
    """The trust grade with its words, so that nobody needs the legend."""
    words, meaning = GRADES.get(str(grade), ("", ""))
    return format_html(
        '<span class="look-grade look-grade--{}">'
        '<abbr class="look-grade__letter" title="{}">{}</abbr> {}</span>',
        str(grade).lower(),
        meaning,
        grade,
        words,
    )


@register.simple_tag
def qr(content: str) -> SafeString:
    """``content`` as a QR code, drawn in SVG."""
    drawn = io.BytesIO()
    segno.make(content, error="m").save(drawn, kind="svg", xmldecl=False, omitsize=True, border=2)
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  # segno draws paths, it copies no text


@register.simple_tag(takes_context=True)
def current(context: template.Context, prefix: str) -> bool:
    """Whether the page lies under ``prefix``: marks the navigation."""
    path = context["request"].path if "request" in context else ""
    return path == prefix if prefix == "/" else path.startswith(prefix)


def _read_date(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def _chinese() -> bool:
    return text.as_language(get_language()) == "zh-hans"


def _written(value: date, english: str) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if _chinese() else date_format(value, english)


@register.simple_tag
def ask(question: Question | BoundField) -> SafeString:
    """Write one question: ``{% ask form.amount %}`` or ``{% ask question %}``."""
    question = question_from(question) if isinstance(question, BoundField) else question
    return render_to_string(question.template, {"q": question})


@register.simple_tag
def error_summary(source: Any) -> SafeString:
    """The list of what to mend at the top of a page: of a Django form, or of questions."""
    questions = [question_from(bound) for bound in source] if isinstance(source, BaseForm) else list(source)
    general = list(source.non_field_errors()) if isinstance(source, BaseForm) else []
    faults = [question for question in questions if question.error]
    return render_to_string("look/forms/error_summary.html", {"faults": faults, "general": general})


ENDS = {
    "refused": _("Refused"),
    "failed": _("Could not be done"),
    "undone": _("Taken back"),
    "called-off": _("Called off"),
    "late": _("Not there in time"),
}
_MARKS = {"refused": "✕", "failed": "✕", "undone": "↶", "called-off": "↶", "late": "…"}


@register.filter
def ended_as(step: Any) -> str:
    """How an agency's part ended, where it is not simply done."""
    return str(ENDS.get(step.ends, ""))


ACTS = {
    "done": _("Done:"),
    "refused": _("Refused:"),
    "failed": _("Could not be done:"),
    "called-off": _("Called off:"),
    "undone": _("Taken back:"),
    "confirmed": _("Confirmed that it no longer stands:"),
    "brought": _("New:"),
    "withdrawn": _("No longer valid:"),
}


@register.filter
def act_says(line: Any) -> str:
    """What happened in a line of the ledger."""
    return str(ACTS.get(line.act, line.act))


@register.filter
def step_mark(step: Any) -> str:
    """The sign in the corner of a step's box, beside its colour."""
    return _MARKS.get(step.ends) or {"done": "✓", "now": "●"}.get(step.state, "")


@register.filter
def in_lines(words: str, width: int) -> list[str]:
    """At most three lines for a box of SVG, which breaks none itself; a Chinese character counts two."""
    lines, line = [], ""
    for piece in _pieces(words):
        if line and _wide(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    lines.append(line.rstrip())
    if len(lines) > 3:
        lines = [*lines[:2], lines[2].rstrip("，。 ") + "…"]
    return lines


@register.simple_tag
def line_place(top: int, height: int, before: int, after: int, gap: int) -> int:
    """The height of a line of text, so that all lines together stand in the middle."""
    count = before + after + 1
    return top + height // 2 + 5 + round((before - (count - 1) / 2) * gap)


def _pieces(words: str) -> list[str]:
    """Where a line may break: after a space, after every Chinese character."""
    pieces, word = [], ""
    for letter in words:
        word += letter
        if letter == " " or ord(letter) > 0x2E7F:
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces


def _wide(words: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in words)
