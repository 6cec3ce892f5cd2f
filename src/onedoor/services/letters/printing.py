"""Printing an issued letter: HTML for the screen, tagged PDF/UA for paper, each in one language."""

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from onedoor.contact import actions as contact
from onedoor.contact import queries as letters
from onedoor.contact.types import LetterView
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import pick
from onedoor.services.applications.lookup import get_version
from onedoor.services.letters.facts import revive
from onedoor.services.letters.templates import fill, say_day

log = logging.getLogger(__name__)
_STYLE = Path(__file__).with_name("letterhead.css")
_CHINESE = "Noto Sans CJK SC"


class PrinterMissing(RuntimeError):
    """WeasyPrint's system libraries are not here; the letter can still be read on screen."""


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


def to_pdf(html: str) -> bytes:
    """A tagged PDF/UA-1 of the page. Raises PrinterMissing with what to install."""
    try:
        import weasyprint  # slow, and its libraries may be missing
    except OSError as error:
        raise PrinterMissing(
            "install Pango (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0)"
        ) from error
    pdf: bytes = weasyprint.HTML(string=html, base_url=None).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return pdf


def style_of() -> str:
    """How the house's paper looks, with a Chinese font where the system has none."""
    return _font_faces() + _STYLE.read_text(encoding="utf-8")


def qr_svg(url: str) -> str:
    """The address as a QR code, as a data URI for an img element."""
    code: str = segno.make(url, error="m").svg_data_uri(scale=4, border=2)
    return code


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


@lru_cache(maxsize=1)
def _font_faces() -> str:
    """The bundled Chinese font, where the system has none of its own."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    if spec is None or spec.origin is None or _system_speaks_chinese():
        return ""
    font = Path(spec.origin).with_name("NotoSansSC-Regular.otf")
    return f'@font-face {{ font-family: "{_CHINESE}"; src: url("{font.as_uri()}"); }}\n'


def _system_speaks_chinese() -> bool:
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path.home() / ".local/share/fonts"))
    return any(next(Path(f).rglob("NotoSansCJK*"), None) for f in folders if Path(f).is_dir())
