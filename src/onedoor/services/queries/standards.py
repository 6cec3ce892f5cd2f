"""The standards register, for everybody: by domain, by service, and the waivers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.documents import Faulty
from onedoor.kernel.text import Text
from onedoor.services.applications.lookup import list_files
from onedoor.services.files.design import load_design
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.standards import (
    Held,
    Standard,
    Waiver,
    get_standards,
    hold_to_standards,
)
from onedoor.services.queries.versions import require_designer
from onedoor.services.versions.rows import fetch_version, find_readable


@dataclass(frozen=True, slots=True)
class DomainView:
    """A domain and its standards, by code."""

    title: Text
    standards: Mapping[str, Standard]


@dataclass(frozen=True, slots=True)
class ConformanceView:
    """A service that can be had, and its checklist."""

    service: str
    title: Text
    held: tuple[Held, ...]

    @property
    def ok(self) -> bool:
        """Whether every line holds."""
        return all(one.ok for one in self.held)


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A waiver, and whether it still counts."""

    waiver: Waiver
    counts: bool


@dataclass(frozen=True, slots=True)
class StandardsView:
    """The whole register as its page shows it."""

    domains: tuple[DomainView, ...]
    services: tuple[ConformanceView, ...]
    waivers: tuple[WaiverView, ...]


def describe_standards(*, at: datetime) -> StandardsView:
    """The register on the day of ``at``, with every service that customers can have."""
    book, day = get_standards(), local(at).date()
    domains = tuple(
        DomainView(title, {code: one for code, one in book.standards.items() if one.domain == domain})
        for domain, title in book.domains.items()
    )
    services = tuple(
        ConformanceView(file.service, file.title, _checklist(file, day)) for file in list_files(at)
    )
    return StandardsView(domains, services, tuple(WaiverView(w, day <= w.until) for w in book.waivers))


def list_held_standards(version: UUID, *, by: Actor, at: datetime) -> tuple[Held, ...]:
    """The checklist of a version in the studio; empty while its files cannot be read."""
    require_designer(by)
    file = find_readable(fetch_version(version))
    return _checklist(file, local(at).date()) if file else ()


def _checklist(file: ServiceFile, day: date) -> tuple[Held, ...]:
    try:
        found = load_design(file.folder)
    except Faulty:
        found = None
    return hold_to_standards(file, found[0].standards if found else (), get_standards(), day)
