"""What everybody may know of reports: what, where, how far. Never who.

The house reads the rows itself and hands out these columns only, so that no door can show more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.services.applications.document import effective, load
from onedoor.services.applications.guard import fetch_number
from onedoor.services.applications.lookup import file_of, find_file, list_files
from onedoor.services.decide.inputs import collect
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Report
from onedoor.services.places.streets import CityMap
from onedoor.services.places.streets import get_city as read_city
from onedoor.services.reports import keys
from onedoor.services.reports.finding import find_duplicate
from onedoor.services.reports.naming import kind_of
from onedoor.services.reports.photos import find_photo


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReport:
    """A report as everybody may see it. ``others`` counts those who reported the same thing after it;
    ``merged_into`` is the number of the report that carries this one."""

    number: str
    service: str
    kind: str
    title: Text
    description: str
    agency: str
    state: str
    notes: str
    address: str
    lat: float | None
    long: float | None
    media_url: str
    before: UUID | None
    after: UUID | None
    reported_at: datetime
    changed_at: datetime
    promised_at: datetime | None
    closed_at: datetime | None
    merged_into: str
    others: int
    rated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilters:
    """What a list is narrowed by. Empty means all."""

    numbers: Sequence[str] = ()
    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    whole: bool = False  # only reports that carry others, not those that were added to one


def list_report_services() -> list[ServiceFile]:
    """The services that people report by, and that may be used without a name."""
    return [file for file in list_files() if file.reports is not None and "api" in file.doors]


def list_reports(filters: ReportFilters, *, limit: int = 1_000, offset: int = 0) -> list[PublicReport]:
    """Reports, newest first."""
    with scoped(SYSTEM):
        rows = _filtered(filters).annotate(others=Count("merged")).select_related("merged_into")
        return [_public(row) for row in rows.order_by("-reported_at", "-id")[offset : offset + limit]]


def count_reports(filters: ReportFilters) -> int:
    """How many there are in all."""
    with scoped(SYSTEM):
        return _filtered(filters).count()


def find_report(number: str) -> PublicReport | None:
    """The report with this number, however it was typed."""
    canonical = find_number(number)
    return next(iter(list_reports(ReportFilters(numbers=[canonical]))), None) if canonical else None


def find_similar(number: str, *, by: Actor, at: datetime) -> PublicReport | None:
    """For an application of ``by`` that is not sent yet: the report of the same thing that is there."""
    row = fetch_number(number, by=by)
    file = file_of(row)
    if file.reports is None or row.signed_at is not None:
        return None
    values = collect(file, effective(load(file, row.values)))
    with scoped(SYSTEM):
        found = find_duplicate(file, values, at=at)
        return find_report(found.number) if found else None


def may_rate(number: str, *, key: str = "", by: Actor) -> bool:
    """Whether ``by`` reported it, by her session or the key of the last message, and may still rate."""
    with scoped(SYSTEM):
        row = Report.objects.filter(number=number, state="closed", rating=None).first()
    return row is not None and (by.customer == row.customer or keys.opens(key, number))


def get_public_photo(number: str, which: str) -> tuple[str, bytes] | None:
    """(media type, content) of the picture ``before`` or ``after``, drawn anew without what a camera
    writes into it; None where there is none."""
    if which not in ("before", "after"):
        return None
    with scoped(SYSTEM):
        row = Report.objects.filter(number=number).select_related("application").first()
        return find_photo(row, which) if row else None


def get_city() -> CityMap:
    """The city's own map."""
    return read_city()


def _filtered(filters: ReportFilters) -> QuerySet[Report]:
    rows = Report.objects.all()
    if filters.numbers:
        return rows.filter(number__in=filters.numbers)
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    if filters.states:
        rows = rows.filter(state__in=filters.states)
    if filters.since:
        rows = rows.filter(reported_at__gte=filters.since)
    if filters.until:
        rows = rows.filter(reported_at__lte=filters.until)
    return rows.filter(merged_into=None) if filters.whole else rows


def _public(row: Report) -> PublicReport:
    file = find_file(row.service)
    return PublicReport(
        number=row.number,
        service=row.service,
        kind=row.kind,
        title=kind_of(file, row.kind) if file and file.reports else {"en": row.kind, "zh-hans": row.kind},
        description=row.description,
        agency=row.agencies[0],
        state=row.state,
        notes=row.notes,
        address=row.address,
        lat=row.lat,
        long=row.long,
        media_url=row.media_url,
        before=row.before,
        after=row.after,
        reported_at=row.reported_at,
        changed_at=row.changed_at,
        promised_at=row.promised_at,
        closed_at=row.closed_at,
        merged_into=row.merged_into.number if row.merged_into else "",
        others=row.others,  # type: ignore[attr-defined]  # annotated by list_reports
        rated=row.rating is not None,
    )
