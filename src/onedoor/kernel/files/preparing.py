"""A file made fit to keep: a picture drawn anew without what it tells of its maker, a PDF counted.

A camera writes where and when a picture was taken into it (EXIF, GPS, XMP). None of it is kept: the
picture is drawn anew from its pixels, turned as it was held. That also drops whatever was hidden
behind or between them.
"""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onedoor.kernel.files.kinds import FAMILY, check_kind
from onedoor.kernel.files.limits import LONGEST_SIDE, MOST_PAGES, MOST_PIXELS, PREVIEW_SIDE
from onedoor.kernel.files.upload import Unusable, Upload

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is kept. ``preview`` is a small JPEG, empty for a PDF; ``pages`` is 0 for a picture."""

    kind: str
    content: bytes
    preview: bytes
    pages: int


def prepare(upload: Upload, accept: tuple[str, ...]) -> Prepared:
    """The file to keep. Raises Unusable with what to do instead."""
    kind = check_kind(upload.content, upload.size, accept)
    return _picture(kind, upload.content) if FAMILY[kind] == "image" else _pdf(upload.content)


def _picture(kind: str, content: bytes) -> Prepared:
    from PIL import Image, ImageOps  # a tenth of a second to load, and few requests bring a picture

    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unusable(
                    "The picture has too many pixels. Take it in a smaller size.",
                    "图片像素过多，请缩小尺寸后重新拍摄。",
                )
            upright = ImageOps.exif_transpose(opened)
            drawn = upright.convert("RGBA" if _is_clear(upright) else "RGB")
    except Unusable:
        raise
    except Exception:  # whatever a broken picture makes of the decoder, it is a broken picture
        raise Unusable(
            "The picture is damaged and cannot be opened. Take it again or choose another one.",
            "图片已损坏，无法打开。请重新拍摄或另选图片。",
        ) from None
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = _on_white(drawn)
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return Prepared(kind=kind, content=_written(drawn, kind), preview=_written(small, "jpeg"), pages=0)


def _is_clear(image: "Image") -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _on_white(image: "Image") -> "Image":
    from PIL import Image

    if image.mode != "RGBA":
        return image.copy()
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _written(image: "Image", kind: str) -> bytes:
    """The pixels only. Pillow writes no EXIF, XMP or profile that it is not given."""
    image.info.clear()
    out = io.BytesIO()
    if kind == "jpeg" and image.mode != "RGB":
        image = _on_white(image)
    image.save(out, kind, **({"optimize": True} if kind == "png" else {"quality": 88}))
    return out.getvalue()


def _pdf(content: bytes) -> Prepared:
    from pypdf import PdfReader  # as Pillow above

    try:
        reader = PdfReader(io.BytesIO(content))
        pages = 0 if reader.is_encrypted else len(reader.pages)
    except Exception:  # as above: it is the file that is broken, however it shows
        pages, reader = -1, None
    if reader is not None and reader.is_encrypted:
        raise Unusable(
            "The PDF is locked with a password. Print it to a new PDF without one and send that.",
            "该 PDF 设有密码。请打印为不带密码的新 PDF 后发送。",
        )
    if not 0 < pages <= MOST_PAGES:
        raise Unusable(
            "The PDF is damaged or has no page that can be opened. Save it again and send that.",
            "该 PDF 已损坏或没有可打开的页面，请重新保存后发送。",
        )
    return Prepared(kind="pdf", content=content, preview=b"", pages=pages)
