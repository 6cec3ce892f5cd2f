"""Both sides are told who may act for whom, once, in both languages."""

from collections.abc import Callable
from datetime import datetime

import pytest

from onedoor.contact import queries
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.people.types import Customer
from tests.people.conftest import ada, ben

__all__ = ["ada", "ben"]


@pytest.mark.django_db
def test_both_are_told_when_it_begins_and_when_it_ends(
    ada: Customer, ben: Customer, at: datetime, deliver: Callable[[], int]
) -> None:
    mandate = people.grant_mandate(giver=ada.id, holder=ben.id, role="carer", by=SYSTEM, at=at)
    deliver()
    people.end_mandate(mandate=mandate.id, by=SYSTEM, at=at)
    deliver()
    hers = [one.body for one in queries.list_messages(ada.id, by=SYSTEM)]
    his = [one.body for one in queries.list_messages(ben.id, by=SYSTEM)]
    assert [len(hers), len(his)] == [2, 2]
    assert any("Lim Wei Ben may act for you from now on, as: Carer." in body["en"] for body in hers)
    assert any("不再可代理您" in body["zh-hans"] for body in hers)
    assert any("You may no longer act for Tan Hui Xin, Ada as: Carer." in body["en"] for body in his)
