"""At the desk: an officer asks another agency, is answered, and rates the answer."""

import pytest
from django.test import Client

from onedoor.cases.models import Case, CaseRating
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit

pytestmark = pytest.mark.django_db

ASKED = {
    "agency": "LIB", "subject": "Readers' cards", "needed": "How many?", "basis": "Statistics Act",
    "purpose": "Planning",
}  # fmt: skip


def test_asked_answered_and_rated(desk: Client, elsewhere: Client) -> None:
    page = desk.post("/desk/agency-requests/new/", ASKED)["Location"]
    assert "Statistics Act" in elsewhere.get(page).content.decode()
    assert elsewhere.post(page, {"answer": ""}).status_code == 422
    elsewhere.post(page, {"answer": "12,000"})
    assert "12,000" in desk.get(page).content.decode()
    assert desk.post(page, {"stars": "1", "comment": ""}).status_code == 422
    assert not CaseRating.objects.exists()
    desk.post(page, {"stars": "1", "comment": "Of which year?"})
    assert Case.objects.filter(kind="poor-rating", agency="LIB").count() == 1
    assert 'name="stars"' not in desk.get(page).content.decode()
    assert "1 of 5" in desk.get("/desk/agency-requests/").content.decode()
    assert "We were asked" in elsewhere.get("/desk/agency-requests/").content.decode()


def test_what_is_missing_is_asked_for(desk: Client) -> None:
    answer = desk.post("/desk/agency-requests/new/", ASKED | {"needed": ""})
    assert answer.status_code == 422
    assert "Statistics Act" in answer.content.decode()


def test_without_the_permission_it_stays_shut(desk: Client, sit: Sit, hire: Hire) -> None:
    counter = sit(hire("Dan Ho", role="counter-officer"))
    assert counter.post("/desk/agency-requests/new/", ASKED).status_code == 403
    third = sit(hire("Wen Koh", agency="CIV"))
    page = desk.post("/desk/agency-requests/new/", ASKED)["Location"]
    assert third.get(page).status_code == 404
