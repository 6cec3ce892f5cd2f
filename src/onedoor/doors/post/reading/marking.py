"""Finding QR marks on a page, also on a poor one: in grey, smoothed, larger, smaller."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import atan2, degrees

import zxingcpp
from PIL import Image, ImageFilter

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A mark's text and its corners on the page, from the mark's own top left clockwise."""

    text: str
    corners: tuple[Corner, Corner, Corner, Corner]

    @property
    def angle(self) -> float:
        """How many degrees the page must be turned anticlockwise for the mark to stand upright."""
        (left, top), (right, end) = self.corners[:2]
        return degrees(atan2(end - top, right - left))


def find_marks(page: Image.Image, is_ours: Callable[[str], bool]) -> list[Found]:
    """The marks that are ours; the first way of looking that finds one is enough."""
    for picture, scale in _looks(page):
        results = zxingcpp.read_barcodes(
            picture,
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
            try_rotate=True,
            try_downscale=True,
        )
        found = [_found(result, scale) for result in results if result.valid and is_ours(result.text)]
        if found:
            return found
    return []


def _looks(page: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    yield page, 1.0
    smooth = page.filter(ImageFilter.MedianFilter(3))
    yield smooth, 1.0
    yield page.filter(ImageFilter.GaussianBlur(1.2)), 1.0
    half = page.resize((page.width // 2, page.height // 2), Image.Resampling.BOX)
    yield half, 0.5
    larger = smooth.resize((page.width * 2, page.height * 2), Image.Resampling.BICUBIC)
    yield larger, 2.0
    yield larger.filter(ImageFilter.UnsharpMask(6, 250, 0)), 2.0
    yield page.resize((page.width // 3, page.height // 3), Image.Resampling.BOX), 1 / 3


def _found(result: zxingcpp.Barcode, scale: float) -> Found:
    place = result.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    one, two, three, four = ((corner.x / scale, corner.y / scale) for corner in corners)
    return Found(result.text, (one, two, three, four))
