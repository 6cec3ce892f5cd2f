"""The routing table and the roster at the desk."""

from django.test import Client


def test_what_is_typed_is_sent_down_the_table_and_each_row_says_why_not(desk: Client) -> None:
    page = desk.post("/desk/routing/", {"text": "Is my son covered?", "service": "health-cover"})

    assert page.status_code == 200
    text = page.content.decode()
    assert "<strong>Health cover</strong>: Health Service" in text
    assert "none of its words was said" in text


def test_who_is_on_duty_is_shown_for_every_agency(desk: Client) -> None:
    text = desk.get("/desk/duty/").content.decode()

    assert "Revenue Service" in text
    assert "The week to come" in text
