"""``onedoor partner check FILE``: what the intake would say, without a server or a database."""

import sys
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.exchange.intake.checking import Check, check_file
from onedoor.exchange.intake.codes import explain
from onedoor.exchange.intake.feeds import FEEDS
from onedoor.kernel import clock
from onedoor.kernel.money import format_money


@click.group(help="For organisations that send data.")
def partner() -> None:
    pass


@partner.command(help="Check a file of donations or income before it is sent.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--feed", type=click.Choice(sorted(FEEDS)), help="Which feed it is; guessed from the columns.")
@click.option("--language", type=click.Choice(["en", "zh-hans"]), default="en", show_default=True)
def check(file: Path, feed: str | None, language: str) -> None:
    with override(language), file.open("rb") as stream:
        found = check_file(stream, feed=feed or "", today=clock.today())
        for line in _lines(found):
            click.echo(line)
    sys.exit(0 if found.clean else 1)


def _lines(check: Check) -> list[str]:
    """Every fault with its place, code and remedy, then the sum."""
    lines = [
        _("line %(line)s, record %(record)s") % {"line": row.line, "record": row.record}
        + f": {code} {explain(code)}"
        for row in check.faults
        for code in row.codes
    ]
    if check.faulty > len(check.faults):
        lines.append(_("There are more; mend these first."))
    if check.code:
        place = _("line %(line)s") % {"line": check.line} + ": " if check.line else ""
        detail = f" ({check.detail})" if check.detail else ""
        return [
            *lines,
            f"{place}{check.code} {explain(check.code)}{detail}",
            _("The whole file would be refused."),
        ]
    facts = {
        "feed": check.feed,
        "year": check.period,
        "rows": check.rows,
        "good": check.rows - check.faulty,
        "faulty": check.faulty,
        "total": format_money(check.total),
    }
    lines.append(
        _("%(feed)s for %(year)s: %(rows)s rows, %(good)s good, %(faulty)s faulty, total %(total)s.") % facts
    )
    if check.clean:
        lines.append(
            _("Nothing wrong that can be seen here. Registration and people are checked on arrival.")
        )
    return lines
