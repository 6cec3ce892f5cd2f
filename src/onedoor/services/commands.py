"""``onedoor catalogue``: check, show and compute services; no server, no database."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import click
from django.apps import apps
from django.conf import settings

from onedoor.kernel import clock
from onedoor.kernel.documents import Fault, Faulty, read_yaml
from onedoor.kernel.text import pick
from onedoor.services.decide.computing import compute
from onedoor.services.files.checking import check_catalogue, count_cross_agency
from onedoor.services.files.export import questionnaire, reference, schema_text
from onedoor.services.files.loading import catalogue_root, load_service, service_folders
from onedoor.services.files.schema import Field, ServiceFile
from onedoor.services.files.standards import check_standards
from onedoor.services.flow.plan import default_steps
from onedoor.services.forms.given import read_given
from onedoor.services.publish_commands import export, import_, publish, published, unpublish
from onedoor.services.queries.asking import list_districts
from onedoor.services.types import RuleBroken


@click.group(name="catalogue")
def catalogue() -> None:
    """Check, show and compute services."""
    if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
        settings.configure(USE_I18N=False)


for command in (publish, unpublish, published, export, import_):
    catalogue.add_command(command)


@catalogue.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Check every service file, run its worked examples. Exit 1 if anything is wrong."""
    shared = _faults_of_shared_files() if folder is None else []
    for fault in shared:
        click.echo(fault)
    reports = check_catalogue(folder or catalogue_root())
    for report in reports:
        state = _count_faults(len(report.faults)) if report.faults else "in order"
        click.echo(f"{report.service}: examples true {report.true_examples}/{report.examples}, {state}")
        for fault in report.faults:
            click.echo(f"  {fault}")
    if not reports:
        click.echo(f"There are no services in {folder or catalogue_root()}.")
    else:
        click.echo(f"{count_cross_agency(reports)} cross-agency services")
    if shared or not reports or any(report.faults for report in reports):
        sys.exit(1)


@catalogue.command()
@click.argument("service")
@click.option("--language", type=click.Choice(["en", "zh-hans"]), default="en")
@click.option("--fhir", is_flag=True, help="Print the questions as a FHIR Questionnaire.")
def show(service: str, language: str, fhir: bool) -> None:
    """List what SERVICE knows, asks, does, promises and gives."""
    file = _load(service)
    if fhir:
        click.echo(json.dumps(questionnaire(file, language), indent=2, ensure_ascii=False))
        return
    click.echo("\n".join(_description(file, language)))


