"""A copy of what was asked and answered, to print and keep."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import pick
from onedoor.people import queries as people
from onedoor.services.applications.guard import fetch_number
from onedoor.services.applications.types import ApplicationView, ValueLine
from onedoor.services.applications.view import look
from onedoor.services.letters.printing import PrinterMissing, style_of, to_pdf
from onedoor.services.letters.templates import say_figure, say_moment
from onedoor.services.rules import SAID, say_value
from onedoor.trust import queries as trust


class CopyNotPrinted(Refused):
    """PDFs cannot be made here; the page can be printed by the browser."""

    status = 503


def print_copy(number: str, language: str, *, by: Actor, at: datetime) -> bytes:
    """The PDF of everything that stands in the application, with its sources. Raises NotFound, and
    CopyNotPrinted where no PDF can be made."""
    application = look(fetch_number(number, by=by), by=by, at=at)
    try:
        return to_pdf(_to_html(application, language, by=by, at=at))
    except PrinterMissing:
        raise CopyNotPrinted(
            "copy.no_printer", _("We cannot make the PDF just now. Print the page from your browser instead.")
        ) from None


def _to_html(application: ApplicationView, language: str, *, by: Actor, at: datetime) -> str:
    return render_to_string(
        "services/copy.html",
        {
            "language": language,
            "lang": "zh-Hans" if language == "zh-hans" else "en",
            "title": f"{pick(application.title, language)} {application.season}".strip(),
            "agency": pick(trust.get_agency(application.agency).name, language),
            "customer": people.get_customer(application.customer, by=by).name,
            "number": application.number,
            "printed_at": at,
            "printed_on": say_moment(at, language),
            "signed_on": say_moment(application.signed_at, language) if application.signed_at else "",
            "assisted": application.assisted_by is not None,
            "groups": [
                {
                    "title": pick(group.title, language),
                    "lines": [_row(line, language) for line in group.lines],
                }
                for group in application.groups
                if group.lines
            ],
            "style": mark_safe(style_of()),  # noqa: S308  # our own file
        },
    )


def _row(line: ValueLine, language: str) -> dict[str, str]:
    """The line, and what was reported where the person says otherwise."""
    source = line.source
    row = {
        "label": pick(line.label, language),
        "value": _said(line, line.shown, language),
        "source": pick(source.source_name, language),
        "on": say_moment(source.received_at, language) if source.received_at else "",
        "grade": str(source.grade),
        "was": "",
    }
    if line.declared and line.offered:
        row["was"] = (
            f"{pick(line.offered.source_name, language)}: {_said(line, line.offered.value, language)}"
        )
    return row


def _said(line: ValueLine, value: Any, language: str) -> str:
    if line.parts and isinstance(value, dict):
        return "; ".join(
            f"{pick(part.label, language)}: {_one(part.type, part.value, part.unit, language)}"
            for part in line.parts
        )
    words = {choice.code: choice.text for choice in line.choices}
    if isinstance(value, str) and value in words:
        return pick(words[value], language)
    return _one(line.type, value, line.unit, language)


def _one(type: str, value: Any, unit: str, language: str) -> str:
    if type in SAID:
        return pick(say_value(type, value), language)
    return say_figure(value, unit or type, language)
