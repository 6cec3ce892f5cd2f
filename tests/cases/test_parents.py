"""A case and those that belong to it: one line for the customer, the whole for officers."""

from datetime import datetime

import pytest

from onedoor.cases import actions, queries
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid
from tests.cases.conftest import Open


def test_a_case_does_not_close_before_its_parts_unless_with_a_reason(
    opened: Open, officer: Actor, at: datetime
) -> None:
    parent = actions.take_case(case=opened().id, by=officer, at=at)
    child = opened(parent=parent.id)
    with pytest.raises(Invalid) as refused:
        actions.close_case(case=parent.id, outcome="approved", by=officer, at=at)
    assert child.number in str(refused.value.message)
    why = "The second part goes on by itself."
    assert (
        actions.close_case(case=parent.id, outcome="approved", reason=why, by=officer, at=at).closed_at == at
    )


def test_once_its_parts_are_finished_it_closes(opened: Open, officer: Actor, at: datetime) -> None:
    parent = actions.take_case(case=opened().id, by=officer, at=at)
    actions.close_case(case=opened(parent=parent.id).id, outcome="approved", by=SYSTEM, at=at)
    assert actions.close_case(case=parent.id, outcome="approved", by=officer, at=at).closed_at == at


def test_a_named_rule_closes_the_whole(opened: Open, at: datetime) -> None:
    parent = opened()
    opened(parent=parent.id)
    assert actions.close_case(case=parent.id, outcome="assessed", rule="R1", by=SYSTEM, at=at).closed_at == at


def test_officers_see_the_parts_the_customer_one_line(
    opened: Open, officer: Actor, elsewhere: Actor, citizen: Actor, at: datetime
) -> None:
    parent, alone = opened(), opened()
    child = opened(parent=parent.id)
    assert citizen.customer
    assert [one.number for one in queries.list_children(parent.id, by=officer)] == [child.number]
    assert queries.list_children(parent.id, by=elsewhere) == []
    hers = {one.number for one in queries.list_cases(citizen.customer, by=citizen)}
    assert hers == {parent.number, alone.number}
    assert len(queries.list_cases(citizen.customer, by=officer)) == 3
