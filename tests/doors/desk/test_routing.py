"""The routing table and the roster at the desk."""

from django.test import Client

from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit


def test_what_is_typed_is_sent_down_the_table_and_each_row_says_why_not(desk: Client) -> None:
    page = desk.post("/desk/routing/", {"text": "Is my son covered?", "service": "health-cover"})

    assert page.status_code == 200
    text = page.content.decode()
    assert "<strong>Health cover</strong>: Health Service" in text
    assert "none of its words was said" in text


def test_an_address_in_the_words_says_the_place_and_the_table_shows_it(desk: Client) -> None:
    text = desk.post("/desk/routing/", {"text": "The lamp at 40 Estate Way is dark"}).content.decode()

    assert "<strong>Streets in the Estates</strong>: Housing Board" in text
    assert '<option value="estates" selected>The Estates' in text
    elsewhere = desk.post("/desk/routing/", {"text": "The lamp is dark", "place": "central"}).content.decode()
    assert "it is about another place" in elsewhere


def test_who_is_on_duty_is_shown_for_every_agency(desk: Client) -> None:
    text = desk.get("/desk/duty/").content.decode()

    assert "Revenue Service" in text
    assert "The week to come" in text


def test_a_shift_that_nobody_can_answer_is_shown_in_time_and_at_the_start_to_a_supervisor(
    desk: Client, sit: Sit, hire: Hire
) -> None:
    assert "Mend the roster before these shifts" in desk.get("/desk/duty/").content.decode()
    supervisor = sit(hire("Ruth Lim", agency="REV", role="supervisor"))

    assert "names somebody who cannot answer" in supervisor.get("/desk/").content.decode()
    assert "names somebody who cannot answer" not in desk.get("/desk/").content.decode()
    hire("Ada One", agency="REV", role="duty-officer")
    assert "names somebody who cannot answer" not in supervisor.get("/desk/").content.decode()


def test_an_officer_says_on_the_duty_page_where_she_is_rung(sit: Sit, hire: Hire) -> None:
    ada = sit(hire("Ada One", agency="REV", role="duty-officer"))
    assert "(no number)" in ada.get("/desk/duty/").content.decode()

    wrong = ada.post("/desk/duty/number/", {"number": "call me"})
    assert wrong.status_code == 422
    assert "Enter a phone number" in wrong.content.decode()

    assert ada.post("/desk/duty/number/", {"number": "9123 0001"}).status_code == 302
    page = ada.get("/desk/duty/").content.decode()
    assert "+6591230001" in page
    assert "(no number)" not in page
    colleague = sit(hire("Ben Two", agency="REV", role="case-officer"))
    assert "91230001" not in colleague.get("/desk/duty/").content.decode()
