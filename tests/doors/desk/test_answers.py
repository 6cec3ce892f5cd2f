"""At the desk: an officer finds what to say, writes it better, and a second one approves."""

from datetime import datetime

import pytest
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.knowledge import actions, queries
from onedoor.knowledge.types import Form
from tests.cases.conftest import Hire, Open, opened  # noqa: F401  # fixtures
from tests.doors.desk.conftest import Sit

pytestmark = pytest.mark.django_db
WORDS = {
    "title_en": "How long?", "title_zh": "多久？", "answer_en": "You wait {clock}.",
    "answer_zh": "须{clock}。",
    "points_en": "", "points_zh": "", "note": "Shorter",
}  # fmt: skip


@pytest.fixture(autouse=True)
def answers(at: datetime) -> None:
    actions.load_articles(by=SYSTEM, at=at)


@pytest.fixture
def editor(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Ana Goh", agency="CIV", role="supervisor"))


@pytest.fixture
def second(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Ravi Pillai", agency="CIV", role="supervisor"))


def test_an_officer_finds_an_answer_with_its_internal_part(desk: Client) -> None:
    page = desk.post("/desk/answers/", {"asked": "talk to a human"}).content.decode()

    assert "do not give out another number" in page


def test_an_edit_is_offered_and_approved_by_a_second_person(editor: Client, second: Client) -> None:
    page = editor.post("/desk/answers/write/move-how/", WORDS, follow=True)
    version = page.context["version"].id
    editor.post(f"/desk/answers/versions/{version}/offer/")
    refused = editor.post(f"/desk/answers/versions/{version}/approve/")
    second.post(f"/desk/answers/versions/{version}/approve/")

    said = queries.get_answer("move-how", form=Form.SHORT, language="en", by=SYSTEM, at=clock.now())
    assert refused.status_code == 403
    assert said.text == "You wait 5 working days."


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("answer_en", "You wait 9 days."),
        ("points_en", "One more"),
        ("answer_zh", ""),
        ("answer_en", "No stop"),
    ],
)
def test_a_wording_that_could_differ_comes_back_with_what_was_typed(
    editor: Client, field: str, words: str
) -> None:
    page = editor.post("/desk/answers/write/move-how/", {**WORDS, field: words})

    assert page.status_code == 422
    assert "Shorter" in page.content.decode()


def test_a_day_that_is_none_is_refused(editor: Client, second: Client) -> None:
    version = editor.post("/desk/answers/write/move-how/", WORDS, follow=True).context["version"].id
    editor.post(f"/desk/answers/versions/{version}/offer/")

    assert second.post(f"/desk/answers/versions/{version}/approve/", {"begins": "soon"}).status_code == 422


def test_a_stale_answer_is_read_again(editor: Client) -> None:
    actions.mark_stale(service="move", version="2025.2", by=SYSTEM, at=clock.now())
    shown = editor.get("/desk/answers/read/move-how/").content.decode()

    editor.post("/desk/answers/read/move-how/still-holds/")

    stale = {one.code for one in queries.list_stale(by=SYSTEM, at=clock.now())}
    assert "To be read again" in shown
    assert "move-how" not in stale
    assert "move-cost" in stale


def test_a_finished_case_becomes_an_answer_without_the_person(
    desk: Client,
    officer: Actor,
    opened: Open,  # noqa: F811
    at: datetime,
) -> None:
    case = opened()
    early = desk.get(f"/desk/answers/write/?case={case.number}")
    cases.take_case(case=case.id, by=officer, at=at)
    cases.close_case(case=case.id, outcome="answered", reason="Told her.", by=officer, at=at)

    made = desk.post(f"/desk/answers/write/?case={case.number}", {**WORDS, "code": "told-her", "service": ""})
    version = desk.get(made.headers["location"]).context["version"]

    assert early.status_code == 403
    assert version.source == "case"
    assert case.number not in str(version)


def test_the_parity_report_says_difference_0(editor: Client) -> None:
    assert "Difference: 0" in editor.get("/desk/answers/parity/").content.decode()


def test_the_editors_page_shows_what_was_searched_in_vain(editor: Client, at: datetime) -> None:
    actions.note_unanswered(text="fishing permit", language="en", by=SYSTEM, at=at)

    assert "fishing permit" in editor.get("/desk/answers/editors/").content.decode()


def test_who_does_not_write_answers_sees_no_drafts(sit: Sit, hire: Hire) -> None:
    auditor = sit(hire("Ivy Koh", agency="CIO", role="auditor"))

    assert auditor.get("/desk/answers/editors/").status_code == 403
    assert auditor.get("/desk/answers/").status_code == 200
