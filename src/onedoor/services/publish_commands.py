"""``onedoor catalogue publish`` and its kin: what customers get, from the command line."""

import re
import sys
from datetime import datetime
from pathlib import Path

import click

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import Refused
from onedoor.kernel.scope import work_as
from onedoor.services.files.loading import catalogue_root, service_folders


@click.command("publish")
@click.argument("service", required=False)
@click.option("--reason", default="published from the command line", help="Why, for the journal.")
@click.option("--shipped", is_flag=True, help="Demo city only: publish what came with the product.")
def publish(service: str | None, reason: str, shipped: bool) -> None:
    """Publish what lies in the folder: SERVICE, or every service that is new. Exit 1 if a gate is shut."""
    work_as(SYSTEM)
    folders = [catalogue_root() / service] if service else service_folders(catalogue_root())
    refused = [folder for folder in folders if not _publish(folder, reason, shipped=shipped)]
    if refused:
        sys.exit(1)


def _publish(folder: Path, reason: str, *, shipped: bool) -> bool:
    from onedoor.services import actions

    at = clock.now()
    try:
        if shipped:
            done = actions.publish_shipped(folder=folder, by=SYSTEM, at=at)
        else:
            done = actions.publish_folder(folder=folder, reason=reason, by=SYSTEM, at=at)
    except Faulty as faulty:
        click.echo(f"{folder.name}: not published\n  " + "\n  ".join(map(str, faulty.faults)))
        return False
    except Refused as refusal:
        click.echo(f"{folder.name}: not published. {refusal.message}")
        for light in refusal.facts.get("missing", ()):
            click.echo(f"  {light.title}: {light.says}")
        return False
    if done or not shipped:
        click.echo(f"{folder.name}: {'published' if done else 'nothing new'}")
    return True


@click.command("unpublish")
@click.argument("service")
@click.option("--reason", required=True, help="Why, for the journal.")
@click.option(
    "--drafts",
    type=click.Choice(["stay", "may_move"]),
    default="stay",
    show_default=True,
    help="What becomes of forms that are begun and not signed.",
)
def unpublish(service: str, reason: str, drafts: str) -> None:
    """Take SERVICE away from customers. What is signed is finished under its version."""
    work_as(SYSTEM)
    from onedoor.services import actions, queries

    try:
        actions.unpublish_service(service=service, reason=reason, drafts=drafts, by=SYSTEM, at=clock.now())
    except Refused as refusal:
        raise click.ClickException(str(refusal.message)) from None
    click.echo(f"{service}: no longer published")
    click.echo(f"services of two or more agencies: {queries.count_cross_agency_services()}")


@click.command("published")
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), help="The day; default: now.")
def published(at: datetime | None) -> None:
    """List what customers get, and count the services that several agencies fulfil."""
    work_as(SYSTEM)
    from onedoor.services import queries

    moment = at.replace(tzinfo=clock.ZONE) if at else clock.now()
    for service, version in queries.list_published(moment):
        click.echo(f"{service} {version}")
    click.echo(f"services of two or more agencies: {queries.count_cross_agency_services(moment)}")


@click.command("export")
@click.argument("service")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(service: str, file: Path) -> None:
    """Write SERVICE with all that it leans on into FILE, a playbook for another jurisdiction."""
    from onedoor.services.versions.playbook import pack_folder

    folder = catalogue_root() / service
    if not (folder / "service.yaml").is_file():
        raise click.ClickException(f"There is no service '{service}'.")
    try:
        file.write_bytes(pack_folder(folder))
    except Faulty as faulty:
        raise click.ClickException(str(faulty)) from None
    click.echo(f"{service}: written to {file}")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="A catalogue.")
@click.option("--map", "pairs", multiple=True, metavar="THEIRS=OURS", help="An agency's code here.")
@click.option("--keep", is_flag=True, help="Where entries differ, the catalogue's own stand.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
def import_(file: Path, into: Path, pairs: tuple[str, ...], keep: bool, dry_run: bool) -> None:
    """Take the playbook FILE into another catalogue. Conflicts are listed before anything is written."""
    from onedoor.services.versions.importing import carry_out, plan_import
    from onedoor.services.versions.playbook import unpack

    try:
        plan = plan_import(unpack(file.read_bytes()), into, codes=read_codes(pairs), keep=keep)
        for words, lines in (("adds", plan.adds), ("is there", plan.there), ("conflict", plan.conflicts)):
            for line in lines:
                click.echo(f"{words}: {line}")
        if not dry_run:
            carry_out(plan, into)
    except Refused as refusal:
        raise click.ClickException(str(refusal.message)) from None


def read_codes(pairs: tuple[str, ...]) -> dict[str, str]:
    """``REV=TAX`` as a mapping of agency codes."""
    codes = dict(pair.partition("=")[::2] for pair in pairs)
    if not all(re.fullmatch(r"[A-Z]{2,5}", code) for pair in codes.items() for code in pair):
        raise click.BadParameter("Write --map REV=TAX: two codes of agencies.")
    return codes
