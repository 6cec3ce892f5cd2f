"""Who may know of a case: one filter for list, detail, search and writes, and the wall behind it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.models import Case, CaseNote, ClockStop
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from tests.cases.conftest import Open

Look = Callable[[UUID, str, Actor], bool]


def _by_detail(case: UUID, number: str, by: Actor) -> bool:
    try:
        return queries.get_case(case, by=by).id == case
    except NotFound:
        return False


def _by_note(case: UUID, number: str, by: Actor) -> bool:
    try:
        return bool(
            actions.add_note(case=case, text="x", by=by, at=datetime.fromisoformat("2025-03-10T09:00+08:00"))
        )
    except NotFound:
        return False


LOOKS: dict[str, Look] = {
    "detail": _by_detail,
    "search": lambda case, number, by: queries.find_case(number.lower(), by=by) is not None,
    "queue": lambda case, number, by: case in [found.id for found in queries.list_queue(by=by)],
    "write": _by_note,
}


@pytest.fixture
def partner() -> Actor:
    return Actor(
        kind="partner",
        partner="good-works",
        door="partner",
        permissions=frozenset({"cases.read", "cases.work"}),
    )


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_only_the_customer_and_her_agencies_officers_see_it(
    opened: Open,
    look: Look,
    citizen: Actor,
    stranger: Actor,
    officer: Actor,
    elsewhere: Actor,
    partner: Actor,
) -> None:
    case = opened()
    sees = {name: look(case.id, case.number, by) for name, by in
            {"citizen": citizen, "stranger": stranger, "officer": officer, "elsewhere": elsewhere,
             "partner": partner}.items()}  # fmt: skip
    assert sees == {"citizen": True, "stranger": False, "officer": True, "elsewhere": False, "partner": False}


def test_a_role_without_the_permission_sees_none(opened: Open, officer: Actor) -> None:
    opened()
    assert queries.list_queue(by=replace(officer, permissions=frozenset())) == []


def test_an_officer_sees_the_case_of_the_person_beside_her(
    opened: Open, elsewhere: Actor, citizen: Actor
) -> None:
    case = opened()
    assert queries.get_case(case.id, by=replace(elsewhere, customer=citizen.customer)).id == case.id


def test_working_notes_stay_inside(opened: Open, officer: Actor, citizen: Actor, at: datetime) -> None:
    case = opened()
    actions.add_note(case=case.id, text="Ask the charity first.", by=officer, at=at)
    actions.add_note(case=case.id, text="We asked the charity.", audience="citizen", by=officer, at=at)
    assert [note.text for note in queries.get_case(case.id, by=citizen).notes] == ["We asked the charity."]
    assert len(queries.get_case(case.id, by=officer).notes) == 2


def test_the_database_holds_the_same_wall(
    opened: Open,
    officer: Actor,
    citizen: Actor,
    stranger: Actor,
    elsewhere: Actor,
    partner: Actor,
    at: datetime,
) -> None:
    case = opened()
    actions.add_note(case=case.id, text="Inside.", by=officer, at=at)
    actions.stop_clock(case=case.id, reason="reporter", by=officer, at=at)
    seen = {}
    for name, by in {"officer": officer, "citizen": citizen, "stranger": stranger, "elsewhere": elsewhere,
                     "partner": partner}.items():  # fmt: skip
        with scoped(by):
            seen[name] = (Case.objects.count(), ClockStop.objects.count(), CaseNote.objects.count())
    assert seen == {"officer": (1, 1, 1), "citizen": (1, 1, 0), "stranger": (0, 0, 0), "elsewhere": (0, 0, 0),
                    "partner": (0, 0, 0)}  # fmt: skip
