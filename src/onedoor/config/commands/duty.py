"""``onedoor duty …``: whether those whom the duty roster names can answer."""

import sys
from datetime import timedelta

import click

from onedoor.cases import queries as cases
from onedoor.kernel import clock


@click.group()
def duty() -> None:
    """The duty roster against the accounts and posts that there are."""


@duty.command()
@click.option("--days", default=28, show_default=True, help="How far ahead to look.")
def check(days: int) -> None:
    """Print each name that cannot answer, from when on. Exit 1 if there is one."""
    gaps = cases.list_gaps(at=clock.now(), ahead=timedelta(days=days))
    for gap in gaps:
        left = "nobody is left" if gap.is_open else "the next is asked"
        click.echo(
            f"{clock.local(gap.begins):%Y-%m-%d %H:%M}  {gap.agency}  {gap.asked}: no living account with a "
            f"post there; {left}. Give a post, or mend catalogue/duty-roster.yaml."
        )
    if not gaps:
        click.echo(f"everybody whom the roster names in the next {days} days can answer")
    sys.exit(1 if gaps else 0)
