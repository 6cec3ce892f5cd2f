"""``onedoor answers``: load the catalogue's articles, and see whether all doors say the same."""

import sys

import click

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.documents import Faulty


@click.group(name="answers")
def answers() -> None:
    """Load and compare answers."""


@answers.command("load")
def load() -> None:
    """Publish what is new in catalogue/articles. Exit 1, and nothing written, where a file is not right."""
    from onedoor.knowledge.actions import load_articles

    try:
        done = load_articles(by=SYSTEM, at=clock.now())
    except Faulty as faulty:
        raise click.ClickException("\n" + "\n".join(map(str, faulty.faults))) from None
    click.echo(f"answers: {done} published")


@answers.command("parity")
def parity() -> None:
    """Say every answer at every door in every language and compare. Exit 1 where they differ."""
    from onedoor.knowledge.queries import check_parity

    report = check_parity(by=SYSTEM, at=clock.now())
    for one in report.divergences:
        click.echo(f"{one.code} · {one.door} · {one.language}: {one.says}")
    click.echo(f"{report.answers} answers, {report.checked} renderings, difference {report.difference}")
    if report.difference:
        sys.exit(1)
