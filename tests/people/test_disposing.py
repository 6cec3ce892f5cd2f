"""What is over goes, by two persons; what is held stays; the books of it name nobody."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from onedoor.cases import actions as cases
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.kernel.ids import new_id
from onedoor.people import actions, models, queries
from onedoor.people.holdings import list_holdings
from onedoor.people.retention.declaring import back, list_rules, period_of
from onedoor.people.types import Customer
from tests.people.canary import seed_rooms

ROOMS = (
    "people", "contact", "exchange", "trust", "cases", "services", "post_door", "payments", "dialogue",
    "feedback", "text_door", "mail_door", "phone_door",
)  # fmt: skip
LATER = timedelta(days=366 * 12)


@pytest.fixture
def records() -> Actor:
    may = frozenset({"records.dispose", "records.hold"})
    return Actor(
        kind="officer", account=new_id(), name="Rosa Quek", door="desk", assurance=3, agency="CIO",
        permissions=may,
    )  # fmt: skip


@pytest.fixture
def second(records: Actor) -> Actor:
    return replace(records, account=new_id(), name="Omar Said")


@pytest.fixture
def canary(db: None, at: datetime) -> UUID:
    """Somebody of whom something is kept in every table of these rooms, of whom nothing was heard since."""
    customer: UUID = new_id()
    seed_rooms(customer, at, ROOMS)
    return customer


def dispose_all(records: Actor, second: Actor, at: datetime) -> None:
    """As often as something is over: what hangs on others goes after them."""
    actions.dispose_nightly(by=SYSTEM, at=at)
    while any(row.due for row in queries.preview_disposal(by=records, at=at)):
        proposed = actions.propose_disposal(by=records, at=at)
        actions.decide_disposal(disposal=proposed.id, approve=True, by=second, at=at)
        while actions.dispose_some(disposal=proposed.id, by=SYSTEM, at=at):
            pass
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # nothing points to what is gone


def close_a_case(ada: Customer, at: datetime) -> UUID:
    case = cases.open_case(
        kind="question", customer=ada.id, agency="REV", service="income-tax", subject={"en": "Why?"},
        promise="P5D", calendar="working-days", by=SYSTEM, at=at,
    )  # fmt: skip
    cases.add_note(case=case.id, text="Looked at it.", audience="citizen", by=SYSTEM, at=at)
    cases.close_case(case=case.id, outcome="answered", reason="Done.", by=SYSTEM, at=at)
    return case.id


def left(customer: UUID) -> dict[str, int]:
    counted = {
        f"{holding.model}.{holding.field}": apps.get_model(holding.model)
        ._default_manager.filter(**{holding.field: customer})
        .count()
        for holding in list_holdings()
        if holding.model.split(".")[0] in ROOMS
    }
    counted["people.Customer"] = models.Customer.objects.filter(id=customer).count()
    return {name: count for name, count in counted.items() if count}


def test_of_the_canary_nothing_is_left(canary: UUID, records: Actor, second: Actor, at: datetime) -> None:
    assert len(left(canary)) > 25

    dispose_all(records, second, at + LATER)

    assert left(canary) == {}


def test_what_is_held_stays_to_the_last_row(
    canary: UUID, records: Actor, second: Actor, at: datetime
) -> None:
    actions.place_hold(customer=canary, reason="Court order", ends_at=at + 2 * LATER, by=records, at=at)
    before = left(canary)

    dispose_all(records, second, at + LATER)

    assert left(canary) == before


def test_a_hold_that_is_lifted_or_over_holds_no_longer(canary: UUID, records: Actor, at: datetime) -> None:
    hold = actions.place_hold(customer=canary, reason="Court order", ends_at=at + LATER, by=records, at=at)
    then = at + LATER - timedelta(days=1)
    held = sum(row.held for row in queries.preview_disposal(by=records, at=then))
    actions.lift_hold(hold=hold, by=records, at=then)

    assert held > 10
    assert sum(row.held for row in queries.preview_disposal(by=records, at=then)) == 0


def test_before_its_time_nothing_goes(canary: UUID, records: Actor, at: datetime) -> None:
    due = [row.table for row in queries.preview_disposal(by=records, at=at) if row.due and not row.nightly]
    assert due == []
    with pytest.raises(Conflict):
        actions.propose_disposal(by=records, at=at)


def test_nobody_decides_on_her_own_proposal(canary: UUID, records: Actor, at: datetime) -> None:
    proposed = actions.propose_disposal(by=records, at=at + LATER)

    with pytest.raises(NotAllowed):
        actions.decide_disposal(disposal=proposed.id, approve=True, by=records, at=at + LATER)
    with pytest.raises(IntegrityError), transaction.atomic():  # nor behind the action's back
        models.Disposal.objects.filter(id=proposed.id).update(
            decided_by=records.account, state="approved", decided_at=at
        )


def test_without_approval_nothing_goes(canary: UUID, records: Actor, second: Actor, at: datetime) -> None:
    proposed = actions.propose_disposal(by=records, at=at + LATER)
    before = left(canary)
    assert actions.dispose_some(disposal=proposed.id, by=SYSTEM, at=at + LATER) == 0
    actions.decide_disposal(disposal=proposed.id, approve=False, by=second, at=at + LATER)
    assert actions.dispose_some(disposal=proposed.id, by=SYSTEM, at=at + LATER) == 0

    assert left(canary) == before


def test_the_journal_counts_and_names_nobody(
    canary: UUID, records: Actor, second: Actor, at: datetime
) -> None:
    dispose_all(records, second, at + LATER)
    entries = [one for row in models.Disposal.objects.all() for one in journal.list_about(row.id, by=SYSTEM)]

    assert {one.event.rsplit(".", 1)[1] for one in entries} == {"proposed", "approved", "done"}
    assert all(one.customer is None and str(canary) not in str(one.data) for one in entries)
    assert sum(one.data["rows"] for one in entries if one.event.endswith("done")) > 30


def test_who_does_not_keep_records_neither_looks_nor_proposes(
    officer: Actor, stranger: Actor, ada: Customer, at: datetime
) -> None:
    for other in (officer, stranger):
        with pytest.raises(NotAllowed):
            queries.preview_disposal(by=other, at=at)
        with pytest.raises(NotAllowed):
            actions.propose_disposal(by=other, at=at)
        with pytest.raises(NotAllowed):
            actions.place_hold(customer=ada.id, reason="x", ends_at=at + LATER, by=other, at=at)


def test_a_hold_has_a_reason_an_end_and_one_object(ada: Customer, records: Actor, at: datetime) -> None:
    wrong = [
        {"reason": " ", "ends_at": at + LATER, "customer": ada.id},
        {"reason": "Court order", "ends_at": at, "customer": ada.id},
        {"reason": "Court order", "ends_at": at + LATER},
    ]

    for one in wrong:
        with pytest.raises(Invalid):
            actions.place_hold(**one, by=records, at=at)  # type: ignore[arg-type]


def test_a_hold_on_a_case_keeps_it_and_what_hangs_on_it(
    records: Actor, second: Actor, ada: Customer, at: datetime
) -> None:
    held, other = (close_a_case(ada, at) for _ in range(2))
    actions.place_hold(case=held, reason="Court order", ends_at=at + 2 * LATER, by=records, at=at)

    dispose_all(records, second, at + LATER)

    rows = apps.get_model("cases.Case").objects
    assert (rows.filter(id=held).exists(), rows.filter(id=other).exists()) == (True, False)
    assert apps.get_model("cases.CaseNote").objects.filter(case=held).count() == 1


def test_a_customer_of_whom_something_was_heard_stays(ada: Customer, records: Actor, at: datetime) -> None:
    due = {row.table: row.due for row in queries.preview_disposal(by=records, at=at + timedelta(days=3600))}

    assert due["people.Customer"] == 0


def test_every_period_can_be_counted_back(at: datetime) -> None:
    assert back(datetime(2024, 2, 29, tzinfo=at.tzinfo), "P1Y").day == 28
    for rule in list_rules():
        assert back(at, period_of(rule.table)) < at
