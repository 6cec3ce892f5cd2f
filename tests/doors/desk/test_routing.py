"""The routing table and the roster at the desk."""

from django.test import Client


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
