"""Rows of versions: found, made from files, and written down in the journal."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_id
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import ServiceVersion
from onedoor.services.versions.content import Files, check_files, digest_of, find_loadable, lay_out
from onedoor.services.versions.index import forget


def fetch_version(version: UUID, *, lock: bool = False) -> ServiceVersion:
    """The row. Raises NotFound."""
    rows = ServiceVersion.objects.select_for_update() if lock else ServiceVersion.objects.all()
    row = rows.filter(pk=version).first()
    if row is None:
        raise NotFound("version.unknown", _("There is no such version."))
    return row


def fetch_draft(version: UUID, *, revision: int | None = None) -> ServiceVersion:
    """The draft, locked. Raises Conflict when it was published meanwhile, or changed since ``revision``."""
    row = fetch_version(version, lock=True)
    if row.state != "draft":
        raise Conflict("version.fixed", _("A published version is replaced, never changed. Start a draft."))
    if revision is not None and row.stamp != revision:
        raise Conflict(
            "version.moved_on",
            _("Somebody else has changed this draft meanwhile. Look at it again; nothing was overwritten."),
        )
    return row


def lock_service(service: str) -> None:
    """Let one at a time publish, roll back or withdraw versions of this service."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"version/{service}"])


def new_draft(service: str, files: Files, *, by: Actor, at: datetime) -> ServiceVersion:
    """A draft with ``files``, not yet saved. What stands in a faulty service.yaml is left as it was."""
    check_files(files)
    row = ServiceVersion(id=new_id(), service=service, version="", made_by=by.account, made_at=at)
    put_files(row, files, at=at)
    return row


def put_files(row: ServiceVersion, files: Files, *, at: datetime) -> None:
    """Give the draft new content. Its name and agencies follow what its service.yaml says, if that
    can be read."""
    row.files, row.digest, row.changed_at = dict(files), digest_of(files), at
    file = find_readable(row)
    if file is not None:
        row.version, row.title = file.version, dict(file.title)
        row.agencies = list(dict.fromkeys((file.agency, *file.together_with)))
    row.version = row.version or "?"


def find_readable(row: ServiceVersion) -> ServiceFile | None:
    """The service file of the row; None while its shape is faulty."""
    return find_loadable(folder_of_row(row))


def folder_of_row(row: ServiceVersion) -> Path:
    """Where the row's files lie."""
    folder = lay_out(row.service, row.digest, row.files)
    assert folder is not None  # files were given
    return folder


def save_and_tell(row: ServiceVersion, event: Event, *, by: Actor, at: datetime, **data: Any) -> None:
    """Write the row and one journal entry about it; this process looks again at once, others soon."""
    row.changed_at = at
    row.save()
    row.refresh_from_db(fields=["stamp"])
    tell(row, event, by=by, at=at, **data)
    forget()
    transaction.on_commit(forget)


def tell(row: ServiceVersion, event: Event, *, by: Actor, at: datetime, **data: Any) -> None:
    """One journal entry about the version: names, no content."""
    journal.record(
        event,
        subject_kind="service-version",
        subject=row.id,
        agency=row.agencies[0] if row.agencies else "",
        by=by,
        at=at,
        data={
            "service": row.service,
            "version": row.version,
            "title": dict(row.title) or {"en": row.service},
            "digest": row.digest,
            **data,
        },
    )
