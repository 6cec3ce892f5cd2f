"""The work list: by lane, then by promise, by nothing else."""

from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.catalogue import load_queues
from onedoor.cases.types import QueueFilters
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.documents import Faulty
from tests.cases.conftest import Open


def test_urgent_before_fast_before_normal_then_by_promise(opened: Open, officer: Actor) -> None:
    later, sooner = opened(promise="P9D"), opened(promise="P1D")
    fast, urgent = opened(lane="fast", promise="P20D"), opened(lane="urgent", promise="P30D")
    assert [case.id for case in queries.list_queue(by=officer)] == [urgent.id, fast.id, sooner.id, later.id]


def test_no_filter_is_about_a_person() -> None:
    about_work = {"queue", "kind", "lane", "service", "state", "mine", "unowned", "late"}
    assert {field.name for field in fields(QueueFilters)} == about_work


def test_finished_work_leaves_the_list(opened: Open, officer: Actor, at: datetime) -> None:
    case = opened()
    actions.close_case(case=case.id, outcome="upheld", by=SYSTEM, at=at)
    assert queries.list_queue(by=officer) == []
    assert queries.count_queue(by=officer, filters=QueueFilters(state="closed")) == 1


def test_filters_narrow(opened: Open, officer: Actor, at: datetime) -> None:
    mine, other = (
        opened(),
        opened(kind="income-tax", service="departure-clearance", promise="PT1H", calendar="always"),
    )
    actions.take_case(case=mine.id, by=officer, at=at)
    later = at + timedelta(hours=2)

    def ids(**wanted: object) -> list[object]:
        filters = QueueFilters(**wanted)  # type: ignore[arg-type]
        return [case.id for case in queries.list_queue(by=officer, filters=filters, at=later)]

    assert ids(mine=True) == [mine.id]
    assert (
        ids(unowned=True) == ids(late=True) == ids(kind="income-tax") == ids(queue="rev-review") == [other.id]
    )
    assert ids(queue="rev-disputes") == ids(service="income-tax") == [mine.id]
    assert ids(queue="no-such-queue") == []


def test_a_stopped_clock_is_not_late(opened: Open, officer: Actor, at: datetime) -> None:
    case = opened(promise="P1D")
    actions.stop_clock(case=case.id, reason="court", by=officer, at=at)
    assert queries.list_queue(by=officer, filters=QueueFilters(late=True), at=at + timedelta(days=9)) == []


def test_the_list_comes_in_pages(opened: Open, officer: Actor) -> None:
    cases = [opened(promise=f"P{day}D", customer=uuid4()) for day in (1, 2, 3)]
    assert [c.id for c in queries.list_queue(by=officer, limit=2, offset=1)] == [cases[1].id, cases[2].id]


def test_an_officer_sees_the_queues_of_her_agency(officer: Actor, elsewhere: Actor) -> None:
    assert {queue.agency for queue in queries.list_queues(by=officer)} == {"REV"}
    assert [queue.code for queue in queries.list_queues(by=elsewhere)] == ["lab-all"]


def test_a_wrong_queue_file_names_its_lines(tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text(
        "a:\n  title: {en: A, zh-hans: 甲}\nb:\n  title: {en: B}\n  agency: X\n  lanes: [slow]\n"
    )
    with pytest.raises(Faulty) as faulty:
        load_queues(tmp_path / "q.yaml")
    assert [fault.line for fault in faulty.value.faults] == [1, 4, 6]
