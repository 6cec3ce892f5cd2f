"""A season is drafted once for everybody, in chunks that may be killed and repeated."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from onedoor.exchange import actions as exchange
from onedoor.exchange.types import NewValue
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import actions as people
from onedoor.services import actions, queries
from onedoor.services.applications.types import SeasonProgress
from onedoor.services.models import Application


@pytest.fixture
def crowd(db: None, at: datetime) -> list[UUID]:
    """Seven citizens with a provident fund contribution each."""
    ids = [people.register_customer(name=f"Person {n}", by=SYSTEM, at=at).id for n in range(7)]
    for register, source, attribute, value, period in (
        ("civil-register", "CIV", "birth_date", date(1980, 1, 1), ""),
        ("civil-register", "CIV", "residency_status", "citizen", ""),
        ("provident-fund", "PRF", "compulsory_contribution", Decimal("1000.00"), "2024"),
    ):
        values = [NewValue(customer, attribute, value, period) for customer in ids]
        exchange.report_values(register=register, source=source, values=values, by=SYSTEM, at=at)
    return ids


def order(customers: list[UUID], at: datetime) -> SeasonProgress:
    return actions.draft_season(
        service="income-tax",
        season="YA2025",
        customers=customers,
        chunk_size=3,
        defer=False,
        by=SYSTEM,
        at=at,
    )


def test_everybody_gets_one_draft(crowd: list[UUID], at: datetime) -> None:
    run = order(crowd, at)
    done = [actions.draft_chunk(chunk=chunk, by=SYSTEM, at=at) for chunk in queries.list_open_chunks(run.run)]
    assert done == [3, 3, 1]
    progress = queries.get_season("income-tax", "YA2025")
    assert progress is not None
    assert (progress.drafted, progress.finished_at) == (7, at)


def test_a_chunk_that_died_is_done_again_and_nothing_is_doubled(crowd: list[UUID], at: datetime) -> None:
    run = order(crowd, at)
    first, *_ = queries.list_open_chunks(run.run)
    actions.draft_chunk(chunk=first, by=SYSTEM, at=at)
    order(crowd, at)  # the worker is started again
    for chunk in [first, *queries.list_open_chunks(run.run)]:
        actions.draft_chunk(chunk=chunk, by=SYSTEM, at=at)
    assert Application.objects.count() == 7


def test_who_started_already_keeps_her_own_draft(crowd: list[UUID], at: datetime) -> None:
    started = actions.start_application(
        customer=crowd[0], service="income-tax", door="portal", by=SYSTEM, at=at
    )
    run = order(crowd, at)
    assert sum(actions.draft_chunk(chunk=c, by=SYSTEM, at=at) for c in queries.list_open_chunks(run.run)) == 6
    assert Application.objects.get(customer=crowd[0]).number == started.number


def test_the_worker_does_it_from_the_queue(
    crowd: list[UUID], at: datetime, deliver: Callable[[], int]
) -> None:
    actions.draft_season(
        service="income-tax", season="YA2025", customers=crowd, chunk_size=3, by=SYSTEM, at=at
    )
    order_again = {"service": "income-tax", "season": "YA2025", "customers": crowd}
    actions.draft_season(**order_again, by=SYSTEM, at=at)
    deliver()
    assert Application.objects.count() == 7


def test_a_batch_draft_says_the_same_as_a_single_one(
    year: None, mei: UUID, citizen: Actor, at: datetime
) -> None:
    run = order([mei], at)
    for chunk in queries.list_open_chunks(run.run):
        actions.draft_chunk(chunk=chunk, by=SYSTEM, at=at)
    batch = Application.objects.get()
    view = queries.get_application(batch.number, by=citizen, at=at)
    assert (view.payable, view.changes, view.can_sign) == (Decimal("770.00"), (), True)
    Application.objects.all().delete()
    single = actions.start_application(customer=mei, service="income-tax", door="portal", by=citizen, at=at)
    assert Application.objects.get(pk=single.id).values == batch.values


def test_each_use_of_data_is_told_to_its_own_person(crowd: list[UUID], at: datetime) -> None:
    run = order(crowd, at)
    for chunk in queries.list_open_chunks(run.run):
        actions.draft_chunk(chunk=chunk, by=SYSTEM, at=at)
    her = Actor(kind="citizen", customer=crowd[2], self_customer=crowd[2])
    events = [entry.event for entry in journal.list_timeline(customer=crowd[2], by=her)]
    assert events.count("exchange.values.disclosed") == 1
    assert events.count("services.application.drafted") == 1


def test_only_those_who_may_order_a_season(crowd: list[UUID], officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.draft_season(service="income-tax", season="YA2025", customers=crowd, by=officer, at=at)
