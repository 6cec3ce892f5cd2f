"""At the desk: what is over is proposed by one, approved by another, and held where the law asks for it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from onedoor.contact import actions as contact
from onedoor.contact.models import Letter
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.people.models import Disposal
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit


@pytest.fixture
def archive(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Omar Said", agency="CIO", role="records-officer"))


@pytest.fixture
def old_letter(mei: UUID, at: datetime) -> UUID:
    """A letter of nine years ago."""
    return contact.issue_letter(
        customer=mei, kind="notice", title={"en": "Notice", "zh-hans": "通知书"}, content={"agency": "REV"},
        by=SYSTEM, at=at - timedelta(days=9 * 366),
    ).id  # fmt: skip


def disposal() -> Disposal:
    return Disposal.objects.get()


def test_two_dispose_of_what_is_over(
    archive: Client, supervisor: Client, old_letter: UUID, deliver: object
) -> None:
    page = archive.get("/desk/records/").content.decode()
    assert "7 years after it was issued" in page
    archive.post("/desk/records/propose/")
    assert archive.post(f"/desk/records/{disposal().id}/approve/").status_code == 403
    supervisor.post(f"/desk/records/{disposal().id}/approve/")
    deliver()  # type: ignore[operator]

    assert not Letter.objects.filter(id=old_letter).exists()
    assert disposal().gone == {"contact.Letter": 1}
    assert "Disposed of" in archive.get("/desk/records/").content.decode()


def test_a_held_case_and_a_held_customer_show_as_held(
    supervisor: Client, old_letter: UUID, mei: UUID, opened_number: str, at: datetime
) -> None:
    until = (clock.today() + timedelta(days=30)).isoformat()
    answer = supervisor.post(
        "/desk/records/holds/", {"number": opened_number, "reason": "Court order", "until": until}
    )

    assert answer.status_code == 302
    assert "Court order" in supervisor.get("/desk/records/").content.decode()


@pytest.mark.parametrize("wrong", [{"number": "HC-0000-0000-0"}, {"until": ""}, {"reason": " "}])
def test_a_wrong_hold_is_explained(supervisor: Client, opened_number: str, wrong: dict[str, str]) -> None:
    typed = {"number": opened_number, "reason": "Court order", "until": "2040-01-01", **wrong}

    answer = supervisor.post("/desk/records/holds/", typed)

    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


def test_other_officers_do_not_open_it(desk: Client) -> None:
    assert desk.get("/desk/records/").status_code == 403
    assert desk.post("/desk/records/propose/").status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_is_whole_in_both_languages(archive: Client, old_letter: UUID, language: str) -> None:
    archive.post("/language/", {"language": language})
    text = archive.get("/desk/records/").content.decode()

    assert text.count("<h1") == 1
    assert "style=" not in text
