"""Amounts, dates, texts and badges as every door writes them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock, text
from onedoor.kernel.money import format_money
from onedoor.look.questions import Question, question_from

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
def whole_money(amount: Decimal | int | str | None) -> str:
    """An amount without its cents when it has none: for promises and fees, not for columns."""
    return money(amount).removesuffix(".00")


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
def pick(value: Any) -> str:
    """A Text in the reader's language; anything else as it is."""
    return text.pick(value) if isinstance(value, dict) or hasattr(value, "items") else str(value or "")


@register.filter
def shown(value: Any) -> str:
    """A value of a form as a person would write it: yes, a date, an amount with separators."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, (date, datetime)):
        return day(value)
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, (list, tuple)):
        return (gettext(", ")).join(shown(part) for part in value)
    return pick(value)


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
