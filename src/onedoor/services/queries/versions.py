"""Reads of versions: what is published, what designers draft, how a pilot goes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.services.applications.lookup import list_files
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import ServiceVersion
from onedoor.services.versions.gate import check_version, pass_gate
from onedoor.services.versions.index import list_in_force
from onedoor.services.versions.measuring import view_pilot
from onedoor.services.versions.rows import fetch_version, folder_of_row
from onedoor.services.versions.types import PilotView, VersionCard, VersionView

MAY = "services.design"


def list_versions(service: str = "", *, by: Actor, at: datetime | None = None) -> list[VersionCard]:
    """The versions of one service, or of all, newest first; for designers."""
    require_designer(by)
    rows = ServiceVersion.objects.filter(service=service) if service else ServiceVersion.objects.all()
    moment = at or clock.now()
    return [to_card(row, moment) for row in rows.defer("files").order_by("service", "-stamp")]


def get_version_view(version: UUID, *, by: Actor, at: datetime | None = None) -> VersionView:
    """A version with its files, what the check says and the lights of the gate. Raises NotFound."""
    require_designer(by)
    row = fetch_version(version)
    folder = folder_of_row(row)
    return VersionView(
        card=to_card(row, at or clock.now()),
        files=dict(sorted(row.files.items(), key=_reading_order)),
        checked=check_version(folder),
        gate=pass_gate(folder),
    )


def list_cross_agency_services(at: datetime | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """The services in force that several agencies fulfil by one application, with those agencies."""
    found = ((file.service, _agencies(file)) for file in list_files(at))
    return [(service, agencies) for service, agencies in found if len(agencies) > 1]


def count_cross_agency_services(at: datetime | None = None) -> int:
    """How many services two or more agencies fulfil by one application."""
    return len(list_cross_agency_services(at))


def list_published(at: datetime) -> list[tuple[str, str]]:
    """(service, version) of what everybody gets at ``at``."""
    return [(edition.service, edition.version) for edition in list_in_force(at)]


def list_pilots(*, at: datetime) -> list[PilotView]:
    """Pilots that run and that have ended, newest first: figures for everybody to see, no names."""
    rows = ServiceVersion.objects.filter(Q(state="piloted") | ~Q(decision="")).exclude(state="draft")
    with transaction.atomic(), scoped(SYSTEM):
        views = [view_pilot(row, at=at) for row in rows.defer("files").order_by("-effective_from")]
    return [view for view in views if view is not None]


def find_pilot_of(service: str, *, at: datetime) -> PilotView | None:
    """The latest pilot of a service; None when it never had one."""
    return next((pilot for pilot in list_pilots(at=at) if pilot.service == service), None)


def to_card(row: ServiceVersion, at: datetime) -> VersionCard:
    """The row as lists show it."""
    return VersionCard(
        id=row.id,
        service=row.service,
        version=row.version,
        title=row.title or {"en": row.service},
        agencies=tuple(row.agencies),
        digest=row.digest,
        stands=_stands(row, at),
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        made_at=row.made_at,
        changed_at=row.changed_at,
        published_at=row.published_at,
        published_by=row.published_by,
        shipped=row.shipped,
        reason=row.reason,
        ended_at=row.ended_at,
        ended_reason=row.ended_reason,
        decision=row.decision,
        drafts=row.drafts,
        revision=row.stamp,
    )


def _stands(row: ServiceVersion, at: datetime) -> str:
    if row.state != "published":
        return "pilot_ended" if row.decision else row.state
    if row.effective_from is not None and row.effective_from > at:
        return "scheduled"
    return "replaced" if row.effective_to is not None and row.effective_to <= at else "in_force"


def _agencies(file: ServiceFile) -> tuple[str, ...]:
    return tuple(dict.fromkeys((file.agency, *file.together_with)))


def _reading_order(item: tuple[str, str]) -> tuple[bool, bool, str]:
    return (item[0] != "service.yaml", item[0] != "design.yaml", item[0])


def require_designer(by: Actor) -> None:
    """Raises NotAllowed for anybody else."""
    if not by.may(MAY):
        raise NotAllowed("services.design.refused", _("Your role does not allow this."), needs=MAY)
