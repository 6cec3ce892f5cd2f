"""Laying a page straight, and telling that there is nothing on it."""

import numpy as np
from PIL import Image, ImageFilter

BLANK = 0.00025
STEEPEST = 7.0
Shades = np.ndarray


def is_blank(page: Image.Image) -> bool:
    """Whether the page bears nothing but the paper's grain, its edge and a speck of dust."""
    small = page.resize((max(page.width // 4, 1), max(page.height // 4, 1)), Image.Resampling.BOX)
    ink = ink_of(small, radius=12)
    edge = max(small.height // 40, 1), max(small.width // 40, 1)
    inside = ink[edge[0] : -edge[0] or None, edge[1] : -edge[1] or None]
    return inside.size == 0 or float(inside.mean()) < BLANK


def ink_of(page: Image.Image, *, radius: int = 40, darker: float = 0.74) -> Shades:
    """True where the page is clearly darker than the paper around: stains and shadows are paper."""
    shades = np.asarray(page, dtype=np.float32)
    step = max(radius // 4, 1)
    small = page.resize((max(page.width // step, 1), max(page.height // step, 1)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2))
    around = np.asarray(paper.resize(page.size, Image.Resampling.BILINEAR), dtype=np.float32)
    return shades < np.maximum(around, 60) * darker


def find_skew(page: Image.Image) -> float:
    """By how many degrees to turn the page anticlockwise for its lines to lie level, within ±7."""
    small = page.copy()
    small.thumbnail((800, 800))
    ink = Image.fromarray((ink_of(small, radius=16) * 255).astype(np.uint8))
    best = max(np.arange(-STEEPEST, STEEPEST + 0.1, 1.0), key=lambda angle: _sharpness(ink, angle))
    for step in (0.5, 0.2):
        around = (best - step, best, best + step)
        best = max(around, key=lambda angle: _sharpness(ink, angle))
    return float(best)


def _sharpness(ink: Image.Image, angle: float) -> float:
    rows = np.asarray(ink.rotate(angle, Image.Resampling.BILINEAR), dtype=np.float32).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def turn(page: Image.Image, degrees: float) -> Image.Image:
    """The page turned anticlockwise; what was outside it is white."""
    if abs(degrees) < 0.15:
        return page
    if abs(degrees) % 90 < 0.15:
        return page.rotate(round(degrees), expand=True)
    return page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def even(picture: Image.Image) -> Image.Image:
    """For reading characters: grain smoothed, thin strokes kept, the paper white wherever it is stained."""
    soft = picture.filter(ImageFilter.GaussianBlur(1.4))
    small = soft.resize((soft.width // 12, soft.height // 12), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2))
    around = np.asarray(paper.resize(soft.size, Image.Resampling.BILINEAR), dtype=np.float32)
    shades = np.asarray(soft, dtype=np.float32) / np.maximum(around, 60) * 255
    return Image.fromarray(np.clip(shades * 1.5 - 110, 0, 255).astype(np.uint8))
