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
    """Print each name that cannot answer, from when on, and who cannot be rung. Exit 1 if there is one."""
    at, ahead = clock.now(), timedelta(days=days)
    gaps = cases.list_gaps(at=at, ahead=ahead)
    unreachable = cases.list_unreachable(at=at, ahead=ahead)
    for gap in gaps:
        left = "nobody is left" if gap.is_open else "the next is asked"
        click.echo(
            f"{clock.local(gap.begins):%Y-%m-%d %H:%M}  {gap.agency}  {gap.asked}: no living account with a "
            f"post there; {left}. Give a post, or mend catalogue/duty-roster.yaml."
        )
    for one in unreachable:
        click.echo(
            f"{one.agency}  {one.name}: no number to be rung at outside the counters' hours. "
            "She gives it at the desk under Who is on duty."
        )
    if not gaps and not unreachable:
        click.echo(f"everybody whom the roster names in the next {days} days can answer, and be rung")
    sys.exit(1 if gaps or unreachable else 0)
