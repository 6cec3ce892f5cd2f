"""``onedoor keys …``: what is sealed and signed with, and how it is changed while everybody works."""

import click

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.people import queries as sealed
from onedoor.trust import actions, queries
from onedoor.trust.types import KeysUnavailable


@click.group()
def keys() -> None:
    """The keys of the house. Every change runs while people work; nothing has to stop."""


@keys.command("list")
def show() -> None:
    """Print each key: its number, for what, since when, and the master key that wraps it."""
    for key in queries.list_keys():
        until = f"{key.active_to:%Y-%m-%d}" if key.active_to else "in force  "
        ends = f"  certificate until {key.certificate_ends_at:%Y-%m-%d}" if key.certificate_ends_at else ""
        since = f"{key.active_from:%Y-%m-%d} - {until}"
        click.echo(f"{key.number:>4} {key.purpose:10} {since}  master {key.master}{ends}")


@keys.command()
@click.argument("purpose", type=click.Choice(["seal", "sign", "paper"]))
def rotate(purpose: str) -> None:
    """Seal or sign with a new key from now on; within five minutes every process does."""
    number = actions.rotate_key(purpose=purpose, by=SYSTEM, at=clock.now())
    click.echo(f"key {number} is in force for {purpose}; what earlier keys made still opens and verifies")


@keys.command()
def reseal() -> None:
    """Seal with the newest key what earlier ones sealed. May be stopped and begun again."""
    broken = 0
    for model, field, earlier in list(sealed.count_earlier()):
        if earlier:
            done, failed = _reseal(model, field)
            broken += failed
            click.echo(f"{done:>9} {model}.{field}" + (f"  {failed} do not open" if failed else ""))
    secrets, part = 0, 1
    while part:
        part, failed = actions.reseal_secrets(by=SYSTEM, at=clock.now())
        secrets += part
    click.echo(f"{secrets:>9} passkeys and second factors" + (f"  {failed} do not open" if failed else ""))
    broken += failed
    if broken:
        raise click.ClickException(
            f"{broken} fields do not open: their key or their content is damaged. Restore them from a backup."
        )


@keys.command()
def rewrap() -> None:
    """Wrap all keys with a new master key, and put it in force in its file."""
    try:
        count = actions.rewrap_keys(by=SYSTEM, at=clock.now())
    except KeysUnavailable as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{count} keys are wrapped by the new master key; back it up now, in a place of its own")


def _reseal(model: str, field: str) -> tuple[int, int]:
    done, failed, after = 0, 0, None
    while True:
        part = people.reseal_some(model=model, field=field, after=after, by=SYSTEM, at=clock.now())
        done, failed, after = done + part.count, failed + part.broken, part.last
        if part.last is None:
            return done, failed
