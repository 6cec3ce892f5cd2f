"""Drafting a whole season in one batch run: planned once, done in chunks, safe to kill and repeat."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from onedoor.exchange import actions as exchange
from onedoor.journal import actions as journal
from onedoor.journal.types import Concerned, Draft
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid
from onedoor.kernel.ids import new_id, new_number
from onedoor.kernel.postgres.bulk import insert_many
from onedoor.services.applications.drafting import season_of, wanted
from onedoor.services.applications.fast import Drafter
from onedoor.services.applications.lookup import get_file
from onedoor.services.applications.reckoning import calculator_for, pack_for
from onedoor.services.applications.types import DRAFTED, SEASON_DRAFTED, SEASON_PLANNED, SeasonProgress
from onedoor.services.flow.plan import lookers_of
from onedoor.services.models import SeasonChunk, SeasonRun
from onedoor.services.queries.applications import get_season, list_open_chunks
from onedoor.services.types import ServiceFile

CHUNK = 2000

# Materialized, so that each customer is looked up in the index: while a season fills, PostgreSQL has
# not counted its drafts yet and would read them all for every chunk.
_STARTED = """
with theirs as materialized (
    select customer, service, season, state from services_application
    where customer = any((select customers from services_seasonchunk where id = %s)::uuid[])
)
select customer from theirs where service = %s and season = %s and state <> 'withdrawn'"""
_COLUMNS = ("id", "number", "customer", "values", "outcome")
_TYPES = ("uuid", "text", "uuid", "jsonb", "jsonb")


@action(may="services.draft")
def draft_season(
    *,
    service: str,
    season: str,
    customers: Iterable[UUID],
    by: Actor,
    at: datetime,
    chunk_size: int = CHUNK,
    defer: bool = True,
) -> SeasonProgress:
    """Order the drafts of a season for ``customers``. Ordered again, it only sends what is not done.
    With ``defer`` the worker does the chunks; else the caller does, with ``draft_chunk``."""
    file = get_file(service)
    round_ = season_of(file, season)
    if round_ is None:
        raise Invalid("season.unknown", _("This service has no such season."), field="season")
    rules = pack_for(file, season=season, at=at)
    run, is_new = SeasonRun.objects.get_or_create(
        service=service,
        season=season,
        defaults={"pack_fingerprint": rules.digest if rules else "", "planned_at": at},
    )
    if is_new:
        _plan(run, customers, chunk_size)
        _record(SEASON_PLANNED, run, file, by=by, at=at)
    if defer:
        from onedoor.services.tasks import draft_chunk as task

        for chunk in list_open_chunks(run.id):
            task.defer(chunk=str(chunk))  # twice in the queue is harmless: a chunk is done once
    progress = get_season(service, season)
    assert progress is not None
    return progress


@action(may="services.draft")
def draft_chunk(*, chunk: UUID, by: Actor, at: datetime) -> int:
    """Draft for one chunk of customers; all of it or, if the worker dies, none. Gives how many
    drafts were made: none for a chunk that is done, nor for customers who have started already."""
    piece = SeasonChunk.objects.select_for_update(of=("self",)).select_related("run").get(pk=chunk)
    if piece.done_at is not None:
        return 0
    run = piece.run
    file = get_file(run.service)
    left_out = _started(run, chunk)
    drafted = _draft([c for c in piece.customers if c not in left_out], file, run, by=by, at=at)
    piece.drafted, piece.done_at = drafted, at
    piece.save(update_fields=["drafted", "done_at"])
    _finish(run, file, by=by, at=at)
    return drafted


def _finish(run: SeasonRun, file: ServiceFile, *, by: Actor, at: datetime) -> None:
    """Close the run after its last chunk. The run is held only here, at the end, so that workers draft
    side by side and still the last of them sees what the others have done."""
    held = SeasonRun.objects.select_for_update().get(pk=run.pk)
    if held.finished_at is None and not held.chunks.filter(done_at=None).exists():
        held.finished_at = at
        held.save(update_fields=["finished_at"])
        _record(SEASON_DRAFTED, held, file, by=by, at=at)


def _started(run: SeasonRun, chunk: UUID) -> set[UUID]:
    """Who of a chunk has an application already; asked where the chunk lies, not by its thousands of ids."""
    with connection.cursor() as cursor:
        cursor.execute(_STARTED, [chunk, run.service, run.season])
        return {customer for (customer,) in cursor.fetchall()}


def _plan(run: SeasonRun, customers: Iterable[UUID], size: int) -> None:
    unique = iter(dict.fromkeys(customers))
    position = 0
    while piece := list(islice(unique, size)):
        SeasonChunk.objects.create(run=run, position=position, customers=piece)
        position += 1


def _draft(customers: Sequence[UUID], file: ServiceFile, run: SeasonRun, *, by: Actor, at: datetime) -> int:
    if not customers:
        return 0
    ids = {customer: new_id() for customer in customers}
    wants = wanted(file, season_of(file, run.season), at)
    found = exchange.request_values_for_many(
        customers=customers,
        wanted=list(dict.fromkeys(wants.values())),
        service=file.service,
        purpose=file.purpose,
        agency=file.agency,
        subject=run.id,
        subjects=ids,
        by=by,
        at=at,
    )
    rules = pack_for(file, season=run.season, at=at)
    drafter = Drafter(file, wants, calculator_for(file, rules) if rules else None, at=at)
    pack = (rules.pack, rules.digest) if rules else ("", "")
    numbers = {customer: new_number("HC") for customer in found}
    insert_many(
        "services_application",
        _COLUMNS,
        _TYPES,
        (
            (ids[customer], numbers[customer], customer, *drafter.draft(answer))
            for customer, answer in found.items()
        ),
        same=_alike(file, run, pack, at),
    )
    _tell(numbers, ids, file, run, by=by, at=at)
    return len(numbers)


def _alike(
    file: ServiceFile, run: SeasonRun, pack: tuple[str, str], at: datetime
) -> dict[str, tuple[str, Any]]:
    """What all drafts of a run have in common: column → type and value."""
    return {
        "service": ("text", file.service),
        "version": ("text", file.version),
        "season": ("text", run.season),
        "agencies": ("text[]", lookers_of(file)),
        "door": ("text", "batch"),
        "state": ("text", "draft"),
        "revision": ("int4", 1),
        "answers": ("jsonb", "{}"),
        "pack": ("text", pack[0]),
        "pack_fingerprint": ("text", pack[1]),
        "waits_for": ("text[]", []),
        "created_at": ("timestamptz", at),
        "changed_at": ("timestamptz", at),
    }


def _tell(
    numbers: Mapping[UUID, str],
    ids: Mapping[UUID, UUID],
    file: ServiceFile,
    run: SeasonRun,
    *,
    by: Actor,
    at: datetime,
) -> None:
    facts = {"service": file.service, "season": run.season, "title": dict(file.title)}
    draft = Draft(
        event=DRAFTED,
        subject_kind="application",
        subject=run.id,
        agency=file.agency,
        by=by,
        at=at,
        basis=file.basis,
        purpose=file.purpose,
    )
    journal.record_each(
        draft,
        (
            Concerned(customer, ids[customer], {"number": number, **facts})
            for customer, number in numbers.items()
        ),
    )


def _record(event: Any, run: SeasonRun, file: ServiceFile, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="season", subject=run.id, agency=file.agency, by=by, at=at,
        data={"service": run.service, "season": run.season, "title": dict(file.title)},
    )  # fmt: skip
