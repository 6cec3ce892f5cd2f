"""Pages as PDF, with a Chinese font where the system has none, and marks that a machine reads."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import segno

_CHINESE = "Noto Sans CJK SC"


class PrinterMissing(RuntimeError):
    """WeasyPrint's system libraries are not here; what was to be printed can still be read on screen."""


def to_pdf(html: str, *, for_screen: bool = True) -> bytes:
    """A tagged PDF/UA-1 of the page; for a print house a plain PDF, which is quicker to set. Raises
    PrinterMissing with what to install."""
    more = {"pdf_variant": "pdf/ua-1", "pdf_tags": True} if for_screen else {}
    pdf: bytes = _setter().HTML(string=html, base_url=None).write_pdf(**more)
    return pdf


def list_sheets(html: str, mark: str) -> list[list[str]]:
    """For each page that ``html`` makes, the ids on it that begin with ``mark``; nothing is printed."""
    pages = _setter().HTML(string=html, base_url=None).render().pages
    return [[name for name in page.anchors if name.startswith(mark)] for page in pages]


def _setter() -> Any:
    try:
        import weasyprint  # slow, and its libraries may be missing
    except OSError as error:
        raise PrinterMissing(
            "install Pango (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0)"
        ) from error
    return weasyprint


def draw_qr(text: str, *, error: str = "m", millimetres: float = 0) -> str:
    """The text as a QR code, as a data URI for an img element; as wide as ``millimetres`` where given."""
    mark = segno.make(text, error=error, micro=False)
    if not millimetres:
        drawn: str = mark.svg_data_uri(scale=4, border=2)
        return drawn
    modules = mark.symbol_size(border=2)[0]
    sized: str = mark.svg_data_uri(scale=millimetres / modules, border=2, unit="mm")
    return sized


@lru_cache(maxsize=1)
def font_faces() -> str:
    """The bundled Chinese font as CSS, where the system has none of its own."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    if spec is None or spec.origin is None or _system_speaks_chinese():
        return ""
    font = Path(spec.origin).with_name("NotoSansSC-Regular.otf")
    return f'@font-face {{ font-family: "{_CHINESE}"; src: url("{font.as_uri()}"); }}\n'


def _system_speaks_chinese() -> bool:
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path.home() / ".local/share/fonts"))
    return any(next(Path(f).rglob("NotoSansCJK*"), None) for f in folders if Path(f).is_dir())
