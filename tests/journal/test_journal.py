"""What is written once stays written, is read by those it is meant for, and can be proved."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from onedoor.journal import actions, merkle, queries
from onedoor.journal.types import Draft
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import ZONE
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from tests.journal.conftest import KEY, forge

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_journal")]

MOVED = Event("test.house.moved", "You moved to %(place)s")
LOOKED = Event("test.house.looked", "An officer looked", "officer")
CITIZEN, STRANGER = new_id(), new_id()


def holds(message: bytes, key_id: str, signature: bytes) -> bool:
    try:
        KEY.public_key().verify(signature, message)
    except Exception:
        return False
    return key_id == "test"


def write(at: datetime, event: Event = MOVED, customer: UUID = CITIZEN, **more: object) -> UUID:
    return actions.record(
        event, subject_kind="house", subject=new_id(), customer=customer, by=SYSTEM, at=at,
        data={"place": {"en": "Harbour Road", "zh-hans": "海港路"}}, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def swap_leaves(one: int, other: int) -> None:
    for here, there in ((one, -1), (other, one), (-1, other)):
        forge("update journal_leaf set index = %s where index = %s", there, here)


def test_a_sentence_speaks_both_languages(at: datetime) -> None:
    write(at)

    [entry] = queries.list_timeline(customer=CITIZEN, by=SYSTEM)

    assert entry.sentence("en") == "You moved to Harbour Road"
    assert "海港路" in entry.sentence("zh-hans")


def test_newest_first_page_by_page(at: datetime) -> None:
    written = [write(at + timedelta(days=day)) for day in range(5)]

    first = queries.list_timeline(customer=CITIZEN, by=SYSTEM, limit=2)
    second = queries.list_timeline(customer=CITIZEN, by=SYSTEM, limit=2, before=first[-1].happened_at)

    assert [entry.id for entry in first + second] == written[:0:-1]


def test_a_citizen_reads_what_is_meant_for_her(at: datetime) -> None:
    write(at)
    write(at, LOOKED)
    citizen = Actor(kind="citizen", customer=CITIZEN, assurance=2)

    with scoped(citizen):
        read = queries.list_timeline(customer=CITIZEN, by=citizen)

    assert [entry.event for entry in read] == ["test.house.moved"]


def test_a_stranger_reads_nothing_even_if_a_query_forgets_to_ask(at: datetime) -> None:
    write(at)
    stranger = Actor(kind="citizen", customer=STRANGER, assurance=3)

    with scoped(stranger), transaction.atomic():
        assert queries.list_timeline(customer=CITIZEN, by=stranger) == []


def test_lawful_secrecy_ends_on_its_date(at: datetime) -> None:
    write(at, visible_from=at + timedelta(days=36_500))
    citizen = Actor(kind="citizen", customer=CITIZEN, assurance=2)

    assert queries.list_timeline(customer=CITIZEN, by=citizen) == []
    assert len(queries.list_timeline(customer=CITIZEN, by=SYSTEM)) == 1


@pytest.mark.parametrize("statement", ["update journal_entry set door = 'x'", "delete from journal_entry"])
def test_an_entry_can_be_neither_changed_nor_deleted(at: datetime, statement: str) -> None:
    write(at)

    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_refused_attempt_is_written_though_its_action_is_undone(at: datetime) -> None:
    @action()
    def pry(*, by: Actor, at: datetime) -> None:
        write(at)
        raise NotAllowed("test.pry.refused", "No.", customer=CITIZEN, purpose="curiosity")

    with pytest.raises(NotAllowed):
        pry(by=Actor(kind="officer", agency="REV"), at=at)

    [entry] = queries.list_timeline(customer=CITIZEN, by=SYSTEM)
    assert (entry.event, entry.purpose, entry.agency) == ("journal.attempt.refused", "curiosity", "REV")


def test_many_entries_are_written_in_order(at: datetime) -> None:
    drafts = [
        Draft(event=MOVED, subject_kind="house", subject=new_id(), customer=CITIZEN, by=SYSTEM,
              at=at + timedelta(seconds=n), data={"n": n})
        for n in range(50)
    ]  # fmt: skip

    with transaction.atomic():
        actions.record_many(drafts)

    read = queries.list_timeline(customer=CITIZEN, by=SYSTEM, limit=100)
    assert [entry.data["n"] for entry in read] == list(range(49, -1, -1))


def test_a_sealed_journal_is_intact(at: datetime) -> None:
    for day in range(7):
        write(at + timedelta(days=day))
        actions.seal(at=(at + timedelta(days=day)).astimezone(ZONE))

    verdict = queries.verify(check_head=holds)

    assert (verdict.intact, verdict.sealed, verdict.heads) == (True, 7, 7)


def test_a_journal_that_is_sealed_while_it_is_verified_is_intact(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(at)
    actions.seal(at=at)
    compare = queries._compare_with_leaves

    def compare_while_sealing(sizes: list[int]) -> tuple[list[str], list[bytes]]:
        found = compare(sizes)
        write(at)
        actions.seal(at=at)
        return found

    monkeypatch.setattr(queries, "_compare_with_leaves", compare_while_sealing)

    assert queries.verify(check_head=holds).intact


def test_sealing_twice_seals_nothing_twice(at: datetime) -> None:
    write(at)

    assert actions.seal(at=at) is not None
    assert actions.seal(at=at) is None


def test_an_entry_is_proved_under_the_signed_head(at: datetime) -> None:
    entries = [write(at) for _ in range(6)]
    actions.seal(at=at)

    proof = queries.prove(entries[3])

    leaf = merkle.hash_leaf(proof.entry)
    assert merkle.is_included(leaf, proof.index, proof.head.size, proof.path, proof.head.root)


@pytest.mark.parametrize(
    "forgery",
    [
        "update journal_entry set door = 'desk' where id = %s",
        "update journal_entry set data = jsonb_set(data, '{place,en}', '\"Harbour Roae\"') where id = %s",
        "update journal_entry set happened_at = happened_at + interval '1 microsecond' where id = %s",
        "delete from journal_entry where id = %s",
    ],
)
def test_one_changed_byte_names_the_entry(at: datetime, forgery: str) -> None:
    victim = [write(at) for _ in range(5)][2]
    actions.seal(at=at)

    forge(forgery, victim)

    verdict = queries.verify(check_head=holds)
    assert not verdict.intact
    assert str(victim) in verdict.faults[0]


def test_a_line_slipped_in_behind_the_seal_is_found(at: datetime) -> None:
    write(at)
    actions.seal(at=at)
    late = write(at)

    forge("update journal_entry set written_in = 1 where id = %s", late)

    assert f"entry {late} was slipped in behind the seal" in queries.verify(check_head=holds).faults


def test_two_entries_that_changed_places_are_named(at: datetime) -> None:
    entries = [write(at) for _ in range(4)]
    actions.seal(at=at)

    swap_leaves(1, 2)

    faults = queries.verify(check_head=holds).faults
    assert f"entry {entries[1]} was moved" in faults
    assert "head 4: its root does not follow from the leaves" in faults


def test_what_was_written_before_and_sealed_later_was_not_moved(at: datetime) -> None:
    late = write(at)
    forge("update journal_entry set written_in = written_in + 1000 where id = %s", late)
    actions.seal(at=at)
    write(at)
    actions.seal(at=at)

    assert not [fault for fault in queries.verify(check_head=holds).faults if "moved" in fault]


def test_a_cut_tail_does_not_follow_from_the_signed_head(at: datetime) -> None:
    entries = [write(at) for _ in range(3)]
    actions.seal(at=at)

    forge("delete from journal_leaf where entry = %s", entries[-1])

    assert any("tail was cut off" in fault for fault in queries.verify(check_head=holds).faults)


def test_a_head_signed_by_another_key_is_refused(at: datetime) -> None:
    write(at)
    actions.seal(at=at)

    verdict = queries.verify(check_head=lambda *_: False)

    assert verdict.faults == ("head 1: its signature does not hold",)


def months_looked_through(entry: UUID) -> int:
    """How many partitions were asked for the entry, by the plans of its statements."""
    with CaptureQueriesContext(connection) as asked:
        queries.get_entry(entry)
    looked = 0
    for one in asked.captured_queries:
        if "from journal_entry " in one["sql"]:
            with connection.cursor() as cursor:
                cursor.execute("explain " + one["sql"])
                looked += sum("Scan" in row[0] and "on journal_entry_" in row[0] for row in cursor.fetchall())
    return looked


def test_an_entry_is_found_by_the_time_in_its_id_in_one_month() -> None:
    entry = write(datetime.now(UTC))
    assert queries.get_entry(entry).id == entry
    assert months_looked_through(entry) <= 3, "its hour may touch two months, and the rest has one table"


def test_what_was_written_with_another_days_date_is_found_by_its_leaf(at: datetime) -> None:
    """A demo city's clock, or what is told a day later: the id says when it was written, not when it was."""
    entry = write(at)
    actions.seal(at=at)
    assert queries.get_entry(entry).happened_at == at
    assert months_looked_through(entry) <= 4


