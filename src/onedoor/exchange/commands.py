"""``onedoor partner check FILE``: what the intake would say, without a server or a database."""

import sys
from pathlib import Path
from typing import BinaryIO

import click
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.exchange.identifiers import check_identifier
from onedoor.exchange.intake.codes import FileRefused, explain
from onedoor.exchange.intake.feeds import FEEDS, Feed, Row
from onedoor.exchange.intake.reading import Reading, guess_feed, read_file
from onedoor.kernel import clock
from onedoor.kernel.money import format_money

MOST_SHOWN = 200


@click.group(help="For organisations that send data.")
def partner() -> None:
    pass


@partner.command(help="Check a file of donations or income before it is sent.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--feed", type=click.Choice(sorted(FEEDS)), help="Which feed it is; guessed from the columns.")
@click.option("--language", type=click.Choice(["en", "zh-hans"]), default="en", show_default=True)
def check(file: Path, feed: str | None, language: str) -> None:
    with override(language), file.open("rb") as stream:
        sys.exit(_check(stream, feed))


def _check(stream: BinaryIO, feed: str | None) -> int:
    """Print every fault with its line, code and remedy; 1 when there is any."""
    faulty = 0
    try:
        found = FEEDS[feed] if feed else guess_feed(stream)
        parts = read_file(found, stream, is_id=check_identifier, latest_year=clock.today().year)
        reading = next(parts)
        assert isinstance(reading, Reading)
        for part in parts:
            if isinstance(part, Row) and part.codes:
                faulty += 1
                _show_row(part, faulty)
    except FileRefused as refusal:
        _show_refusal(refusal)
        return 1
    _show_sum(found, reading, faulty)
    return 1 if faulty else 0


def _show_row(row: Row, nth: int) -> None:
    if nth <= MOST_SHOWN:
        for code in row.codes:
            place = _("line %(line)s, record %(record)s") % {"line": row.line, "record": row.record}
            click.echo(f"{place}: {code} {explain(code)}")
    elif nth == MOST_SHOWN + 1:
        click.echo(_("There are more; mend these first."))


def _show_refusal(refusal: FileRefused) -> None:
    place = _("line %(line)s") % {"line": refusal.line} + ": " if refusal.line else ""
    detail = f" ({refusal.detail})" if refusal.detail else ""
    click.echo(f"{place}{refusal.code} {explain(refusal.code)}{detail}")
    click.echo(_("The whole file would be refused."))


def _show_sum(feed: Feed, reading: Reading, faulty: int) -> None:
    facts = {
        "rows": reading.count, "good": reading.count - faulty, "faulty": faulty, "feed": feed.code,
        "year": reading.header.period, "total": format_money(reading.total),
    }  # fmt: skip
    click.echo(
        _("%(feed)s for %(year)s: %(rows)s rows, %(good)s good, %(faulty)s faulty, total %(total)s.") % facts
    )
    if not faulty:
        click.echo(_("Nothing wrong that can be seen here. Registration and people are checked on arrival."))
