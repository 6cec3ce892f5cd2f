"""Late reports and corrections: the draft is made anew, and what changed is shown."""

from datetime import datetime, timedelta
from uuid import UUID

from onedoor.cases import actions as cases
from onedoor.cases import queries as cases_seen
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services.actions.starting import fresh_values
from onedoor.services.applications import differences
from onedoor.services.applications.consents import list_under
from onedoor.services.applications.document import load, merge
from onedoor.services.applications.guard import OPEN_STATES, fetch_to_change
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.store import keep_changes, kept_changes, record, settle
from onedoor.services.applications.types import REFRESHED, ApplicationView
from onedoor.services.applications.view import look
from onedoor.services.models import Application

IN_FLIGHT = timedelta(minutes=10)  # how long a report may have been on its way when a draft was made


@action(may="services.assist")
def refresh_draft(*, application: UUID, by: Actor, at: datetime) -> ApplicationView:
    """The draft with the registers' values and the rules of now. ``changes`` of the view says what
    is different from what was seen; what the person declared stays. Without a difference nothing
    is written."""
    row = fetch_to_change(application, by=by)
    _refresh(row, by=by, at=at)
    return look(row, by=by, at=at)


def _refresh(row: Application, *, by: Actor, at: datetime) -> None:
    file = file_of(row)
    stored = load(file, row.values)
    outcome, pack, before = row.outcome, (row.pack, row.pack_fingerprint), kept_changes(row)
    fresh = merge(file, stored, fresh_values(file, row, by=by, at=at), row.revision + 1)
    changes = differences.changed_values(file, stored, fresh)
    reckoning = settle(row, file, fresh, at=at)
    changes += differences.changed_lines(outcome, reckoning, pack=pack)
    keep_changes(row, changes or before)
    if changes or fresh != stored:
        row.revision += 1
        row.save()
        record(REFRESHED, row, file, by=by, at=at, lines=[change.code for change in changes])


@action()
def refresh_drafts_of(*, customer: UUID, by: Actor, at: datetime) -> int:
    """Make a customer's unsigned drafts anew after a report about her at ``at``. Gives how many were
    looked at: one that was drafted well after the report holds it already, and her data is not used
    again for nothing."""
    rows = Application.objects.select_for_update().filter(
        customer=customer, state__in=OPEN_STATES, created_at__lt=at + IN_FLIGHT
    )
    house = by if by.kind == "system" else SYSTEM
    for row in rows:
        _refresh(row, by=house, at=at)  # nobody looks: the view of it would be half the work
    return len(rows)


@action()
def follow_consent(*, customer: UUID, agreement: str, by: Actor, at: datetime) -> int:
    """She agreed, or took back her consent: her unsigned drafts that depend on it are made anew, and say
    what changed. What she took back stands in none of them from then on; what is signed was lawful then.
    Gives how many were looked at."""
    rows = list_under(agreement, customer, by=by, at=at)
    for row in rows:
        _refresh(row, by=by, at=at)
    return len(rows)


@action()
def finish_correction(*, case: UUID, by: Actor, at: datetime) -> None:
    """The reporter has answered: close the case that asked. Told twice, it closes once."""
    if cases_seen.get_case(case, by=by).is_open:
        cases.close_case(case=case, outcome="answered", by=by, at=at)
