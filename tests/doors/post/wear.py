"""What happens to a sheet on its way: ink, skew, noise, fax, coffee; each time the same."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from onedoor.doors.post.types import Box

Wear = Callable[[Image.Image, np.random.Generator], Image.Image]
FONT = next(
    (path for path in (Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),) if path.is_file()), None
)


def render(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """The printed pages as a scanner would see them."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    document.close()
    return pages


def write_ink(page: Image.Image, boxes: Sequence[Box], answers: Mapping[str, str], dpi: int = 200) -> None:
    """Fill boxes in by pen: a cross for the tick whose value is given, a character a cell."""
    pen, dot = ImageDraw.Draw(page), dpi / 25.4
    for box in boxes:
        wanted = answers.get(f"{box.name}.{box.part}" if box.part else box.name)
        if wanted is None:
            continue
        if box.kind == "tick" and box.value == wanted:
            _cross(pen, box, dot)
        elif box.kind == "comb":
            _characters(pen, box, wanted, dot)
        elif box.kind == "lines":
            _write(pen, box.x + 4, box.y + 4, wanted, 5.0, dot)
        elif box.kind == "sign":
            points = [(box.x + 8 + i * 3, box.y + 10 + 6 * (-1) ** i) for i in range(14)]
            pen.line([(x * dot, y * dot) for x, y in points], fill=20, width=4)


def _cross(pen: ImageDraw.ImageDraw, box: Box, dot: float) -> None:
    left, top = (box.x + 0.9) * dot, (box.y + 0.8) * dot
    right, bottom = (box.x + box.width - 0.7) * dot, (box.y + box.height - 0.9) * dot
    pen.line([(left, top), (right, bottom)], fill=30, width=round(0.55 * dot))
    pen.line([(left, bottom), (right, top)], fill=30, width=round(0.55 * dot))


def _characters(pen: ImageDraw.ImageDraw, box: Box, text: str, dot: float) -> None:
    step = box.width / box.cells
    for index, letter in enumerate(text[: box.cells]):
        _write(pen, box.x + index * step + step * 0.2, box.y + 0.9, letter, 5.4, dot)


def _write(pen: ImageDraw.ImageDraw, x: float, y: float, text: str, height: float, dot: float) -> None:
    font = (
        ImageFont.truetype(str(FONT), round(height * dot)) if FONT else ImageFont.load_default(height * dot)
    )
    pen.text((x * dot, y * dot), text, fill=25, font=font)


def skew(degrees: float) -> Wear:
    return lambda page, _chance: page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=250)


def turned(degrees: int) -> Wear:
    return lambda page, _chance: page.rotate(degrees, expand=True)


def blur(radius: float) -> Wear:
    return lambda page, _chance: page.filter(ImageFilter.GaussianBlur(radius))


def noise(spread: float) -> Wear:
    def wear(page: Image.Image, chance: np.random.Generator) -> Image.Image:
        shades = np.asarray(page, dtype=np.float32)
        worn = np.clip(shades + chance.normal(0, spread, shades.shape), 0, 255)
        return Image.fromarray(worn.astype(np.uint8))

    return wear


def fax(page: Image.Image, _chance: np.random.Generator) -> Image.Image:
    """Standard resolution, black or white: 204 by 98 dots an inch, and back to the scanner's raster."""
    low = page.resize((round(page.width * 204 / 200), round(page.height * 98 / 200)), Image.Resampling.BOX)
    return low.point(lambda shade: 255 if shade > 140 else 0).resize(page.size, Image.Resampling.BICUBIC)


def smaller(share: float) -> Wear:
    def wear(page: Image.Image, _chance: np.random.Generator) -> Image.Image:
        return page.resize((round(page.width * share), round(page.height * share)), Image.Resampling.BOX)

    return wear


def coffee(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A ring and a puddle, somewhere."""
    stain = Image.new("L", page.size, 255)
    pen = ImageDraw.Draw(stain)
    for size, width in ((page.width // 4, 26), (page.width // 7, 0)):
        x, y = (int(chance.integers(0, one - size)) for one in page.size)
        if width:
            pen.ellipse((x, y, x + size, y + size), outline=150, width=width)
        else:
            pen.ellipse((x, y, x + size, y + size), fill=165)
    soft = np.asarray(stain.filter(ImageFilter.GaussianBlur(5)), dtype=np.float32) / 255
    return Image.fromarray((np.asarray(page, dtype=np.float32) * soft).astype(np.uint8))


def photographed(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Held askew under a lamp: in perspective, with a shadow over one side."""
    width, height = page.size
    shift = [float(one) for one in chance.uniform(0.01, 0.035, 4)]
    stretch = (1 + shift[0], shift[1], -width * shift[0], shift[2] / 2, 1 + shift[3], -height * shift[3] / 2)
    coefficients = (*stretch, shift[1] / width / 2, shift[2] / height / 3)
    bent = page.transform(
        page.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=235
    )
    lamp = np.linspace(1.0, 0.62, width, dtype=np.float32)[None, :]
    return Image.fromarray((np.asarray(bent, dtype=np.float32) * lamp).astype(np.uint8))


def worn(page: Image.Image, wears: Sequence[Wear], seed: int) -> Image.Image:
    chance = np.random.default_rng(seed)
    for wear in wears:
        page = wear(page, chance)
    return page


WEARS: Mapping[str, Sequence[Wear]] = {
    "clean": (),
    "0.7 degrees, blurred, noise 12": (skew(0.7), blur(0.6), noise(12)),
    "2.5 degrees, blurred, noise 35": (skew(-2.5), blur(1.2), noise(35)),
    "6 degrees": (skew(6.0),),
    "quarter turn": (turned(90),),
    "upside down": (turned(180), noise(10)),
    "upside down and skewed": (turned(180), skew(2.0), noise(15)),
    "standard fax": (fax,),
    "fax of a fax": (skew(0.8), fax, skew(-0.5), fax),
    "fax upside down": (turned(180), fax),
    "60 % size, blurred, noise 25": (smaller(0.6), blur(1.0), noise(25)),
    "coffee": (coffee, noise(8)),
    "coffee and skew": (coffee, skew(1.7), blur(0.8), noise(15)),
    "photographed askew": (photographed, blur(0.8), noise(8)),
}


def to_tiff(pages: Sequence[Image.Image], dpi: tuple[float, float] = (200, 200)) -> bytes:
    """A scan as scanners write it."""
    buffer = io.BytesIO()
    pages[0].save(
        buffer, "TIFF", save_all=True, append_images=list(pages[1:]), dpi=dpi, compression="tiff_lzw"
    )
    return buffer.getvalue()
