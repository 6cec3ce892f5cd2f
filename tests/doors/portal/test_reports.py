"""Anybody reports at the portal without signing in, sees the map, follows and rates; nobody sees who."""

import io
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from onedoor.kernel.scope import scoped
from onedoor.services import actions
from onedoor.services.models import Application, Report
from onedoor.services.reports.keys import rating_key
from onedoor.services.types import Upload
from tests.services.reports.conftest import file, worker  # noqa: F401  # fixtures

START = "/services/street-issue/start/"


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), "grey").save(kept, "jpeg")
    return kept.getvalue()


def revision(page: Any) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page.content.decode())
    assert found
    return found[1]


def walk(client: Client, **more: Any) -> str:
    """Every page up to the check; gives the number."""
    address = client.post(START).url
    number = address.split("/")[2]
    for answers in (
        {"kind": "pothole"},
        {"place.address": "60 Lighthouse Lane", "place.lat": "", "place.long": "", "ground": "street"},
        {"depth": "deep", "description": "By the blue gate.", **more},
        {"email": "ann@mail.example", "phone": "", "first_name": "Annabella", "last_name": ""},
    ):
        page = client.get(address)
        answer = client.post(address, {**answers, "revision": revision(page), "then": "next"})
        assert answer.status_code == 302, answer.content.decode()
        address = answer.url
    assert address.endswith("/check/")
    return number


def send(client: Client, number: str) -> Any:
    page = client.get(f"/applications/{number}/check/").content.decode()
    hidden = dict(re.findall(r'name="(revision|fingerprint)" value="(\w+)"', page))
    return client.post(f"/applications/{number}/sign/", hidden)


@pytest.mark.django_db
def test_a_report_is_made_and_followed_without_signing_in(client: Client) -> None:
    number = walk(client)

    answer = send(client, number)

    assert answer.url == f"/applications/{number}/done/"
    assert "Sent. Thank you." in client.get(answer.url).content.decode()
    assert Report.objects.get(number=number).lat == 5.209
    seen = Client().get(f"/reports/{number}/").content.decode()
    assert "By the blue gate." in seen
    assert "Annabella" not in seen
    assert "ann@mail" not in seen


@pytest.mark.django_db
def test_another_browser_sees_nothing_of_the_form(client: Client) -> None:
    number = walk(client)

    for address in ("", "check/", "questions/contact/", "done/"):
        other = Client().get(f"/applications/{number}/{address}")
        assert other.status_code == 302
        assert other.url.startswith("/sign-in/")
    stranger = Client()
    stranger.post(START)
    assert stranger.get(f"/applications/{number}/check/").status_code == 404


@pytest.mark.django_db
def test_a_service_for_people_with_a_name_still_asks_to_sign_in(client: Client) -> None:
    client.post(START)

    assert client.post("/services/income-tax/start/").url.startswith("/sign-in/")
    assert client.get("/applications/").url.startswith("/sign-in/")  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_machine_that_fills_in_everything_is_turned_away(client: Client) -> None:
    answer = client.post(START, {"website": "https://buy.example"})

    assert answer.status_code == 422
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_before_sending_she_is_told_that_it_was_reported_already(client: Client) -> None:
    first = walk(client)
    send(client, first)
    other = Client()
    number = walk(other)

    page = other.get(f"/applications/{number}/check/").content.decode()

    assert "Somebody reported this already" in page
    assert f"/reports/{first}/" in page
    send(other, number)
    assert "It was reported before:" in client.get(f"/reports/{number}/").content.decode()
    assert "1 other person reported it too." in client.get(f"/reports/{first}/").content.decode()


@pytest.mark.django_db
def test_two_reports_of_one_browser_are_two(client: Client) -> None:
    one = walk(client)
    send(client, one)

    other = walk(client)

    assert other != one
    assert Application.objects.values("customer").distinct().count() == 1


@pytest.mark.django_db
def test_the_map_and_the_list_say_the_same(client: Client) -> None:
    number = walk(client)
    send(client, number)

    page = client.get("/reports/").content.decode()

    assert page.count(f"/reports/{number}/") == 2
    assert '<circle class="look-city__pin look-city__pin--open" cx="6' in page
    assert "Pothole" in page
    assert f"/reports/{number}/" not in client.get("/reports/?state=closed").content.decode()
    assert f"/reports/{number}/" not in client.get("/reports/?kind=rubbish").content.decode()
    assert f"/reports/{number}/" in client.get("/reports/?kind=pothole&state=all").content.decode()


@pytest.mark.django_db
def test_pictures_before_and_after_and_a_rating(client: Client, at: datetime) -> None:
    sent = io.BytesIO(picture())
    sent.name = "hole.jpg"
    number = walk(client, photo=sent)
    send(client, number)
    officer, row = worker("CTY"), Report.objects.get(number=number)
    with scoped(officer):
        after = Upload("a.jpg", 9, picture())
        actions.finish_report(application=row.application_id, notes="Filled.", photo=after, by=officer, at=at)

    anybody = Client()
    page = anybody.get(f"/reports/{number}/").content.decode()

    assert "Filled." in page
    for which in ("before", "after"):
        photo = anybody.get(f"/reports/{number}/{which}/")
        assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")
    assert anybody.get(f"/reports/{number}/inside/").status_code == 404
    assert "How well was it done?" not in page
    assert "How well was it done?" in client.get(f"/reports/{number}/").content.decode()
    assert anybody.post(f"/reports/{number}/", {"rating": "1"}).status_code == 404
    assert client.post(f"/reports/{number}/", {"rating": "9"}).status_code == 422
    key = rating_key(number)
    assert anybody.post(f"/reports/{number}/", {"rating": "4", "key": key}).status_code == 302
    assert Report.objects.get(number=number).rating == 4
    assert "How well was it done?" not in client.get(f"/reports/{number}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/reports/HC-0000-0000-0/", "/reports/nonsense/", "/reports/%3Cscript%3E/"]
)
def test_an_unknown_number(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_hostile_text_is_text_on_the_page(client: Client, file: Any) -> None:  # noqa: F811
    hostile = {"description": '<script>alert("x")</script>', "place": "<b>12</b>"}
    number = file(**hostile, picture_link='https://x.example/"onload="x').number

    page = client.get(f"/reports/{number}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "onload=" not in page
    assert "<b>12</b>" not in page
