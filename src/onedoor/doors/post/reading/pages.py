"""A scan as letters: each page upright, with its mark and its words; blank ones dropped; several split."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from onedoor.doors.post.paper.marks import Mark, Sign, read_mark
from onedoor.doors.post.reading.marking import Found, find_marks
from onedoor.doors.post.reading.turning import even, find_skew, is_blank, turn
from onedoor.doors.post.reading.writing import ReaderMissing, find_turn, read_text

SEPARATOR = "OD1-SEPARATOR"


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright. ``found`` are its marks where they stand now."""

    picture: Image.Image
    mark: Mark | None
    found: tuple[Found, ...] = ()
    text: str = ""
    is_separator: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pages that belong to one letter. ``is_sure`` is False where a page without a mark lies in a scan
    of several pages, so that nobody but a person can tell whose it is."""

    pages: tuple[Page, ...]
    is_sure: bool

    @property
    def mark(self) -> Mark | None:
        return next((page.mark for page in self.pages if page.mark), None)

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages).strip()


def read_pages(pictures: Sequence[Image.Image], sign: Sign) -> tuple[list[Page], int]:
    """The pages that bear something, and how many were blank."""
    kept = [picture for picture in pictures if not is_blank(picture)]
    return [read_page(picture, sign) for picture in kept], len(pictures) - len(kept)


def read_page(picture: Image.Image, sign: Sign) -> Page:
    """Upright by its mark; without one by the look of its lines and letters."""

    def is_ours(text: str) -> bool:
        return text == SEPARATOR or read_mark(text, sign) is not None

    found = find_marks(picture, is_ours)
    if any(one.text == SEPARATOR for one in found):
        return Page(picture, None, is_separator=True)
    if found:
        return _marked(picture, found, sign)
    straight = turn(picture, find_skew(picture))
    straight = turn(straight, find_turn(even(straight)))
    if found := find_marks(straight, is_ours):
        return _marked(straight, found, sign)
    return Page(straight, None, (), _words(straight))


def _marked(picture: Image.Image, found: list[Found], sign: Sign) -> Page:
    angle = found[0].angle
    upright = turn(picture, angle)
    if upright is not picture:
        found = find_marks(upright, lambda text: read_mark(text, sign) is not None) or []
    mark = read_mark(found[0].text, sign) if found else None
    if mark is None:  # it was there a moment ago: keep what it said, without its place
        found_before = find_marks(picture, lambda text: read_mark(text, sign) is not None)
        return Page(upright, read_mark(found_before[0].text, sign) if found_before else None)
    return Page(upright, mark, tuple(one for one in found if one.text == found[0].text))


def with_words(page: Page) -> Page:
    """The page with its words, for one that was known by its mark."""
    return page if page.text else replace(page, text=_words(page.picture))


def _words(picture: Image.Image) -> str:
    try:
        return read_text(even(picture))[0]
    except ReaderMissing:
        return ""


def split_letters(pages: Sequence[Page]) -> list[Bundle]:
    """The letters of a scan. A separator sheet begins a new one, and so does a mark of another number or
    the first page of the same number again. Without separators, pages with no mark form a letter of
    their own: they may be an enclosure or somebody else's letter."""
    if any(page.is_separator for page in pages):
        return _between_separators(pages)
    bundles: list[list[Page]] = []
    for page in pages:
        last = bundles[-1][-1] if bundles else None
        same = last is not None and (last.mark is None) == (page.mark is None)
        if same and page.mark and last and last.mark:
            seen = {one.mark.page for one in bundles[-1] if one.mark}
            same = page.mark.number == last.mark.number and page.mark.page not in seen
        if same:
            bundles[-1].append(page)
        else:
            bundles.append([page])
    return [Bundle(tuple(one), one[0].mark is not None or len(pages) == 1) for one in bundles]


def _between_separators(pages: Sequence[Page]) -> list[Bundle]:
    runs: list[list[Page]] = [[]]
    for page in pages:
        if page.is_separator:
            runs.append([])
        else:
            runs[-1].append(page)
    found = []
    for run in filter(None, runs):
        numbers = {page.mark.number for page in run if page.mark}
        if len(numbers) > 1:
            found += split_letters(run)
        else:
            found.append(Bundle(tuple(run), True))
    return found
