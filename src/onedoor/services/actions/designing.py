"""The designer's table: drafts of versions, changed file by file, before anybody gets them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.services.files.loading import catalogue_root, service_folders
from onedoor.services.models import ServiceVersion
from onedoor.services.versions.content import check_files, read_folder
from onedoor.services.versions.rows import (
    fetch_draft,
    fetch_version,
    find_readable,
    new_draft,
    put_files,
    save_and_tell,
    tell,
)
from onedoor.services.versions.types import DISCARDED, EDITED


@action(may="services.design")
def draft_from_folder(*, folder: Path, by: Actor, at: datetime) -> UUID:
    """Put what lies in ``folder`` on the table."""
    return draft_from_files(service=folder.name, files=read_folder(folder), by=by, at=at)


@action(may="services.design")
def draft_from_catalogue(*, service: str, by: Actor, at: datetime) -> UUID:
    """Put what lies in the house's folder of ``service`` on the table. Raises NotFound, Invalid."""
    folders = {folder.name: folder for folder in service_folders(catalogue_root())}
    if service not in folders:
        raise NotFound("service.unknown", _("There is no such service."))
    try:
        return draft_from_folder(folder=folders[service], by=by, at=at)
    except Faulty as faulty:
        raise Invalid("version.files", str(faulty.faults[0])) from None


@action(may="services.design")
def draft_from_files(*, service: str, files: Mapping[str, str], by: Actor, at: datetime) -> UUID:
    """Put files (of a playbook, say) on the table. Raises Invalid where they are no service."""
    try:
        row = new_draft(service, files, by=by, at=at)
    except Faulty as faulty:
        raise Invalid("version.files", str(faulty.faults[0])) from None
    save_and_tell(row, EDITED, by=by, at=at)
    return row.id


@action(may="services.design")
def draft_from_version(*, version: UUID, by: Actor, at: datetime) -> UUID:
    """Begin a draft with the content of a version."""
    earlier = fetch_version(version)
    row = new_draft(earlier.service, earlier.files, by=by, at=at)
    row.based_on = earlier.id
    save_and_tell(row, EDITED, by=by, at=at)
    return row.id


@action(may="services.design")
def save_draft_file(*, version: UUID, name: str, text: str, revision: int, by: Actor, at: datetime) -> UUID:
    """Write one file of a draft. A faulty one is kept, since work is not thrown away, but cannot be
    published. ``revision`` is the one that was looked at. Raises Conflict when it moved on."""
    row = fetch_draft(version, revision=revision)
    _put(row, row.files | {name: _unix(text)}, by=by, at=at)
    return row.id


@action(may="services.design")
def remove_draft_file(*, version: UUID, name: str, revision: int, by: Actor, at: datetime) -> UUID:
    """Take one file out of a draft."""
    row = fetch_draft(version, revision=revision)
    _put(row, {kept: text for kept, text in row.files.items() if kept != name}, by=by, at=at)
    return row.id


@action(may="services.design")
def discard_draft(*, version: UUID, by: Actor, at: datetime) -> None:
    """Throw a draft away. What was published is never thrown away."""
    row = fetch_draft(version)
    tell(row, DISCARDED, by=by, at=at)
    row.delete()


def _put(row: ServiceVersion, files: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    try:
        check_files(files)
    except Faulty as faulty:
        raise Invalid("version.files", str(faulty.faults[0]), field="name") from None
    put_files(row, files, at=at)
    file = find_readable(row)
    if file is not None and file.service != row.service:
        raise Invalid("version.service", _("A draft stays with its service."), field="text")
    save_and_tell(row, EDITED, by=by, at=at)


def _unix(text: str) -> str:
    """A browser sends line ends of its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
