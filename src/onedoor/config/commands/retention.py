"""``onedoor retention …``: what is kept no longer, and carrying out what two persons approved."""

import click

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions
from onedoor.people import queries as people
from onedoor.people.types import DisposalState


@click.group()
def retention() -> None:
    """Keeping periods that run: the same rules and numbers as on the desk."""


@retention.command()
def preview() -> None:
    """Print how many rows of each table are over, for which reason, and how many a hold keeps."""
    rows = people.preview_disposal(by=SYSTEM, at=clock.now())
    for row in rows:
        click.echo(f"{row.due:>9} due {row.held:>7} held  {row.table:28} {row.keep} {row.since}")
    click.echo(f"{sum(row.due for row in rows):>9} due {sum(row.held for row in rows):>7} held  in all")


@retention.command()
def run() -> None:
    """Carry out the disposals that one officer proposed and another approved; nothing else is touched."""
    approved = [one for one in people.list_disposals(by=SYSTEM) if one.state == DisposalState.APPROVED]
    for disposal in approved:
        while actions.dispose_some(disposal=disposal.id, by=SYSTEM, at=clock.now()):
            pass
    done = {one.id: one.gone for one in people.list_disposals(by=SYSTEM)}
    for disposal in approved:
        for table, count in sorted(done[disposal.id].items()):
            click.echo(f"{count:>9} {table}")
    if not approved:
        click.echo("no disposal is approved; propose one on the desk, and let somebody else approve it")
