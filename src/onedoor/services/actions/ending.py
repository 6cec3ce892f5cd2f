"""The end of a season: who has not signed is reminded, and then assessed as prepared where the
service allows it. In chunks, each a transaction; a draft is marked with what was done about it, so
that nothing is done twice, whoever dies in between."""

from datetime import datetime, time
from uuid import UUID

from django.db.models import QuerySet

from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import ZONE, local
from onedoor.kernel.errors import Refused
from onedoor.kernel.events import Event
from onedoor.kernel.text import Text
from onedoor.services.applications import ends
from onedoor.services.applications.document import load
from onedoor.services.applications.drafting import season_of
from onedoor.services.applications.lookup import file_of, get_file, list_files
from onedoor.services.applications.reckoning import Reckoning, reckon
from onedoor.services.applications.store import outcome_of, record
from onedoor.services.applications.types import ASSESSED, EXPIRED, LEFT_OPEN, REMINDED, ApplicationState
from onedoor.services.files.schema import Season, ServiceFile
from onedoor.services.flow import effects
from onedoor.services.flow.journey import Journey, begin, house_of
from onedoor.services.models import Application

AT_ONCE = 100


@action(may="services.draft")
def end_seasons(*, by: Actor, at: datetime) -> int:
    """Order the first chunk of every season that has something to do today. Gives how many."""
    from onedoor.services.tasks import end_season_chunk as task

    due = [
        (file.service, season.id)
        for file in list_files(at)
        for season in file.seasons
        if _find_due(file, season, at=at).exists()
    ]
    for service, season in due:
        task.defer(service=service, season=season)  # twice in the queue is harmless
    return len(due)


@action(may="services.draft")
def end_season_chunk(*, service: str, season: str, by: Actor, at: datetime, limit: int = AT_ONCE) -> int:
    """Do what the day asks for the next ``limit`` unsigned drafts; while there may be more, order
    the next chunk with it. A draft that somebody has in hand waits for the next day. Gives how
    many were done."""
    from onedoor.services.tasks import end_season_chunk as task

    file = get_file(service)
    round_ = season_of(file, season)
    if round_ is None:
        return 0
    due = _find_due(file, round_, at=at).select_for_update(skip_locked=True).order_by("id")
    rows = list(due[:limit])
    for row in rows:
        _end(row, file_of(row), round_, at=at)
    if len(rows) == limit:
        task.defer(service=service, season=season)
    return len(rows)


def _find_due(file: ServiceFile, season: Season, *, at: datetime) -> QuerySet[Application]:
    """Drafts for which this stage of the season is still to be done."""
    drafts = Application.objects.filter(service=file.service, season=season.id, state=ApplicationState.DRAFT)
    stage = ends.stage_of(season, local(at).date())
    if stage == ends.CLOSING:
        return drafts.filter(reminded="")
    if stage == ends.OVER:
        # Who began after the season was over knows that she is late.
        over = datetime.combine(season.notice, time(), ZONE)
        return drafts.exclude(reminded="late").filter(created_at__lt=over)
    return drafts.none()


def _end(row: Application, file: ServiceFile, season: Season, *, at: datetime) -> None:
    reckoning = reckon(file, season=row.season, stored=load(file, row.values), at=at)
    as_prepared = ends.is_as_prepared(row, file, reckoning)
    if ends.stage_of(season, local(at).date()) == ends.CLOSING:
        _remind(row, file, REMINDED, ends.reminder(season, complete=as_prepared), mark="closing", at=at)
    elif season.unsigned == "expire":
        _expire(row, file, reckoning, at=at)
    elif not (season.unsigned == "assess" and as_prepared and _is_assessed(row, at=at)):
        _remind(row, file, LEFT_OPEN, ends.late_notice(season), mark="late", at=at)


def _expire(row: Application, file: ServiceFile, reckoning: Reckoning, *, at: datetime) -> None:
    row.state, row.closed_at, row.changed_at = ApplicationState.WITHDRAWN, at, at
    row.save()
    record(EXPIRED, row, file, by=SYSTEM, at=at)
    journey = Journey(row=row, file=file, reckoning=reckoning, at=at, house=house_of(SYSTEM))
    effects.close_case(journey, outcome="expired")


def _remind(
    row: Application, file: ServiceFile, event: Event, body: Text, *, mark: str, at: datetime
) -> None:
    row.reminded = mark
    row.save(update_fields=["reminded"])
    contact.send_message(
        customer=row.customer,
        title=file.title,
        body=body,
        agency=file.agency,
        application=row.id,
        idempotency_key=f"{row.id}/{mark}",
        by=SYSTEM,
        at=at,
    )
    record(event, row, file, by=SYSTEM, at=at)


def _is_assessed(row: Application, *, at: datetime) -> bool:
    """Assess it. False when something refused: then nothing of it is written, and she is asked."""
    try:
        assess_as_prepared(application=row.id, by=SYSTEM, at=at)
    except Refused:
        return False
    return True


@action(may="services.decide")
def assess_as_prepared(*, application: UUID, by: Actor, at: datetime) -> Application:
    """Decide an unsigned draft as it was prepared: charge and letters as after a signature."""
    row = Application.objects.select_for_update().get(pk=application, state=ApplicationState.DRAFT)
    file = file_of(row)
    reckoning = reckon(file, season=row.season, stored=load(file, row.values), at=at)
    assert reckoning.decision is not None
    row.state, row.assessed_at, row.changed_at = ApplicationState.SIGNED, at, at
    row.outcome = outcome_of(reckoning)
    row.pack, row.pack_fingerprint = reckoning.decision.pack, reckoning.pack_digest
    record(ASSESSED, row, file, by=by, at=at, pack=row.pack)
    journey = Journey(row=row, file=file, reckoning=reckoning, at=at, house=house_of(by))
    effects.open_case(journey)
    begin(journey, done="sign")
    effects.settle_case(journey)
    row.save()
    return row
