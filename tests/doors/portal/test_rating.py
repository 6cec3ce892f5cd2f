"""On the web: how well was it done, signed in or with the number alone."""

import pytest
from django.test import Client

from onedoor.cases.models import Case
from onedoor.feedback.models import Rating
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.services.applications.types import ApplicationView
from tests.cases.conftest import Open, opened  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(opened: Open) -> str:  # noqa: F811
    return opened().number


def test_the_tracking_page_leads_to_it(client: Client, number: str) -> None:
    assert f"/rate/?number={number}" in client.get(f"/track/?number={number}").content.decode()

    page = client.get(f"/rate/?number={number}").content.decode()

    assert f'value="{number}"' in page
    assert "How well was it done?" in page


def test_a_poor_one_is_promised_a_call(client: Client, number: str) -> None:
    answer = client.post("/rate/", {"number": number, "stars": "1", "comment": "I waited."})

    with scoped(SYSTEM):
        assert Case.objects.get(kind="follow-up").number in answer.content.decode()
        assert Rating.objects.get().comment == "I waited."


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"stars": ""}, "Choose one to five stars."),
        ({"number": "HC-XXXX-XXXX-X", "stars": "4"}, "not one of our numbers"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    client: Client, number: str, typed: dict[str, str], says: str
) -> None:
    answer = client.post("/rate/", {"number": number, "comment": "Fine, really."} | typed)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Fine, really." in answer.content.decode()


def test_a_draft_is_not_rated(browser: Client, draft: ApplicationView) -> None:
    answer = browser.post("/rate/", {"number": draft.number, "stars": "5"})

    assert answer.status_code == 422
    assert "Send it first" in answer.content.decode()


def test_in_chinese(client: Client, number: str) -> None:
    client.post("/language/", {"language": "zh-hans"})

    assert "哪里好，哪里不好？" in client.get(f"/rate/?number={number}").content.decode()
