"""A file from a scanner or a fax as upright-sided grey pictures of its pages, or why it cannot be read."""

import io
import warnings
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageSequence, UnidentifiedImageError

from onedoor.kernel.errors import Invalid

DPI = 200
LARGEST, MOST_PAGES, MOST_PIXELS = 60_000_000, 100, 40_000_000

EMPTY = ("scan.empty", _("The file is empty. Scan the letter again."))
TOO_LARGE = ("scan.too_large", _("The file is larger than 60 MB. Scan in grey at 200 dots an inch."))
TOO_MANY = ("scan.too_many_pages", _("The file has more than 100 pages. Scan it in parts."))
TOO_MANY_DOTS = (
    "scan.too_many_dots",
    _("A page has more dots than a sheet can have. Scan it again at 200 dots an inch."),
)
LOCKED = ("scan.locked", _("The PDF has a password. Print it and scan it, or ask for an open one."))
NOT_A_SCAN = (
    "scan.unreadable",
    _("This is no PDF, TIFF, PNG or JPEG that can be opened. Scan it again."),
)


def open_pages(content: bytes) -> list[Image.Image]:
    """Every page in grey at about 200 dots an inch. Raises Invalid with what to do; a file that would
    fill the memory is refused before it is unpacked."""
    if not content:
        raise Invalid(*EMPTY)
    if len(content) > LARGEST:
        raise Invalid(*TOO_LARGE)
    pages = _pdf(content) if content.lstrip()[:5] == b"%PDF-" else _pictures(content)
    return list(pages)


def _pdf(content: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Invalid(*(LOCKED if "password" in str(error).lower() else NOT_A_SCAN)) from error
    try:
        if len(document) > MOST_PAGES:
            raise Invalid(*TOO_MANY)
        for page in document:
            width, height = page.get_size()
            if width * height * (DPI / 72) ** 2 > MOST_PIXELS or min(width, height) < 20:
                raise Invalid(*TOO_MANY_DOTS)
            yield page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    except pypdfium2.PdfiumError as error:
        raise Invalid(*NOT_A_SCAN) from error
    finally:
        document.close()


def _pictures(content: bytes) -> list[Image.Image]:
    try:
        with warnings.catch_warnings():  # odd metadata and large pictures are judged below
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=("TIFF", "PNG", "JPEG"))
            if getattr(picture, "n_frames", 1) > MOST_PAGES:
                raise Invalid(*TOO_MANY)
            return [_evened(_checked(frame)) for frame in ImageSequence.Iterator(picture)]
    except Image.DecompressionBombError as error:
        raise Invalid(*TOO_MANY_DOTS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise Invalid(*NOT_A_SCAN) from error


def _checked(frame: Image.Image) -> Image.Image:
    """The frame, if it may be unpacked."""
    if frame.width * frame.height > MOST_PIXELS:
        raise Invalid(*TOO_MANY_DOTS)
    return frame


def _evened(frame: Image.Image) -> Image.Image:
    """In grey, as many dots an inch down as across: a fax has 204 by 98."""
    grey = frame.convert("L")
    across, down = (float(one) for one in frame.info.get("dpi", (DPI, DPI)))
    if across < 50 or down < 50:
        across = down = DPI
    if max(across / down, down / across) > 1.2 or not 0.7 < across / DPI < 1.6:
        size = (round(grey.width * DPI / across), round(grey.height * DPI / down))
    else:
        return grey
    if size[0] * size[1] > MOST_PIXELS or min(size) < 1:
        raise Invalid(*TOO_MANY_DOTS)
    return grey.resize(size, Image.Resampling.BICUBIC)


def bind_pages(pictures: Sequence[bytes]) -> bytes:
    """Pictures of pages as one PDF, to keep with a case."""
    pages = [Image.open(io.BytesIO(picture)) for picture in pictures]
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    return buffer.getvalue()
