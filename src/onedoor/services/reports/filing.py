"""A signed report: onto the map, or to the report of the same thing that was there first."""

from typing import Any

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.services.applications.store import lock_kind, record
from onedoor.services.applications.types import MERGED, ApplicationState
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.journey import Journey
from onedoor.services.models import Report
from onedoor.services.reports.finding import find_duplicate, same_of
from onedoor.services.reports.naming import hide_people, web_address


def open_report(journey: Journey) -> bool:
    """Put the report on the map. True when another report of the same thing carries it: then it needs
    no case and no flow of its own, and ends when the other does."""
    row, file = journey.row, journey.file
    if file.reports is None:
        return False
    lock_kind(file.service, str(journey.reckoning.values.get(file.reports.kind)))
    first = find_duplicate(file, journey.reckoning.values, at=journey.at)
    report = _report(journey)
    if first is None:
        report.save(force_insert=True)
        return False
    report.merged_into, report.case, report.promised_at = first, first.case, first.promised_at
    report.agencies = row.agencies = list(first.agencies)
    report.save(force_insert=True)
    row.state, row.flow, row.waits_for = ApplicationState.SIGNED, None, []
    record(MERGED, row, file, by=journey.house, at=journey.at, first=first.number)
    if first.case is not None:
        text = f"Reported again: {row.number} / 再次报告：{row.number}"
        cases.add_note(case=first.case, text=text, by=journey.house, at=journey.at)
    return True


def note_case(journey: Journey) -> None:
    """The report knows the case that was opened for it, and what it promises."""
    if journey.file.reports is None or journey.row.case is None:
        return
    case = case_queries.get_case(journey.row.case, by=journey.house)
    Report.objects.filter(application=journey.row).update(case=case.id, promised_at=case.promised_at)


def _report(journey: Journey) -> Report:
    row, file, values = journey.row, journey.file, journey.reckoning.values
    assert file.reports is not None
    place = values.get(file.reports.place) or {}
    photo = values.get(file.reports.photo) if file.reports.photo else None
    return Report(
        number=row.number,
        application=row,
        customer=row.customer,
        service=file.service,
        kind=str(values.get(file.reports.kind)),
        same=same_of(file, values),
        agencies=row.agencies,
        lat=_figure(place.get("lat")),
        long=_figure(place.get("long")),
        address=hide_people(str(place.get("address") or "")),
        description=hide_people(_answer(file, values, "description")),
        media_url=web_address(_answer(file, values, "media_url")),
        before=photo,
        reported_at=journey.at,
        changed_at=journey.at,
    )


def _answer(file: ServiceFile, values: Any, use: str) -> str:
    field = getattr(file.reports, use)
    return str(values.get(field) or "") if field else ""


def _figure(value: Any) -> float | None:
    return None if value is None else float(value)
