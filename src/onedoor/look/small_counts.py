"""Counts for everybody to see, of which no few persons can be found again."""

from collections.abc import Sequence

SMALLEST = 5


def suppress(counts: Sequence[int]) -> list[int | None]:
    """Counts from 1 to 4 are hidden (None). Where their sum could be worked out from the total and the
    rest, the next smallest are hidden with them, so that what is hidden comes to ten or more."""
    hidden = {place for place, count in enumerate(counts) if 0 < count < SMALLEST}
    shown = sorted((count, place) for place, count in enumerate(counts) if count >= SMALLEST)
    while hidden and shown and (len(hidden) < 2 or sum(counts[place] for place in hidden) < 2 * SMALLEST):
        hidden.add(shown.pop(0)[1])
    return [None if place in hidden else count for place, count in enumerate(counts)]


def suppress_total(counts: Sequence[int]) -> int | None:
    """Their sum; hidden while it is small itself."""
    total = sum(counts)
    return None if 0 < total < SMALLEST else total
