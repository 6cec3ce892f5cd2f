"""Reports of what is wrong at a place: filed in one go, finished by an officer, rated by who reported."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.services.actions.answering import save_page
from onedoor.services.actions.moving import complete_review
from onedoor.services.actions.signing import sign_application
from onedoor.services.actions.starting import start_application
from onedoor.services.applications.guard import fetch
from onedoor.services.applications.lookup import file_of, get_file
from onedoor.services.applications.store import record
from onedoor.services.applications.types import REPORT_RATED, ApplicationView, SignedView
from onedoor.services.applications.visitors import new_visitor
from onedoor.services.flow.journey import house_of
from onedoor.services.models import Report
from onedoor.services.reports import keys
from onedoor.services.reports.closing import close_report
from onedoor.services.reports.naming import kind_of, name_it
from onedoor.services.reports.photos import keep_photo
from onedoor.services.types import Upload
from onedoor.trust import actions as trust

LOW_RATING = 2
FOLLOW_UP_TERM, FOLLOW_UP_CALENDAR = "P2D", "working-days"
MOST_VISITS, VISITS_WINDOW = 10, timedelta(hours=1)


@action()
def let_visitor_in(*, service: str, sender: str, trap: str = "", by: Actor, at: datetime) -> Actor:
    """An actor without a name for a service that allows it. ``sender`` is the address or device it came
    from: kept as a digest that nobody can read, and let in so many times an hour. ``trap`` is a field
    that people do not see: who fills it in is a machine."""
    if not get_file(service).anonymous:
        raise NotAllowed("visitor.not_here", _("Sign in to use this service."))
    if trap.strip():
        raise Invalid("visitor.trapped", _("Leave the last field empty. It is not for people."))
    trust.count_use(what=f"visit/{sender}", most=MOST_VISITS, window=VISITS_WINDOW, by=by, at=at)
    return new_visitor(by.door)


@action()
def file_at_once(
    *,
    service: str,
    answers: Mapping[str, Any],
    by: Actor,
    at: datetime,
    files: Mapping[str, Upload] | None = None,
) -> SignedView:
    """Start, answer every page and sign, in one transaction: for doors where a report comes whole.

    Invalid ``application.answers`` has ``facts["errors"]``: what must be mended, by question.
    """
    assert by.customer is not None
    application = start_application(customer=by.customer, service=service, door=by.door, by=by, at=at)
    page = application.pages[0].id if application.pages else ""
    while page:
        saved = save_page(
            application=application.id,
            page=page,
            answers=answers,
            files=files,
            revision=application.revision,
            by=by,
            at=at,
        )
        if not saved.ok:
            errors = dict(saved.page.errors)
            raise Invalid("application.answers", _("Some answers must be mended."), errors=errors)
        application, page = saved.application, saved.next_page
    return sign_application(
        application=application.id,
        revision=application.revision,
        fingerprint=application.fingerprint,
        by=by,
        at=at,
    )


@action(may="services.decide")
def finish_report(
    *, application: UUID, notes: str, photo: Upload | None = None, by: Actor, at: datetime
) -> ApplicationView:
    """The work is done: ``notes`` say what was done, for everybody to read, with a picture if there is
    one. All who reported the same thing are told."""
    if not notes.strip():
        raise Invalid("report.notes", _("Write what was done. Everybody can read it."), field="notes")
    row = fetch(application, by=by)
    with scoped(house_of(by)):
        after = keep_photo(row, photo, by=by, at=at).id if photo else None
        done = Report.objects.filter(application=row, state="open", merged_into=None).update(
            notes=notes.strip(), after=after, changed_at=at
        )
    if not done:
        raise Conflict("report.closed", _("This report is finished already."))
    return complete_review(application=application, by=by, at=at)


@action()
def end_report_of_case(*, case: UUID, by: Actor, at: datetime) -> Report | None:
    """The case behind an open report was closed, with a reason: so is the report. Told twice, it ends
    once."""
    report = Report.objects.select_for_update().filter(case=case, state="open", merged_into=None).first()
    if report is None:
        return None
    row = report.application
    report.notes = case_queries.get_case(case, by=by).reason
    report.save(update_fields=["notes"])
    row.state, row.closed_at, row.changed_at, row.flow, row.waits_for = "closed", at, at, None, []
    row.save(update_fields=["state", "closed_at", "changed_at", "flow", "waits_for"])
    close_report(row, file_of(row), by=by, at=at)
    return report


@action()
def move_report_of_case(*, case: UUID, by: Actor, at: datetime) -> int:
    """Reports follow their case to the agency that leads it now. Gives how many did."""
    found = case_queries.get_case(case, by=by)
    reports = list(Report.objects.select_for_update().filter(case=case, state="open"))
    for report in reports:
        row = report.application
        agencies = list(dict.fromkeys([found.agency, *found.cooperating]))
        report.agencies = row.agencies = agencies
        report.changed_at = at
        report.save(update_fields=["agencies", "changed_at"])
        row.save(update_fields=["agencies"])
    return len(reports)


@action()
def rate_report(*, number: str, rating: int, key: str = "", by: Actor, at: datetime) -> int:
    """How well it was done, from 1 to 5, said once by who reported it: in her own session, or with the
    key of the last message. From LOW_RATING down an officer looks at it again, by a case of its own."""
    if rating not in range(1, 6):
        raise Invalid("report.rating", _("Choose one of the five answers."), field="rating")
    with scoped(house_of(by)):
        report = Report.objects.select_for_update().filter(number=number).first()
        if report is None or not (by.customer == report.customer or keys.opens(key, number)):
            raise NotFound("report.not_yours", _("Only who reported this can say how well it was done."))
        if report.state != "closed" or report.rating is not None:
            raise Conflict("report.not_to_rate", _("This is not finished, or was rated before."))
        report.rating, report.rated_at = rating, at
        report.save(update_fields=["rating", "rated_at"])
        row = report.application
        record(REPORT_RATED, row, file_of(row), by=by, at=at, rating=rating)
        if rating <= LOW_RATING:
            _follow_up(report, by=house_of(by), at=at)
    return rating


def _follow_up(report: Report, *, by: Actor, at: datetime) -> None:
    file = file_of(report.application)
    what = name_it(kind_of(file, report.kind), report.address)
    cases.open_case(
        kind="follow-up",
        customer=report.customer,
        agency=report.agencies[0],
        cooperating=report.agencies[1:],
        service=report.service,
        subject={"en": f"Not satisfied: {what['en']}", "zh-hans": f"不满意：{what['zh-hans']}"},
        promise=FOLLOW_UP_TERM,
        calendar=FOLLOW_UP_CALENDAR,
        parent=report.case,
        by=by,
        at=at,
    )
