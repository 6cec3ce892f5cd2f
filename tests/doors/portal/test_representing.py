"""Who may act for whom, at the portal: asked, accepted, seen, given up."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from onedoor.contact import actions as contact
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.people import queries
from onedoor.people.models import Mandate
from onedoor.services.applications.types import ApplicationView
from onedoor.trust import actions as trust
from tests.doors.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def noor(stranger: Actor, at: datetime) -> Client:
    trust.open_account(
        email="noor@mail.example", name="Noor Aziz", kind="citizen", password=PASSWORD,
        customer=stranger.customer, by=SYSTEM, at=at,
    )  # fmt: skip
    browser = Client()
    browser.post("/sign-in/", {"email": "noor@mail.example", "password": PASSWORD})
    return browser


def ask(browser: Client, at: datetime, **changed: Any) -> Any:
    posted = {
        "name": "Noor", "contact": "noor@mail.example", "role": "attorney", "scope": "some",
        "services": ["income-tax"], "active_to.day": "1", "active_to.month": "1", "active_to.year": "2026",
    } | changed  # fmt: skip
    answer = browser.post("/representatives/invite/", posted)
    contact.deliver_outside(by=SYSTEM, at=at + timedelta(hours=1))
    return answer


def link() -> str:
    return "/represent/" + str(mail.outbox[-1].body).split("/represent/")[1].split("/")[0] + "/"


def test_she_asks_and_the_other_accepts(
    proved: Client, noor: Client, mei: UUID, stranger: Actor, at: datetime
) -> None:
    assert ask(proved, at).status_code == 302
    assert "noor@mail.example" in proved.get("/representatives/").content.decode()
    assert "Mei Lin" not in Client().get(link()).content.decode()
    assert "Mei Lin" in noor.get(link()).content.decode()
    assert noor.post(link(), {"act": "accept"}).status_code == 302
    (mandate,) = queries.list_mandates(mei, at=at)
    assert (mandate.holder, mandate.services) == (stranger.customer, ("income-tax",))
    assert "Noor Aziz" in proved.get("/representatives/").content.decode()
    noor.post(f"/representatives/{mandate.id}/end/")
    assert not queries.list_mandates(mei, at=at)


def test_level_two_is_asked_for_a_code_first(browser: Client) -> None:
    assert browser.get("/representatives/invite/")["Location"].startswith("/step-up/")


@pytest.mark.parametrize("wrong", [{"contact": "x"}, {"role": "owner"}, {"active_to.month": "13"}])
def test_what_is_wrong_is_mended_on_the_page(proved: Client, at: datetime, wrong: dict[str, str]) -> None:
    answer = ask(proved, at, **wrong)
    assert answer.status_code == 422
    assert 'value="Noor"' in answer.content.decode()
    assert not mail.outbox


def test_a_stranger_ends_nothing(noor: Client, mei: UUID, at: datetime) -> None:
    ben = people.register_customer(name="Ben", by=SYSTEM, at=at)
    mandate = people.grant_mandate(giver=mei, holder=ben.id, role="carer", by=SYSTEM, at=at)
    assert noor.post(f"/representatives/{mandate.id}/end/").status_code == 404
    assert Mandate.objects.get(id=mandate.id).active_to is None


def test_a_representative_for_another_service_learns_nothing_of_this_one(
    draft: ApplicationView, noor: Client, mei: UUID, stranger: Actor, at: datetime
) -> None:
    assert stranger.customer is not None
    people.grant_mandate(
        giver=mei, holder=stranger.customer, role="accountant", services=["departure-clearance"], by=SYSTEM,
        at=at,
    )  # fmt: skip
    noor.post("/acting-for/", {"customer": str(mei)})
    assert "Income tax" not in noor.get("/").content.decode().split('class="look-side"')[-1]
    assert "assess" not in noor.get("/who-used-my-data/").content.decode().lower()


def test_one_for_this_service_sees_its_uses(
    draft: ApplicationView, noor: Client, mei: UUID, stranger: Actor, at: datetime
) -> None:
    assert stranger.customer is not None
    people.grant_mandate(
        giver=mei, holder=stranger.customer, role="accountant", services=["income-tax"], by=SYSTEM, at=at
    )
    noor.post("/acting-for/", {"customer": str(mei)})
    assert "Revenue Service" in noor.get("/who-used-my-data/").content.decode()
