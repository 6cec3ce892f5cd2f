"""Laying a scanned sheet over the printed one: from picture to millimetres by its mark and its corners."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import segno
from PIL import Image

from onedoor.doors.post.paper import measures as m
from onedoor.doors.post.reading.marking import Found
from onedoor.doors.post.reading.turning import ink_of

SCALE = 8
SIZE = (round(m.WIDTH * SCALE), round(m.HEIGHT * SCALE))
SEARCH = 9.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Laid:
    """The sheet as printed, eight dots a millimetre. ``corners`` of the four were found; with fewer than
    three the places are only about right."""

    picture: Image.Image
    corners: int

    @property
    def is_sure(self) -> bool:
        return self.corners >= 3


def lay(page: Image.Image, found: Sequence[Found]) -> Laid:
    """The page over the printed sheet: roughly by its mark, then exactly by its corners."""
    rough = _by_mark(page, found[0]) if found else _by_page(page)
    ink = ink_of(page, radius=60).astype(np.float32)
    total = np.pad(ink.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    pairs = [
        (corner, seen)
        for corner in m.CORNERS
        if (seen := _find_corner(total, _apply(rough, corner), abs(rough[0, 0]) or 1)) is not None
    ]
    if len(pairs) < 3:
        return Laid(_draw(page, rough), len(pairs))
    fitted = _fit_four(pairs) if len(pairs) == 4 else _fit_plane(pairs)
    return Laid(_draw(page, fitted), len(pairs))


def _by_page(page: Image.Image) -> np.ndarray:
    return np.array([[page.width / m.WIDTH, 0, 0], [0, page.height / m.HEIGHT, 0], [0, 0, 1.0]])


def _by_mark(page: Image.Image, found: Found) -> np.ndarray:
    """Which of the sheet's two marks it was is told by the half of the page on which it stands."""
    middle = sum(y for _x, y in found.corners) / 4
    size, (x, y) = (m.MARK, m.MARK_AT) if middle < page.height / 2 else (m.SECOND_MARK, m.SECOND_MARK_AT)
    modules = segno.make(found.text, error="m", micro=False).symbol_size(border=2)[0]
    rim = size * 2 / modules
    near, far_x, far_y = rim, x + size - rim, y + size - rim
    places = [(x + near, y + near), (far_x, y + near), (far_x, far_y), (x + near, far_y)]
    return _fit_plane(list(zip(places, found.corners, strict=True)))


def _find_corner(total: np.ndarray, guess: Point, scale: float) -> Point | None:
    """The middle of the black square nearest to ``guess``, or None."""
    side, reach = max(round(m.CORNER * scale), 4), round(SEARCH * scale)
    height, width = total.shape[0] - 1, total.shape[1] - 1
    left, top = (round(one) - side // 2 - reach for one in guess)
    xs = np.arange(max(left, 0), min(left + 2 * reach, width - side))
    ys = np.arange(max(top, 0), min(top + 2 * reach, height - side))
    if not len(xs) or not len(ys):
        return None
    inside = _sums(total, xs, ys, side)
    rim = max(side // 3, 2)
    wide = _sums(total, np.clip(xs - rim, 0, width), np.clip(ys - rim, 0, height), side + 2 * rim)
    around = (wide - inside) / max((side + 2 * rim) ** 2 - side**2, 1)
    score = inside / side**2 - around
    best = np.unravel_index(int(score.argmax()), score.shape)
    if score[best] < 0.55:
        return None
    near = score >= score[best] - 0.02
    rows, columns = np.nonzero(near)
    return float(xs[columns].mean() + side / 2), float(ys[rows].mean() + side / 2)


def _sums(total: np.ndarray, xs: np.ndarray, ys: np.ndarray, side: int) -> np.ndarray:
    height, width = total.shape[0] - 1, total.shape[1] - 1
    right, bottom = np.clip(xs + side, 0, width), np.clip(ys + side, 0, height)
    sums: np.ndarray = (
        total[np.ix_(bottom, right)] - total[np.ix_(ys, right)] - total[np.ix_(bottom, xs)]
        + total[np.ix_(ys, xs)]
    )  # fmt: skip
    return sums


def _fit_plane(pairs: Sequence[tuple[Point, Point]]) -> np.ndarray:
    known = np.array([[x, y, 1] for (x, y), _seen in pairs])
    seen = np.array([place for _known, place in pairs])
    solved, *_rest = np.linalg.lstsq(known, seen, rcond=None)
    return np.vstack([solved.T, [0, 0, 1]])


def _fit_four(pairs: Sequence[tuple[Point, Point]]) -> np.ndarray:
    rows, right = [], []
    for (x, y), (u, v) in pairs:
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    solved = np.linalg.solve(np.array(rows), np.array(right))
    return np.append(solved, 1).reshape(3, 3)


def _apply(fit: np.ndarray, point: Point) -> Point:
    u, v, w = fit @ np.array([point[0], point[1], 1])
    return float(u / w), float(v / w)


def _draw(page: Image.Image, fit: np.ndarray) -> Image.Image:
    down = fit @ np.diag([1 / SCALE, 1 / SCALE, 1])
    numbers = tuple((down / down[2, 2]).flatten()[:8])
    return page.transform(SIZE, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC, fillcolor=255)
