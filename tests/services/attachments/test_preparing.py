"""What is taken, what is sent back with a remedy, and what of a picture nobody is told."""

import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from onedoor.kernel.files.limits import LARGEST_FILE
from onedoor.kernel.files.preparing import prepare
from onedoor.services.forms.unusable import Unusable
from tests.services.stall import picture, upload

BOTH = ("image", "pdf")


def pdf(pages: int = 2, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hello")
    return out.getvalue()


def photo_of_a_place(kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Harbour Phones"  # maker
    exif[0x0112] = 6  # held upright: turn by 90 degrees
    exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 17.0, 24.0), 3: "E", 4: (103.0, 51.0, 6.0)})
    return picture(kind, (64, 48), exif=exif)


@pytest.mark.parametrize(("kind", "told"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_picture_is_told_by_its_content(kind: str, told: str) -> None:
    made = prepare(upload(picture(kind), name="whatever.exe"), BOTH)

    assert made.kind == told
    assert Image.open(io.BytesIO(made.content)).size == (64, 48)
    assert Image.open(io.BytesIO(made.preview)).format == "JPEG"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_and_with_what_a_photo_was_taken_is_not_kept(kind: str) -> None:
    sent = photo_of_a_place(kind)
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825), "the test needs a place to lose"

    made = prepare(upload(sent), BOTH)

    kept = Image.open(io.BytesIO(made.content))
    assert not kept.getexif()
    assert not kept.info.keys() & {"exif", "xmp", "XML:com.adobe.xmp", "icc_profile"}
    assert b"Harbour Phones" not in made.content
    assert kept.size == (48, 64), "turned as it was held"


def test_what_is_appended_to_a_picture_is_not_kept() -> None:
    made = prepare(upload(picture() + b"<script>alert(1)</script>"), BOTH)

    assert b"script" not in made.content


def test_a_large_picture_is_kept_smaller_with_a_small_preview() -> None:
    made = prepare(upload(picture(size=(6000, 1500))), BOTH)

    assert Image.open(io.BytesIO(made.content)).size == (4000, 1000)
    assert Image.open(io.BytesIO(made.preview)).size == (320, 80)


def test_a_picture_that_lets_the_light_through_stands_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")

    made = prepare(upload(out.getvalue()), BOTH)

    assert Image.open(io.BytesIO(made.content)).mode == "RGBA"
    assert Image.open(io.BytesIO(made.preview)).getpixel((4, 4)) == (255, 255, 255)


def test_a_pdf_is_kept_as_it_is_and_counted() -> None:
    made = prepare(upload(pdf(3)), BOTH)

    assert (made.kind, made.pages, made.preview) == ("pdf", 3, b"")
    assert len(PdfReader(io.BytesIO(made.content)).pages) == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (zipped(), "cannot open this kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot open this kind"),
        (b"<html><script>alert(1)</script>", "cannot open this kind"),
        (b"MZ\x90\x00", "cannot open this kind"),
        (b"GIF89a" + bytes(20), "cannot open this kind"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "Most Compatible"),
        (picture()[:200], "damaged"),
        (b"\xff\xd8\xff" + bytes(50), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "damaged"),
        (pdf(1, password="secret"), "password"),
        (pdf(0), "no page"),
        (pdf()[:100], "no page"),
        (b"%PDF-1.7 nothing", "no page"),
    ],
)
def test_what_cannot_be_opened_is_sent_back_with_a_remedy(content: bytes, says: str) -> None:
    with pytest.raises(Unusable, match=says) as refused:
        prepare(upload(content, name="photo.jpg"), BOTH)
    assert refused.value.text["zh-hans"].endswith("。")


def test_eleven_megabytes_are_too_many_before_a_byte_is_read() -> None:
    with pytest.raises(Unusable, match="10 MB"):
        prepare(upload(b"", size=LARGEST_FILE + 1), BOTH)


def test_too_many_pixels_are_not_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 7_000)).save(out, "PNG")
    with pytest.raises(Unusable, match="too many pixels"):
        prepare(upload(out.getvalue()), BOTH)


@pytest.mark.parametrize(
    ("content", "accept", "says"), [(pdf(), ("image",), "not a picture"), (picture(), ("pdf",), "not a PDF")]
)
def test_a_question_may_take_pictures_only_or_pdfs_only(
    content: bytes, accept: tuple[str, ...], says: str
) -> None:
    with pytest.raises(Unusable, match=says):
        prepare(upload(content), accept)
