"""A step brings about a record, such as a child: its parts by formulas, kept beside those that are there."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.exchange.types import NewValue
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions
from onedoor.services.models import BroughtValue
from tests.services.flow.conftest import CarryOut, Moves, Task, of
from tests.services.flow.test_agency_work import WET

ADA = {"name": "Ada", "birth_date": date(2015, 6, 11), "citizen": True, "order": 1}
LODGER = {"name": "Bo Lin", "birth_date": date(2001, 2, 3)}


@pytest.fixture
def ada(mei: UUID, at: datetime) -> None:
    """A child whom the register has already."""
    new = [NewValue(mei, "children", ADA, "", reference="C-1")]
    exchange.report_values(register="civil-register", source="CIV", values=new, by=SYSTEM, at=at)


def held(mei: UUID, by: Actor) -> list[Any]:
    return [one.value for one in registers.list_held(mei, by=by) if one.attribute == "children"]


def test_the_record_joins_those_that_are_there(
    ada: None, moves: Moves, carry_out: CarryOut, mei: UUID, citizen: Actor
) -> None:
    moves(lets=True)
    carry_out()
    assert sorted(held(mei, citizen), key=str) == sorted([ADA, LODGER], key=str)


def test_with_no_part_there_is_no_record(
    moves: Moves, carry_out: CarryOut, mei: UUID, citizen: Actor
) -> None:
    moves(lets=False)
    carry_out()
    assert held(mei, citizen) == []
    assert not BroughtValue.objects.filter(name="lodger").exists()


def test_undone_it_leaves_the_register_and_the_others_stay(
    ada: None, moves: Moves, carry_out: CarryOut, task: Task, mei: UUID, citizen: Actor, at: datetime
) -> None:
    moves(lets=True)
    carry_out()
    actions.refuse_task(task=task("flat").id, reasons=[WET], by=of("HSG"), at=at)
    assert held(mei, citizen) == [ADA]
