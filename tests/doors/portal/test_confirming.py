"""Who takes part confirms at the portal: with an account, without one where the file says so."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

import pytest
from django.test import Client

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import queries
from onedoor.services.applications.types import ApplicationView
from onedoor.services.models import ApplicationParty
from onedoor.trust import actions as trust
from tests.doors.portal.conftest import PASSWORD
from tests.services.parties.conftest import (
    Change,
    Sign,
    along,
    bo,
    change,
    links,
    nobody,
    party_of,
    services,
    sign,
)

__all__ = ["along", "bo", "change", "nobody", "services", "sign"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_home(bo: Actor, at: datetime) -> Client:
    """Bo's browser, signed in with his password."""
    trust.open_account(
        email="bo@mail.example", name="Bo Lin", kind="citizen", password=PASSWORD, customer=bo.customer,
        by=SYSTEM, at=at,
    )  # fmt: skip
    browser = Client()
    browser.post("/sign-in/", {"email": "bo@mail.example", "password": PASSWORD})
    return browser


def fingerprint(page: str) -> str:
    return page.split('name="fingerprint" value="')[1].split('"')[0]


def test_signed_out_the_link_tells_the_service_and_nothing_more(sign: Sign, at: datetime) -> None:
    sign()
    page = Client().get(f"/confirm/{links(at)[0]}/").content.decode()
    assert "A child&#x27;s family name" in page
    assert "Mei Lin" not in page
    assert "Lin An" not in page
    assert "/sign-in/?next=/confirm/" in page


def test_he_confirms_and_sees_that_it_is_done(
    sign: Sign, at_home: Client, citizen: Actor, at: datetime
) -> None:
    application = sign()
    address = f"/confirm/{links(at)[0]}/"
    page = at_home.get(address).content.decode()
    assert "Mei Lin" in page
    assert "Lin An" in page
    assert "not for Bo" not in page
    answer = at_home.post(address, {"act": "confirm", "fingerprint": fingerprint(page)})
    assert answer.status_code == 302
    assert "Confirmed. Thank you." in at_home.get(address).content.decode()
    assert party_of(application, citizen).state == "confirmed"


def test_it_stands_on_his_home_page(sign: Sign, at_home: Client) -> None:
    sign()
    row = ApplicationParty.objects.get()
    home = at_home.get("/").content.decode()
    assert f"/requests/{row.id}/" in home
    page = at_home.get(f"/requests/{row.id}/").content.decode()
    at_home.post(f"/requests/{row.id}/", {"act": "confirm", "fingerprint": fingerprint(page)})
    assert f"/requests/{row.id}/" not in at_home.get("/").content.decode()
    assert "Confirmed" in at_home.get("/requests/").content.decode()


def test_a_no_without_a_reason_is_mended(sign: Sign, at_home: Client, at: datetime) -> None:
    sign()
    address = f"/confirm/{links(at)[0]}/"
    answer = at_home.post(address, {"act": "decline", "reason": ""})
    assert answer.status_code == 422
    assert "Say why, in a few words" in answer.content.decode()
    assert at_home.post(address, {"act": "decline", "reason": "Another name"}).status_code == 302
    assert "you do not agree" in at_home.get(address).content.decode()


def test_whoever_holds_the_link_may_say_that_she_knows_nothing(
    sign: Sign, citizen: Actor, at: datetime
) -> None:
    application = sign()
    Client().post(f"/confirm/{links(at)[0]}/", {"act": "report", "words": "Who is that?"})
    assert party_of(application, citizen).state == "declined"


def test_the_applicant_is_refused(sign: Sign, browser: Client, at: datetime) -> None:
    sign()
    answer = browser.get(f"/confirm/{links(at)[0]}/")
    assert answer.status_code == 403
    assert "Another person is asked" in answer.content.decode()


def test_another_who_got_the_link_is_refused(
    sign: Sign, at_home: Client, stranger: Actor, at: datetime
) -> None:
    sign()
    address = f"/confirm/{links(at)[0]}/"
    at_home.get(address)
    trust.open_account(
        email="noor@mail.example", name="Noor", kind="citizen", password=PASSWORD,
        customer=stranger.customer, by=SYSTEM, at=at,
    )  # fmt: skip
    noor = Client()
    noor.post("/sign-in/", {"email": "noor@mail.example", "password": PASSWORD})
    assert noor.get(address).status_code == 409
    assert noor.get(f"/requests/{ApplicationParty.objects.get().id}/").status_code == 404


def test_a_dead_link_says_what_to_do(at: datetime, db: None) -> None:
    answer = Client().get(f"/confirm/{'x' * 32}/")
    assert answer.status_code == 404
    assert "Ask the person who sent it" in answer.content.decode()


def test_who_moves_along_needs_no_account(along: ApplicationView, citizen: Actor, at: datetime) -> None:
    address = f"/confirm/{links(at)[0]}/"
    phone = Client()
    page = phone.get(address).content.decode()
    assert "3 Quay Street" in page
    assert "Ann Goh" in page
    assert "Cy Tan" not in page
    phone.post(address, {"act": "confirm", "fingerprint": fingerprint(page)})
    assert party_of(along, citizen).state == "confirmed"


def test_the_applicant_sees_who_has_confirmed_and_puts_things_right(
    sign: Sign, browser: Client, mei: UUID, citizen: Actor
) -> None:
    application = sign()
    others = f"/applications/{application.number}/others/"
    assert "bo…@mail.example" in browser.get(others).content.decode()
    row = ApplicationParty.objects.get()
    answer = browser.post(f"{others}{row.id}/", {"act": "send"}, follow=True)
    assert "A new link is on its way" in answer.content.decode()
    wrong = browser.post(f"{others}{row.id}/change/", {"name": "Bo Lin", "contact": "x"})
    assert wrong.status_code == 422
    browser.post(f"{others}{row.id}/change/", {"name": "Bo Lin", "contact": "bo@other.example"})
    assert party_of(application, citizen).contact == "bo…@other.example"
    assert "Bo Lin" in browser.get(f"/applications/{application.number}/").content.decode()


def test_strangers_see_none_of_it(sign: Sign, at_home: Client) -> None:
    application = sign()
    others = f"/applications/{application.number}/others/"
    assert at_home.get(others).status_code == 404
    row = ApplicationParty.objects.get()
    assert at_home.post(f"{others}{row.id}/", {"act": "send"}).status_code == 404
    assert at_home.get(f"{others}{row.id}/change/").status_code == 404
    assert not queries.list_requests(row.applicant, by=Actor(kind="citizen"))


def test_where_surer_proof_is_asked_he_gives_it_before_he_reads(
    sign: Sign, change: Change, at_home: Client
) -> None:
    change("family-name", party={"assurance": 3})
    sign()
    address = f"/requests/{ApplicationParty.objects.get().id}/"
    answer = at_home.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/step-up/?next={quote(address, safe='')}&level=3"
