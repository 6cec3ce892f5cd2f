"""``make bench``: all tables. ``make bench FULL=1`` measures a million taxpayers too."""

import argparse
import os
import sys
import time
from pathlib import Path

from benchmarks.tables import Table

QUICK, FULL = (20_000, 100_000), (20_000, 1_000_000)
PARTS = ("season", "pages", "journal", "answering", "searching")


def main() -> None:
    """Read the arguments, build a house, print the tables."""
    chosen = _read_arguments()
    sizes = tuple(chosen.sizes or (FULL if chosen.full or os.environ.get("FULL") else QUICK))
    print_tables(sizes, chosen.only or PARTS)


def print_tables(sizes: tuple[int, ...], parts: tuple[str, ...]) -> None:
    """One house for each size, dropped before the next."""
    from benchmarks.house import new_house

    tables: dict[str, Table] = {}
    smallest: dict[str, float] = {}
    started = time.monotonic()
    try:
        for place, size in enumerate(sizes):
            with new_house("bench"):
                if place == 0:
                    from benchmarks.machine import describe_machine

                    print(describe_machine(), end="\n\n", flush=True)
                _measure(size, parts, tables, smallest, first=place == 0)
    finally:  # what was measured before a stop is worth printing
        for table in tables.values():
            print(table, flush=True)
    print(f"{time.monotonic() - started:,.0f} seconds in all")


def _measure(
    size: int, parts: tuple[str, ...], tables: dict[str, Table], smallest: dict[str, float], *, first: bool
) -> None:
    from django.conf import settings

    from benchmarks import answering, appending, pages, searching, season
    from benchmarks.city import build_city

    if "journal" in parts and first:
        _say("appending to the journal")
        tables["journal"] = appending.measure_appending()
    if "searching" in parts and first:
        _say("searching answers")
        tables["searching"] = searching.measure_searching()
    if "answering" in parts:
        _say(f"answering calls about {size:,} customers")
        table = tables.setdefault("answering", answering.new_table())
        answering.measure_answering(table, size, smallest, home=Path(settings.HOME))
        return
    if "season" not in parts and "pages" not in parts:
        return
    _say(f"making {size:,} taxpayers")
    build_city(size)
    _say(f"drafting {size:,} returns")
    table = tables.setdefault("season", season.new_table())
    season.measure_season(table, size)
    if "pages" in parts:
        _say(f"visiting pages among {size:,} customers")
        table = tables.setdefault("pages", pages.new_table())
        pages.measure_pages(table, size, smallest, home=Path(settings.HOME))


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help="20,000 and 1,000,000 instead of 20,000 and 100,000"
    )
    parser.add_argument("--sizes", type=int, nargs="+", help="these numbers of taxpayers instead")
    parser.add_argument("--only", choices=PARTS, nargs="+", help="these tables only")
    return parser.parse_args()


if __name__ == "__main__":
    main()
