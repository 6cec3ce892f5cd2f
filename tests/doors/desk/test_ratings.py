"""At the desk: an agency reads what was said of it, and nobody else's."""

from datetime import datetime

import pytest
from django.test import Client

from onedoor.feedback import actions
from onedoor.kernel.actors import ANONYMOUS
from tests.cases.conftest import Open, opened  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db


def test_an_agency_reads_what_was_said_of_it(
    desk: Client,
    elsewhere: Client,
    opened: Open,  # noqa: F811
    at: datetime,
) -> None:
    number = opened().number
    said = actions.rate(number=number, stars=2, comment="Slow.", door="phone", by=ANONYMOUS, at=at)

    page = desk.get("/desk/ratings/").content.decode()

    assert all(words in page for words in (number, said.follow_up, "Slow.", "phone", "without a name"))
    assert number not in elsewhere.get("/desk/ratings/").content.decode()


def test_only_poor_ones(desk: Client, opened: Open, at: datetime) -> None:  # noqa: F811
    good, poor = opened().number, opened().number
    actions.rate(number=good, stars=5, door="web", by=ANONYMOUS, at=at)
    actions.rate(number=poor, stars=1, door="web", by=ANONYMOUS, at=at)

    page = desk.get("/desk/ratings/?poor=1").content.decode()

    assert poor in page
    assert good not in page
