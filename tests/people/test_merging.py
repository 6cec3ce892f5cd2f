"""Two records become one, and two again, with nothing lost on either way."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.people import actions, queries
from onedoor.people.types import Customer
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from tests.people.conftest import citizen

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def twin(db: None, at: datetime) -> Customer:
    """Ada again, as she once rang without her number."""
    return actions.register_customer(
        name="Ada Tan", email="ada@mail.example", phone="9123 4567", address="1 Old Street", by=SYSTEM, at=at
    )


@pytest.fixture
def supervisor() -> Actor:
    """Who may put records together."""
    may = {"customers.find", "customers.read", "customers.register", "customers.merge", "customers.decide"}
    return Actor(
        kind="officer", account=new_id(), name="Hana Lee", door="desk", assurance=3, agency="REV",
        permissions=frozenset(may | {"cases.read", "cases.open"}),
    )  # fmt: skip


def open_case(customer: Customer, at: datetime) -> str:
    return cases.open_case(
        kind="question",
        service="",
        promise="P5D",
        calendar="working-days",
        customer=customer.id,
        subject={"en": "A question", "zh-hans": "问题"},
        agency="REV",
        by=SYSTEM,
        at=at,
    ).number


def merge(keep: Customer, other: Customer, by: Actor, at: datetime, **choices: str):  # type: ignore[no-untyped-def]
    chosen = {f"field.{name}": choice for name, choice in ({"name": "keep"} | choices).items()}
    return actions.merge_customers(
        keep=keep.id, merge=other.id, reason="One person", choices=chosen, by=by, at=at + LATER
    )


def exports(at: datetime, *customers: Customer) -> list[bytes]:
    return [queries.export_customer(one.id, by=SYSTEM, at=at) for one in customers]


def test_what_was_hers_twice_is_hers_once(
    ada: Customer, twin: Customer, supervisor: Actor, at: datetime
) -> None:
    number = open_case(twin, at)
    view = merge(ada, twin, supervisor, at)

    assert case_queries.get_case(number, by=SYSTEM).customer == ada.id
    assert queries.get_customer(twin.id, by=supervisor).id == ada.id
    assert {row.code: (row.moves, row.stays) for row in view.rows}["people.contactpoint.customer"] == (0, 3)


def test_undo_gives_back_every_byte(ada: Customer, twin: Customer, supervisor: Actor, at: datetime) -> None:
    open_case(twin, at)
    before = exports(at, ada, twin)
    view = merge(ada, twin, supervisor, at, name="merge")
    assert exports(at, ada) != before[:1]
    actions.undo_merge(merge=view.id, by=supervisor, at=at + 2 * LATER)

    assert exports(at, ada, twin) == before


def test_what_came_since_stays_with_the_kept_record(
    ada: Customer, twin: Customer, supervisor: Actor, at: datetime
) -> None:
    old = open_case(twin, at)
    view = merge(ada, twin, supervisor, at)
    new = open_case(ada, at + LATER)
    actions.undo_merge(merge=view.id, by=supervisor, at=at + 2 * LATER)

    owners = [case_queries.get_case(number, by=SYSTEM).customer for number in (old, new)]
    assert owners == [twin.id, ada.id]


def test_the_preview_is_what_then_happens(
    ada: Customer, twin: Customer, supervisor: Actor, at: datetime
) -> None:
    open_case(twin, at)
    with scoped(supervisor):
        preview = queries.preview_merge(keep=ada.id, merge=twin.id, by=supervisor)
    assert [one.code for one in preview.conflicts] == ["field.name"]
    assert queries.get_customer(twin.id, by=SYSTEM).id == twin.id  # nothing happened yet
    with scoped(supervisor):
        assert merge(ada, twin, supervisor, at).rows == preview.rows


def test_two_birth_dates_must_be_chosen(ada: Customer, supervisor: Actor, at: datetime) -> None:
    other = actions.register_customer(name=ada.name, birth_date=date(1985, 12, 3), by=SYSTEM, at=at)
    with pytest.raises(Invalid, match="birth"):
        merge(ada, other, supervisor, at)
    merge(ada, other, supervisor, at, birth_date="merge")
    assert queries.get_customer(ada.id, by=SYSTEM).birth_date == date(1985, 12, 3)


@pytest.mark.parametrize("choice", ["keep", "merge"])
def test_both_accounts_open_the_kept_record_and_come_apart_again(
    ada: Customer, twin: Customer, supervisor: Actor, at: datetime, choice: str
) -> None:
    opened = [
        trust_actions.open_account(
            email=f"{n}@mail.example", name="Ada", kind="citizen", customer=one.id, by=SYSTEM, at=at
        ).id
        for n, one in enumerate((ada, twin))
    ]
    before = exports(at, ada, twin)
    with pytest.raises(Invalid, match="Account"):
        merge(ada, twin, supervisor, at)
    choices = {"field.name": "keep", "trust.account.customer": choice}
    view = actions.merge_customers(
        keep=ada.id, merge=twin.id, reason="One person", choices=choices, by=supervisor, at=at + LATER
    )
    actors = [trust.actor_for(account, door="portal", assurance=2) for account in opened]
    assert [actor.customer for actor in actors] == [ada.id, ada.id]
    actions.undo_merge(merge=view.id, by=supervisor, at=at + 2 * LATER)
    assert exports(at, ada, twin) == before


def test_the_wall_moves_with_what_it_guards(
    ada: Customer, twin: Customer, supervisor: Actor, at: datetime
) -> None:
    number = open_case(twin, at)
    her, stranger = citizen(ada), citizen(twin)
    view = merge(ada, twin, supervisor, at)
    with scoped(her):
        assert case_queries.find_case(number, by=her)
    actions.undo_merge(merge=view.id, by=supervisor, at=at + 2 * LATER)
    with scoped(her):
        assert case_queries.find_case(number, by=her) is None
    with scoped(stranger):
        assert case_queries.find_case(number, by=stranger)


def test_she_reads_in_her_history_that_it_was_done_and_what_was_before(
    ada: Customer, twin: Customer, supervisor: Actor, at: datetime
) -> None:
    view = merge(ada, twin, supervisor, at)
    read = [entry.event for entry in journal.list_timeline(customer=ada.id, by=citizen(ada))]
    assert "people.customer.merged" in read
    assert read.count("people.customer.registered") == 2
    actions.undo_merge(merge=view.id, by=supervisor, at=at + 2 * LATER)
    read = [entry.event for entry in journal.list_timeline(customer=ada.id, by=citizen(ada))]
    assert read.count("people.customer.registered") == 1


def test_a_chain_is_undone_from_its_end(
    ada: Customer, twin: Customer, ben: Customer, supervisor: Actor, at: datetime
) -> None:
    before = exports(at, ada, twin, ben)
    first = merge(twin, ben, supervisor, at, name_zh="keep")
    second = merge(ada, twin, supervisor, at, name_zh="keep")
    assert queries.get_customer(ben.id, by=SYSTEM).id == ada.id
    with pytest.raises(Conflict, match="later merge"):
        actions.undo_merge(merge=first.id, by=supervisor, at=at + 2 * LATER)
    for view in (second, first):
        actions.undo_merge(merge=view.id, by=supervisor, at=at + 2 * LATER)
    assert exports(at, ada, twin, ben) == before


def test_what_cannot_be_merged(
    ada: Customer, twin: Customer, ben: Customer, officer: Actor, supervisor: Actor, at: datetime
) -> None:
    with pytest.raises(Conflict, match="same record"):
        merge(ada, ada, supervisor, at)
    for nobody in (officer, citizen(ada)):
        with pytest.raises(NotAllowed):
            merge(ada, twin, nobody, at)
    with pytest.raises(NotFound):
        actions.merge_customers(keep=ada.id, merge=new_id(), reason="One person", by=supervisor, at=at)
    with pytest.raises(Invalid, match="why"):
        actions.merge_customers(keep=ada.id, merge=twin.id, reason=" ", by=supervisor, at=at)
    firm = actions.register_customer(kind="business", name="Ada Tan", by=SYSTEM, at=at)
    with pytest.raises(Conflict, match="organisation"):
        merge(ada, firm, supervisor, at)
    merge(ada, twin, supervisor, at)
    for keep, other in ((ada, twin), (twin, ben), (ben, twin)):
        with pytest.raises(Conflict, match="merged already"):
            merge(keep, other, supervisor, at)


def test_two_people_stay_two(ada: Customer, twin: Customer, supervisor: Actor, at: datetime) -> None:
    for _ in range(2):  # safe to repeat
        actions.mark_different(first=twin.id, second=ada.id, reason="Mother and child", by=supervisor, at=at)
    for keep, other in ((ada, twin), (twin, ada)):
        with pytest.raises(Conflict, match="two people"):
            merge(keep, other, supervisor, at)
        with pytest.raises(Conflict, match="two people"):
            queries.preview_merge(keep=keep.id, merge=other.id, by=supervisor)


def test_what_is_undone_is_not_undone_again(
    ada: Customer, twin: Customer, supervisor: Actor, at: datetime
) -> None:
    view = merge(ada, twin, supervisor, at)
    actions.undo_merge(merge=view.id, by=supervisor, at=at + 2 * LATER)
    with pytest.raises(Conflict, match="undone already"):
        actions.undo_merge(merge=view.id, by=supervisor, at=at + 2 * LATER)


@pytest.mark.django_db(transaction=True)
def test_while_another_merge_runs_nobody_else_begins(at: datetime) -> None:
    import threading

    from django.db import connections

    one, two = (actions.register_customer(name="Ada Tan", by=SYSTEM, at=at) for _ in range(2))
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with scoped(SYSTEM), connections["default"].cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select id from people_customer where id = %s for update", [one.id])
            held.set()
            done.wait(20)
            cursor.execute("rollback")
        connections.close_all()

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(20)
    try:
        with pytest.raises(Conflict, match="being changed"):
            actions.merge_customers(keep=two.id, merge=one.id, reason="One person", by=SYSTEM, at=at)
    finally:
        done.set()
        other.join()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from people_merge")
        assert cursor.fetchone()[0] == 0
