"""What the studio shows of a version: its form, its flow, its doors, its sums, and what changed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import Invalid
from onedoor.kernel.text import Text
from onedoor.services.applications.names import public_name_of
from onedoor.services.decide.computing import compute
from onedoor.services.files.export import questionnaire
from onedoor.services.files.loading import catalogue_root, service_folders
from onedoor.services.files.questions import Page, Question
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.picture import Picture as Way
from onedoor.services.flow.picture import make_picture
from onedoor.services.flow.plan import default_steps, lane_of, title_of
from onedoor.services.forms import pages as forms
from onedoor.services.forms.given import read_given
from onedoor.services.queries.catalogue import list_planned
from onedoor.services.queries.versions import list_versions, require_designer
from onedoor.services.queries.way import is_side_by_side
from onedoor.services.types import Decision, FormPage, RuleBroken
from onedoor.services.versions.comparing import Comparison, compare
from onedoor.services.versions.content import digest_of, read_folder
from onedoor.services.versions.gate import pass_gate
from onedoor.services.versions.importing import plan_import, rename_files
from onedoor.services.versions.picture import Picture, picture_of
from onedoor.services.versions.playbook import pack_files, unpack
from onedoor.services.versions.rows import fetch_version, find_readable, folder_of_row
from onedoor.services.versions.types import Light, VersionCard

YOU: Text = {"en": "You", "zh-hans": "您"}


@dataclass(frozen=True, slots=True)
class FormPreview:
    """A page as doors render it, with every question; ``when`` says on which condition it is shown."""

    page: FormPage
    when: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in the list below the drawing."""

    id: str
    title: Text
    by: Text
    does: str
    when: str
    after: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class StudioRow:
    """A service in the studio: what everybody gets, what a cohort gets, what is on the table, and the
    lights of the gate for the newest of them. ``fresh``: the folder holds what was never published."""

    service: str
    title: Text
    agencies: tuple[str, ...]
    in_force: VersionCard | None
    pilot: VersionCard | None
    drafts: tuple[VersionCard, ...]
    lights: tuple[Light, ...]
    fresh: bool

    @property
    def met(self) -> int:
        """How many lights are green."""
        return sum(light.ok for light in self.lights)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a playbook brings, and what stands in its way here."""

    service: str
    version: str
    adds: tuple[str, ...]
    there: tuple[str, ...]
    conflicts: tuple[str, ...]
    files: dict[str, str]


def list_studio(*, by: Actor, at: datetime) -> list[StudioRow]:
    """Every service that is published, was, is on the table, or lies in the folder."""
    cards = list_versions(by=by, at=at)
    folders = {folder.name: folder for folder in service_folders(catalogue_root())}
    known = {(card.service, card.digest) for card in cards}
    return [
        _row(service, [card for card in cards if card.service == service], folders.get(service), known)
        for service in sorted({*folders, *(card.service for card in cards)})
    ]


def _row(
    service: str, cards: list[VersionCard], folder: Path | None, known: set[tuple[str, str]]
) -> StudioRow:
    standing = [card for card in cards if card.stands in ("in_force", "piloted", "scheduled", "draft")]
    newest = next(iter(standing or cards), None)
    return StudioRow(
        service=service,
        title=newest.title if newest else {"en": service},
        agencies=newest.agencies if newest else (),
        in_force=next((card for card in cards if card.stands == "in_force"), None),
        pilot=next((card for card in cards if card.stands == "piloted"), None),
        drafts=tuple(card for card in cards if card.is_draft),
        lights=pass_gate(folder_of_row(fetch_version(newest.id)), check=False) if newest else (),
        fresh=folder is not None and (service, _digest(folder)) not in known,
    )


def _digest(folder: Path) -> str:
    try:
        return digest_of(read_folder(folder))
    except Faulty:
        return ""


def preview_form(version: UUID, *, by: Actor) -> list[FormPreview]:
    """Every page of the version, those too that only some people see. Raises Invalid for a faulty one."""
    file = _readable(version, by)
    conditions = {page.page: page.enable_when for page in file.ask}
    bare = file.model_copy(update={"ask": tuple(_shown(page) for page in file.ask)})
    known = dict.fromkeys(file.know, "")
    return [FormPreview(page, conditions.get(page.id, "")) for page in forms.pages(bare, {}, known=known)]


def _shown(page: Page) -> Page:
    return page.model_copy(update={"enable_when": "", "items": tuple(_always(item) for item in page.items)})


def _always(item: Question) -> Question:
    return item.model_copy(update={"enable_when": "", "items": tuple(_always(one) for one in item.items)})


def draw_flow(version: UUID, *, language: str, by: Actor) -> tuple[Picture, Way | None, list[StepLine]]:
    """The flow as it runs, the way as people see it where it has several at work at once, and a list."""
    file = _readable(version, by)
    steps = default_steps(file)
    names = {lane_of(step): public_name_of(lane_of(step), file) for step in steps} | {"customer": YOU}
    titles = {step.id: title_of(step) for step in steps}
    lines = [
        StepLine(
            id=step.id,
            title=titles[step.id],
            by=names[lane_of(step)],
            does=step.does,
            when=step.when,
            after=tuple(titles.get(one, {"en": one}) for one in step.after or ()),
        )
        for step in steps
    ]
    way = make_picture(file, list_planned(file)) if is_side_by_side(file) else None
    return picture_of(file, names, language), way, lines


def describe_doors(version: UUID, *, language: str, by: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the file says of each door, and the questions as the API's partners read them (FHIR)."""
    file = _readable(version, by)
    return {str(door): way for door, way in file.doors.items()}, questionnaire(file, language)


