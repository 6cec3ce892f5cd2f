"""``onedoor journal …``: seal, verify, prove, witness."""

import json
import sys
from typing import TextIO
from uuid import UUID

import click

from onedoor.journal import actions, queries
from onedoor.journal.commands import witness
from onedoor.kernel import clock
from onedoor.trust import queries as trust
from onedoor.trust.types import Signature


@click.group()
def journal() -> None:
    """The record of what happened, and its proofs."""


@journal.command()
def seal() -> None:
    """Seal everything that finished transactions have written."""
    head = None
    while (newest := actions.seal(at=clock.now())) is not None:
        head = newest
    head = head or queries.get_head()
    click.echo(f"sealed {head.size} entries, root {head.root.hex()}" if head else "the journal is empty")


journal.add_command(witness)


@journal.command()
@click.option(
    "--witnessed", type=click.File(), multiple=True, help="What a witness keeps: its store or a note."
)
def verify(witnessed: tuple[TextIO, ...]) -> None:
    """Read the whole journal again and compare it with its seal. Exit 1 when it does not hold."""
    kept = [note for file in witnessed for note in queries.read_witnessed(file.read())]
    verdict = queries.verify(check_head=_check_head, witnessed=kept)
    for fault in verdict.faults:
        click.echo(fault)
    for word in verdict.witnessed:
        name = word.witness.partition("+")[0]
        click.echo(f"witnessed by {name} up to {word.size} entries, at {word.cosigned_at.isoformat()}")
    for key in set(queries.list_witnesses()) - {word.witness for word in verdict.witnessed}:
        click.echo(f"never witnessed by {key.partition('+')[0]}")
    if kept:
        click.echo(f"compared with {len(kept)} heads that were kept elsewhere")
    state = "intact" if verdict.intact else "NOT intact"
    click.echo(
        f"{state}: {verdict.entries} entries, {verdict.sealed} sealed under {verdict.heads} signed heads"
    )
    sys.exit(0 if verdict.intact else 1)


@journal.command()
@click.argument("entry", type=UUID)
def prove(entry: UUID) -> None:
    """Print the proof of one entry, as a file for the verifier."""
    keys = {key.key_id: key.value for key in trust.list_public_keys()}
    click.echo(json.dumps(queries.write_proof(queries.prove(entry), keys), ensure_ascii=False, indent=1))


@journal.command()
def keys() -> None:
    """Print the public keys that sign heads, one a line, to be printed where others can compare them."""
    for key in trust.list_public_keys():
        click.echo(queries.write_key(key.value))


@journal.command()
def verifier() -> None:
    """Print the program that checks proofs by itself."""
    click.echo(queries.read_verifier(), nl=False)


def _check_head(message: bytes, key_id: str, signature: bytes) -> bool:
    return trust.verify(message, Signature(key_id=key_id, value=signature))
