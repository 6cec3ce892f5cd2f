"""Printing an issued letter: HTML for the screen, tagged PDF/UA for paper, each in one language."""

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from onedoor.contact import actions as contact
from onedoor.contact import queries as letters
from onedoor.contact.types import LetterView
from onedoor.kernel.actors import Actor
from onedoor.kernel.press import PrinterMissing, draw_qr, font_faces, to_pdf
from onedoor.kernel.text import pick
from onedoor.services.applications.lookup import get_version
from onedoor.services.letters.facts import revive
from onedoor.services.letters.templates import fill, say_day

__all__ = ["PrinterMissing", "print_letter", "qr_svg", "style_of", "to_html", "to_pdf"]

log = logging.getLogger(__name__)
_STYLE = Path(__file__).with_name("letterhead.css")


def print_letter(*, letter: UUID, by: Actor, at: datetime) -> int:
    """Attach the PDF in each language that has none yet. Gives how many were printed; none, with a
    line in the log, where PDFs cannot be made."""
    issued = letters.get_letter_by_id(letter, by=by)
    printed = 0
    for language in issued.languages:
        if language in issued.pdf_languages:
            continue
        try:
            pdf = to_pdf(to_html(issued, language))
        except PrinterMissing as missing:
            log.warning("letter %s stays HTML only: %s", issued.number, missing)
            return printed
        contact.attach_pdf(letter=letter, language=language, pdf=pdf, by=by, at=at)
        printed += 1
    return printed


def to_html(letter: LetterView, language: str) -> str:
    """The whole letter as one HTML page with nothing outside itself."""
    service, _, name = letter.kind.partition("/")
    file = get_version(service, letter.content["service"]["version"])
    facts = revive(file, letter.content) | {"letter": _about(letter), "title": pick(letter.title, language)}
    content: Mapping[str, Any] = letter.content
    facts["customer"] = content["customer"] | {"name": _addressee(content["customer"], language)}
    return render_to_string(
        "services/letter.html",
        {
            "language": language,
            "lang": "zh-Hans" if language == "zh-hans" else "en",
            "title": facts["title"],
            "body": mark_safe(fill(file.letter_text(name), facts, language)),  # noqa: S308  # escaped in the sandbox
            "agency": pick(content["agency"]["name"], language),
            "customer": facts["customer"]["name"],
            "number": content["application"]["number"],
            "letter": facts["letter"],
            "issued_at": letter.issued_at,
            "issued_on": say_day(letter.issued_at, language),
            "qr": qr_svg(facts["letter"]["verify_url"]),
            "style": mark_safe(style_of()),  # noqa: S308  # our own file
        },
    )


def style_of() -> str:
    """How the house's paper looks, with a Chinese font where the system has none."""
    return font_faces() + _STYLE.read_text(encoding="utf-8")


def qr_svg(url: str) -> str:
    """The address as a QR code, as a data URI for an img element."""
    return draw_qr(url)


def _about(letter: LetterView) -> dict[str, Any]:
    return {
        "number": letter.number,
        "verify_code": letter.verify_code,
        "verify_url": f"{settings.PUBLIC_URL}/verify/{letter.verify_code}/",
        "issued_on": letter.issued_at,
    }


def _addressee(customer: Mapping[str, str], language: str) -> str:
    if language == "zh-hans" and customer.get("name_zh"):
        return customer["name_zh"]
    return customer["name"]