def try_values(version: UUID, values: str, *, at: datetime, by: Actor) -> Decision:
    """What the version's rules make of ``values``, written as YAML. Raises Invalid, or RuleBroken."""
    file = _readable(version, by)
    try:
        given = yaml.safe_load(values) if len(values) < 20_000 else None
    except yaml.YAMLError:
        given = None
    if not isinstance(given, dict):
        raise Invalid("try.values", _("Write one value a line, such as  visits: 3"), field="values")
    read, errors = read_given(file, {str(name): value for name, value in given.items()})
    if errors:
        name, text = next(iter(errors.items()))
        raise Invalid("try.value", f"{name}: {text['en']}", field="values")
    try:
        return compute(file, read, at=at)
    except RuleBroken as broken:
        missing = ", ".join(broken.facts.get("missing", ()))
        raise Invalid("try.rules", f"{broken.message} {missing}".strip(), field="values") from None


def compare_versions(old: UUID, new: UUID, *, by: Actor) -> Comparison:
    """What is different, in words, by burden, and line by line."""
    require_designer(by)
    rows = fetch_version(old), fetch_version(new)
    before, after = rows
    return compare(find_readable(before), find_readable(after), before.files, after.files)


def make_playbook(version: UUID, *, by: Actor) -> tuple[str, bytes]:
    """(file name, content) of the version as a playbook."""
    file = _readable(version, by)
    row = fetch_version(version)
    return f"{row.service}-{row.version}.zip", pack_files(row.files, file, catalogue_root())


def read_playbook(packed: bytes, *, codes: dict[str, str], by: Actor) -> Arrival:
    """What a playbook would bring here. Raises Invalid for one that is strange."""
    require_designer(by)
    playbook = unpack(packed)
    plan = plan_import(playbook, catalogue_root(), codes=codes)
    return Arrival(
        service=playbook.service,
        version=playbook.version,
        adds=tuple(plan.adds),
        there=tuple(plan.there),
        conflicts=tuple(plan.conflicts),
        files=rename_files(playbook, codes),
    )


def _readable(version: UUID, by: Actor) -> ServiceFile:
    require_designer(by)
    file = find_readable(fetch_version(version))
    if file is None:
        raise Invalid("version.faulty", _("The files have faults of shape. Mend them first."))
    return file
