"""The end of a report: everybody who reported the same thing is told, on one day and in one way."""

from datetime import datetime
from typing import Any

from django.conf import settings

from onedoor.contact import actions as contact
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import LANGUAGES, Text, pick
from onedoor.people import queries as people
from onedoor.services.applications.document import effective, load
from onedoor.services.applications.store import record
from onedoor.services.applications.types import CLOSED, REPORT_CLOSED, ApplicationState
from onedoor.services.decide.inputs import collect
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application, Report
from onedoor.services.reports.keys import rating_key
from onedoor.services.reports.naming import kind_of, name_it

_DONE: Text = {"en": "This is finished.", "zh-hans": "此事已办结。"}
_RATE: Text = {
    "en": "Was it done well? Tell us with one press: {address}",
    "zh-hans": "办得好吗？请点一下告诉我们：{address}",
}


def close_report(row: Application, file: ServiceFile, *, by: Actor, at: datetime) -> None:
    """Close the report of this application and those of the same thing, and tell who reported them."""
    report = Report.objects.select_for_update().filter(application=row, state="open").first()
    if report is None:
        return
    for one in (report, *report.merged.select_for_update().filter(state="open")):
        one.state, one.closed_at, one.changed_at = "closed", at, at
        one.notes, one.after = report.notes, report.after
        one.save(update_fields=["state", "closed_at", "changed_at", "notes", "after"])
        if one.id != report.id:
            _close_application(one, file, by=by, at=at)
        _tell(one, file, by=by, at=at)


def _close_application(report: Report, file: ServiceFile, *, by: Actor, at: datetime) -> None:
    row = Application.objects.select_for_update().get(pk=report.application_id)
    row.state, row.closed_at, row.changed_at = ApplicationState.CLOSED, at, at
    row.save(update_fields=["state", "closed_at", "changed_at"])
    record(CLOSED, row, file, by=by, at=at)


def _tell(report: Report, file: ServiceFile, *, by: Actor, at: datetime) -> None:
    """A customer hears by the door she prefers; a visitor only if she left an e-mail address."""
    row, known = report.application, _is_customer(report)
    record(REPORT_CLOSED, row, file, by=by, at=at)
    address = "" if known else _left_address(row, file)
    if not known and not address:
        return
    said: dict[str, Any] = {
        "customer": report.customer,
        "title": name_it(kind_of(file, report.kind), report.address),
        "body": _words(report),
        "agency": report.agencies[0],
        "by": by,
        "at": at,
    }
    if known:
        contact.send_message(application=row.id, idempotency_key=f"{row.id}/report-closed", **said)
    else:
        contact.write_outside(kind="email", address=address, subject=row.id, **said)


def _left_address(row: Application, file: ServiceFile) -> str:
    assert file.reports is not None
    values = collect(file, effective(load(file, row.values)))
    return str(values.get(file.reports.email or "") or "")


def _words(report: Report) -> Text:
    link = f"{settings.PUBLIC_URL}/reports/{report.number}/?key={rating_key(report.number)}"
    return {
        one: "\n\n".join((report.notes or pick(_DONE, one), pick(_RATE, one).format(address=link)))
        for one in LANGUAGES
    }


def _is_customer(report: Report) -> bool:
    try:
        people.preferences(report.customer)
    except NotFound:
        return False
    return True