def test_what_is_not_sealed_yet_is_found_in_whichever_month_it_is(at: datetime) -> None:
    entry = write(at)
    assert queries.get_entry(entry).happened_at == at


@pytest.mark.parametrize("other", [uuid4(), UUID(int=0), new_id(), UUID(int=(0x7 << 76) | (2**48 - 1) << 80)])
def test_an_id_of_nothing_is_not_found_whatever_its_kind(other: UUID) -> None:
    with pytest.raises(NotFound):
        queries.get_entry(other)


def test_an_id_of_another_kind_is_found_all_the_same(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    old = uuid4()
    monkeypatch.setattr("onedoor.journal.rows.new_id", lambda: old)
    assert write(at) == old
    assert queries.get_entry(old).happened_at == at


def test_what_an_actor_touched_is_looked_up_by_the_actor(at: datetime) -> None:
    officer = Actor(kind="officer", account=new_id(), door="desk", assurance=3, agency="REV")
    for by, customer in ((officer, CITIZEN), (officer, CITIZEN), (SYSTEM, STRANGER)):
        actions.record(
            LOOKED, subject_kind="house", subject=new_id(), customer=customer, agency="REV", by=by, at=at
        )
    span = {"since": at, "until": at + timedelta(hours=1), "register": "", "attribute": ""}
    assert officer.account
    events = [LOOKED.name]
    assert queries.count_touched(**span, actor=officer.account, agency="", events=events) == {CITIZEN: 2}
    both = queries.count_touched(**span, actor=None, agency="REV", events=events)
    assert both == {CITIZEN: 2, STRANGER: 1}
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select customer from journal_entry where customer is not null and actor = %s"
            " and actor_kind <> 'system' and happened_at >= %s and happened_at < %s",
            [officer.account, at, at + timedelta(hours=1)],
        )
        assert "actor_happened_at_idx" in str(cursor.fetchall())
