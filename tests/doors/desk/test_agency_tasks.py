"""An agency's part on its desk: what it is told, done or refused, and the whole for the one that leads."""

import pytest
from django.test import Client

from onedoor.cases import queries as cases
from onedoor.kernel.actors import SYSTEM
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit
from tests.services.flow.conftest import CarryOut, Moves, Task, agencies, carry_out, catalogue, moves, task

__all__ = ["agencies", "carry_out", "catalogue", "moves", "task"]


@pytest.fixture
def board(sit: Sit, hire: Hire) -> Client:
    """The desk of an officer of the Housing Board."""
    return sit(hire("Kit Ong", agency="HSG"))


@pytest.fixture
def address(moves: Moves, carry_out: CarryOut, task: Task) -> str:
    """The case behind the Housing Board's part."""
    moves()
    carry_out()
    found = task("flat").case
    assert found is not None
    return f"/desk/cases/{cases.get_case(found, by=SYSTEM).number}/"


def test_the_officer_sees_what_her_agency_is_told_and_no_more(address: str, board: Client) -> None:
    html = board.get(address).content.decode()
    assert "7 Quay Street" in html
    assert "nobody&#x27;s business" not in html
    assert "Our part is done" in html
    assert "Decide and close" not in html


def test_one_press_and_it_is_done(address: str, board: Client, task: Task) -> None:
    board.post(f"{address}complete/", {}, follow=True)
    assert (task("flat").state, task("flat").ended_by_name) == ("done", "Kit Ong")


def test_a_no_without_a_reason_comes_back(address: str, board: Client, task: Task) -> None:
    assert board.post(f"{address}refuse/", {"refuse-reasons": " "}).status_code == 422
    assert task("flat").state == "sent"


def test_each_line_is_a_reason(address: str, board: Client, task: Task) -> None:
    board.post(f"{address}refuse/", {"refuse-reasons": "The cellar is wet.\nThe roof leaks."}, follow=True)
    assert [reason["en"] for reason in task("flat").reasons] == ["The cellar is wet.", "The roof leaks."]


def test_the_case_is_not_closed_past_its_task(address: str, board: Client, task: Task) -> None:
    board.post(f"{address}take/", {})
    board.post(f"{address}close/", {"close-outcome": "approved", "close-reason": ""})
    assert task("flat").state == "sent"


def test_an_officer_of_another_agency_finds_nothing(address: str, elsewhere: Client) -> None:
    assert elsewhere.get(address).status_code == 404


def test_the_lead_agency_sees_the_whole_way_and_the_ledger(
    address: str, sit: Sit, hire: Hire, task: Task
) -> None:
    lead = sit(hire("Ana Goh", agency="CIV"))
    html = lead.get(f"/desk/cases/{task('flat').number}/").content.decode()
    assert "look-way__picture" in html
    assert "What was done, and what was taken back" in html