@catalogue.command("compute")
@click.argument("service")
@click.argument("values", type=click.File("rb"))
@click.option("--at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="The moment; default: now.")
@click.option("--pack", help="A rule pack by name, instead of the one in force.")
def compute_(service: str, values: Any, at: datetime | None, pack: str | None) -> None:
    """Print as JSON what the rules of SERVICE make of VALUES, a JSON file, and how."""
    file = _load(service)
    given, errors = read_given(file, _read_json(values.read()))
    if errors:
        _refuse({"errors": errors})
    try:
        decision = compute(file, given, at=at or clock.local(clock.now()), pack=pack)
    except RuleBroken as broken:
        facts = {name: value for name, value in broken.facts.items() if value not in ("", None)}
        _refuse({"error": broken.code, "field": broken.field, "message": str(broken.message), **facts})
    click.echo(json.dumps(asdict(decision), indent=2, ensure_ascii=False, default=_plain))


@catalogue.command()
def schema() -> None:
    """Print the JSON Schema of service files, for editors."""
    click.echo(schema_text(), nl=False)


@catalogue.command("reference", hidden=True)
def reference_() -> None:
    """Print the reference page of service files."""
    click.echo(reference())


def _faults_of_shared_files() -> list[Fault]:
    """What is wrong with the files beside the services: registers and agreements, who answers what, who is on
    duty, the queues and the limits of clocks. Nothing works until it is mended."""
    if not apps.ready:
        return []
    from onedoor.cases import queries as cases
    from onedoor.exchange import queries as exchange

    faults: list[Fault] = []
    readings: tuple[Callable[[], object], ...] = (
        exchange.list_agreements, cases.get_routes, cases.get_roster, cases.get_queues, cases.get_limits,
    )  # fmt: skip
    for read in readings:
        try:
            read()
        except Faulty as error:
            faults += error.faults
    faults += check_standards(frozenset(path.name for path in service_folders(catalogue_root())))
    if not faults:
        faults += [*_unknown_services(), *_unknown_places()]
    return faults


def _unknown_services() -> list[Fault]:
    """Rows of the routing table that wait for a service which nobody offers."""
    from onedoor.cases import queries as cases

    folders = {path.parent.name for path in catalogue_root().glob("*/service.yaml")}
    remedy = f"Name one of {', '.join(sorted(folders))}."
    return [
        Fault(
            "routing.yaml", 1, f"The row '{row.code}' is for a service '{code}', which there is not.", remedy
        )
        for row in cases.get_routes()
        for code in row.services
        if code not in folders
    ]


def _unknown_places() -> list[Fault]:
    """Rows of the routing table, and their examples, at a place that the city's map does not have."""
    from onedoor.cases import queries as cases

    known = list_districts()
    remedy = f"Name a district of places.yaml: {', '.join(known) or 'it has none yet'}."
    document = read_yaml(catalogue_root() / "routing.yaml")
    return [
        document.fault(("rows", row.code, key), f"There is no district '{place}'.", remedy)
        for row in cases.get_routes()
        for key, places in (("place", row.places), ("as", filter(None, [row.known.get("place")])))
        for place in places
        if place not in known
    ]


def _count_faults(count: int) -> str:
    return "1 fault" if count == 1 else f"{count} faults"


def _load(service: str) -> ServiceFile:
    folder = catalogue_root() / service
    if not (folder / "service.yaml").is_file():
        names = ", ".join(sorted(path.parent.name for path in catalogue_root().glob("*/service.yaml")))
        raise click.ClickException(f"There is no service '{service}'. There are: {names}.")
    try:
        return load_service(folder).service
    except Faulty as error:
        raise click.ClickException(str(error)) from None


def _read_json(content: bytes) -> dict[str, Any]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            data = json.loads(content.decode(encoding), parse_float=Decimal)
            break
        except UnicodeDecodeError:
            continue
        except json.JSONDecodeError as error:
            raise click.ClickException(f"This is not JSON: {error}.") from None
    else:
        raise click.ClickException("The file is neither UTF-8 nor GB18030.")
    if not isinstance(data, dict):
        raise click.ClickException('Write the values as {"name": value, …}.')
    return data


def _refuse(content: dict[str, Any]) -> None:
    click.echo(json.dumps(content, indent=2, ensure_ascii=False, default=_plain))
    sys.exit(1)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value)


def _description(file: ServiceFile, language: str) -> list[str]:
    lines = [f"{pick(file.title, language)} ({file.service} {file.version}), {file.agency}"]
    if file.summary:
        lines.append(f"  {pick(file.summary, language)}")
    lines.append(f"  to look: level {file.assurance.look}, to sign: level {file.assurance.sign}")
    lines.append(f"Promise: {file.promise.answer} on {file.promise.calendar}")
    lines += [f"  {lane.lane}: {lane.answer} when {lane.when}" for lane in file.promise.lanes]
    known = [field for field in file.fields.values() if field.origin == "know"]
    lines += (
        ["Known (never asked if it is there)", *(_field(field, language) for field in known)] if known else []
    )
    for page in file.ask:
        condition = f" when {page.enable_when}" if page.enable_when else ""
        lines.append(f"Asked: {pick(page.title or file.title, language)} [{page.page}]{condition}")
        lines += [_field(field, language) for field in file.fields.values() if field.page == page.page]
    lines.append("Steps")
    lines += [
        f"  {step.by}: {step.does} [{step.id}]{' when ' + step.when if step.when else ''}"
        for step in default_steps(file)
    ]
    lines.append("Rules")
    for pack in file.packs:
        until = f" to {pack.effective_to}" if pack.effective_to else ""
        lines.append(f"  {pack.pack}: {len(pack.formulas)} formulas, from {pack.effective_from}{until}")
    outputs = file.outputs
    lines.append(f"Gives: outcome {outputs.outcome or '–'}, payable {outputs.payable or '–'}")
    lines += [f"  {code}: {pick(text, language)}" for code, text in outputs.outcomes.items()]
    return lines


def _field(field: Field, language: str) -> str:
    source = f" from {field.register}.{field.attribute}" if field.register else ""
    marks = f"{' *' if field.required else ''}{', many' if field.many else ''}"
    parts = f" ({', '.join(part.id for part in field.parts)})" if field.parts else ""
    return f"  {field.id}: {field.type}{parts}{marks}{source} — {pick(field.text, language)}"
