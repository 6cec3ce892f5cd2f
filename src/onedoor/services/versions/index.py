"""Which versions there are, kept in the process and renewed when one is published anywhere.

Finding a service costs no query: a short list without files is kept, and asked anew only when the
stamp of the table moved, which is looked at once in a few seconds.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import Text
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import ServiceVersion
from onedoor.services.versions.content import lay_out, load_version

SECONDS = 2.0  # how long another process may not know of a publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version that left the designer's table, without its files."""

    id: UUID
    service: str
    version: str
    digest: str
    state: str
    agencies: tuple[str, ...]
    title: Text
    effective_from: datetime
    effective_to: datetime | None
    published_at: datetime
    shipped: bool
    drafts: str
    decision: str

    def counts_at(self, at: datetime) -> bool:
        """Whether everybody gets it at ``at``: pilots never."""
        counted = self.state in ("published", "withdrawn") and not self.decision
        return counted and self.effective_from <= at and (self.effective_to is None or at < self.effective_to)


@dataclass(slots=True)
class _Kept:
    stamp: int = -1
    looked_at: float = float("-inf")
    editions: tuple[Edition, ...] = ()


_kept = _Kept()
_lock = Lock()


def list_editions() -> tuple[Edition, ...]:
    """Every version that was ever published or piloted, oldest first."""
    if time.monotonic() - _kept.looked_at < SECONDS:
        return _kept.editions
    with _lock:
        stamp = ServiceVersion.objects.exclude(state="draft").aggregate(stamp=Max("stamp"))["stamp"] or 0
        if stamp != _kept.stamp:
            _kept.editions, _kept.stamp = tuple(_read()), stamp
        _kept.looked_at = time.monotonic()
    return _kept.editions


def forget() -> None:
    """Look again at the next question: something was published here."""
    _kept.stamp, _kept.looked_at = -1, float("-inf")


def _read() -> Iterable[Edition]:
    names = list(Edition.__dataclass_fields__)
    rows = ServiceVersion.objects.exclude(state="draft").order_by("effective_from", "published_at", "stamp")
    for row in rows.values(*names):
        yield Edition(**row | {"agencies": tuple(row["agencies"])})


def find_in_force(service: str, at: datetime) -> Edition | None:
    """What everybody gets of ``service`` at ``at``."""
    return next((one for one in list_editions() if one.service == service and one.counts_at(at)), None)


def list_in_force(at: datetime) -> list[Edition]:
    """What everybody gets at ``at``, by service."""
    return sorted((one for one in list_editions() if one.counts_at(at)), key=lambda one: one.service)


def find_pilot(service: str) -> Edition | None:
    """The version of ``service`` that a cohort gets now."""
    piloted = (one for one in list_editions() if one.service == service and one.state == "piloted")
    return next(piloted, None)


def find_edition(service: str, version: str) -> Edition | None:
    """The version called ``version``; where it was published again, the latest."""
    named = [one for one in list_editions() if (one.service, one.version) == (service, version)]
    return named[-1] if named else None


def file_of_edition(edition: Edition) -> ServiceFile:
    """The service file of a version, as it was published."""
    return load_version(folder_of(edition.id, edition.service, edition.digest), edition.version)


def folder_of(version: UUID, service: str, digest: str) -> Path:
    """Where the version's files lie, laid out from the database if they do not lie there yet."""
    folder = _laid_out.get(digest) or lay_out(service, digest)
    if folder is None:
        row: Any = ServiceVersion.objects.filter(pk=version).values_list("files", flat=True).first()
        if row is None:
            raise NotFound("version.unknown", _("There is no such version."))
        folder = lay_out(service, digest, row)
    assert folder is not None
    _laid_out[digest] = folder
    return folder


_laid_out: dict[str, Path] = {}
