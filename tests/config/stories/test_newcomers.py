"""A story can be told again: its people settle anew each time, and each can sign in."""

from datetime import date, datetime

import pytest

from onedoor.config.stories.newcomers import settle_anew
from onedoor.exchange import actions as exchange
from onedoor.kernel.actors import SYSTEM
from onedoor.people import queries as people
from tests.exchange.files import EMPLOYER_ID

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipyard(at: datetime) -> None:
    """The city has an employer that reports pay."""
    exchange.register_partner(
        code="shipyard", kind="employer", name={"en": "Harbour Shipyard", "zh-hans": "海港船厂"},
        organisation=EMPLOYER_ID, active_from=date(2010, 1, 1), by=SYSTEM, at=at,
    )  # fmt: skip


@pytest.mark.parametrize("service", ["birth", "business", "health-cover", "job-seeker", "move"])
def test_the_same_people_settle_twice_as_others(service: str, shipyard: None) -> None:
    first, second = settle_anew(service), settle_anew(service)
    assert first.keys() == second.keys()
    assert not {one.id for one in first.values()} & {one.id for one in second.values()}
    names = {one.name for one in second.values()}
    assert names == {people.get_customer(one.id, by=SYSTEM).name for one in second.values()}


def test_a_service_without_people_says_so() -> None:
    with pytest.raises(LookupError, match=r"add personas\.yaml"):
        settle_anew("income-tax")
