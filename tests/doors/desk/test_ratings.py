"""At the desk: an agency reads what was said of it, and nobody else's."""

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.feedback import actions
from onedoor.feedback.queries import find_rating
from onedoor.kernel.actors import ANONYMOUS, SYSTEM
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


RATE = "/desk/assist/rate/"


def test_a_customer_who_is_present_rates_at_the_counter(
    present: Client,
    mei: UUID,
    opened: Open,  # noqa: F811
) -> None:
    number = opened(customer=mei).number

    assert "Turn the screen" in present.get(f"{RATE}?number={number}").content.decode()
    present.post(RATE, {"number": number, "stars": "4", "comment": "Kind."})

    said = find_rating(number, by=SYSTEM)
    assert said is not None
    assert (said.stars, said.door, said.is_identified, said.comment) == (4, "counter", True, "Kind.")


def test_nothing_of_a_stranger_is_rated_with_her_and_nothing_without_stars(
    present: Client,
    mei: UUID,
    opened: Open,  # noqa: F811
) -> None:
    strange, hers = opened(customer=None).number, opened(customer=mei).number

    assert present.post(RATE, {"number": strange, "stars": "1"}).status_code == 422
    assert present.post(RATE, {"number": hers, "stars": ""}).status_code == 422
    assert find_rating(strange, by=SYSTEM) is None
    assert find_rating(hers, by=SYSTEM) is None


def test_an_officer_alone_rates_nothing(
    desk: Client,
    mei: UUID,
    opened: Open,  # noqa: F811
) -> None:
    number = opened(customer=mei).number

    assert desk.post(RATE, {"number": number, "stars": "5"}).status_code == 302
    assert find_rating(number, by=SYSTEM) is None
