"""Steps whose time is over, and pages of questions that open only on the way."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.ids import new_id
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView
from onedoor.services.models import Wait
from onedoor.trust import actions as trust
from onedoor.trust.types import LockedBy
from tests.services.flow.agency import PaperAgency
from tests.services.flow.conftest import CarryOut, Moves, Task, of, waits

LOCKS = frozenset({"accounts.lock"})


def later(at: datetime, days: int) -> datetime:
    moment = at + timedelta(days=days)
    actions.act_on_late_waits(by=SYSTEM, at=moment)
    return moment


@pytest.fixture
def slow_bank(agencies: dict[str, PaperAgency]) -> PaperAgency:
    agencies["bank"] = PaperAgency(mood="slow")
    return agencies["bank"]


def test_the_way_goes_on_without_what_may_be_late_and_takes_it_still(
    moves: Moves, carry_out: CarryOut, task: Task, slow_bank: PaperAgency, citizen: Actor, at: datetime
) -> None:
    from onedoor.services.actions.agency_work import note_receipt

    view = moves()
    carry_out()
    assert "bank" in waits(queries.get_application(view.number, by=citizen))
    moment = later(at, 2)
    (bank,) = [s for s in queries.get_application(view.number, by=citizen).steps if s.id == "bank"]
    assert (bank.state, bank.ends) == ("done", "late")
    slow_bank.mood = "well"
    note_receipt(task=task("bank").id, receipt=slow_bank.ask(slow_bank.heard[0]), by=SYSTEM, at=moment)
    assert (task("bank").state, task("bank").late) == ("done", True)


def test_an_agency_that_is_late_is_reminded_in_its_own_case_once(
    moves: Moves, carry_out: CarryOut, task: Task, at: datetime
) -> None:
    moves()
    carry_out()
    later(at, 4)
    later(at, 5)
    notes = cases.get_case(task("flat").case or UUID(int=0), by=of("HSG")).notes
    assert len([note for note in notes if "Not there in time" in note.text]) == 1


def test_before_its_time_nothing_is_late(moves: Moves, carry_out: CarryOut, at: datetime) -> None:
    moves()
    carry_out()
    assert actions.act_on_late_waits(by=SYSTEM, at=at + timedelta(hours=1)) == 0


@pytest.fixture
def asked(moves: Moves, carry_out: CarryOut, task: Task, citizen: Actor, at: datetime) -> ApplicationView:
    """She lets a room, so that the flat opens one more page for her."""
    view = moves(lets=True)
    carry_out()
    actions.complete_task(task=task("flat").id, by=of("HSG"), at=at)
    return queries.get_application(view.number, by=citizen)


def send(view: ApplicationView, by: Actor, at: datetime, **answers: Any) -> Any:
    return actions.save_page(
        application=view.id, page="lease", answers=answers, revision=view.revision, by=by, at=at
    )


def test_a_page_for_later_is_no_part_of_the_form(moves: Moves, citizen: Actor, at: datetime) -> None:
    view = moves(lets=True)
    assert [page.id for page in view.pages] == ["home"]
    with pytest.raises(NotFound):
        queries.get_page(view.number, "lease", by=citizen)
    with pytest.raises(Conflict):
        send(view, citizen, at, lease="A-1")


def test_it_opens_when_the_way_has_come_to_it_and_she_must_act(
    asked: ApplicationView, citizen: Actor
) -> None:
    (first, *_) = asked.waits_for
    assert (first.id, first.you_must_act, first.page) == ("room", True, "lease")
    assert queries.get_page(asked.number, "lease", by=citizen).page.id == "lease"
    assert [card.you_must_act for card in queries.list_applications(asked.customer, by=citizen)] == [True]


def test_her_answer_is_kept_and_the_way_goes_on(asked: ApplicationView, citizen: Actor, at: datetime) -> None:
    saved = send(asked, citizen, at, lease="Room 2, from May")
    assert saved.ok
    assert "room" not in waits(saved.application)
    (lease,) = [line for group in saved.application.groups for line in group.lines if line.field == "lease"]
    assert lease.shown == "Room 2, from May"


def test_an_answer_with_a_mistake_waits_for_its_mending(
    asked: ApplicationView, citizen: Actor, at: datetime
) -> None:
    saved = send(asked, citizen, at, lease="")
    assert not saved.ok
    assert "room" in waits(saved.application)


def test_other_pages_stay_as_they_were_signed(asked: ApplicationView, citizen: Actor, at: datetime) -> None:
    with pytest.raises(Conflict):
        actions.save_page(
            application=asked.id, page="home", answers={"address": "elsewhere"}, revision=asked.revision,
            by=citizen, at=at,
        )  # fmt: skip


def test_a_stranger_cannot_answer_for_her(asked: ApplicationView, stranger: Actor, at: datetime) -> None:
    with pytest.raises(NotFound):
        send(asked, stranger, at, lease="mine")


def test_no_time_runs_out_against_her_while_her_identity_is_locked(
    asked: ApplicationView, citizen: Actor, at: datetime
) -> None:
    one, other = (replace(of("CIV"), account=new_id(), assurance=3, permissions=LOCKS) for _ in range(2))
    trust.lock_identity(customer=asked.customer, how=LockedBy.SEEN, by=one, at=at)
    later(at, 6)
    assert queries.get_application(asked.number, by=citizen).ended == ""
    trust.ask_to_open(customer=asked.customer, by=one, at=at + timedelta(days=6))
    trust.open_identity(customer=asked.customer, by=other, at=at + timedelta(days=6))
    later(at, 7)
    assert queries.get_application(asked.number, by=citizen).ended == ""
    later(at, 12)
    assert queries.get_application(asked.number, by=citizen).ended == "late"


def test_where_the_service_says_so_it_ends_when_nothing_comes(
    asked: ApplicationView, citizen: Actor, at: datetime
) -> None:
    later(at, 6)
    view = queries.get_application(asked.number, by=citizen)
    assert (view.state, view.ended) == ("closed", "late")
    assert not Wait.objects.filter(over_at=None).exists()


def test_an_officer_of_the_lead_agency_lets_it_go_on_without_a_step(
    asked: ApplicationView, citizen: Actor, at: datetime
) -> None:
    with pytest.raises(NotFound):
        actions.go_on_without(application=asked.id, step="room", by=of("HSG"), at=at)
    actions.go_on_without(application=asked.id, step="room", by=of("CIV"), at=at)
    assert "room" not in waits(queries.get_application(asked.number, by=citizen))
    with pytest.raises(Conflict):
        actions.go_on_without(application=asked.id, step="room", by=of("CIV"), at=at)
