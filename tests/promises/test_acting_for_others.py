"""A representative does what she was asked to do, in the services named, and not more."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.services.applications.types import ApplicationView
from tests.promises.conftest import RAVI, Enter

Appoint = Callable[..., Client]


@pytest.fixture
def appoint(
    mei: UUID, representative: UUID, account: Callable[..., UUID], enter: Enter, at: datetime
) -> Appoint:
    """Ravi, asked to act for Mei Lin in these services, at his browser, acting for her."""

    def ask(*services: str) -> Client:
        people.grant_mandate(
            giver=mei, holder=representative, role="accountant", services=services, by=SYSTEM, at=at
        )
        account(RAVI, "Ravi Menon", representative)
        browser = enter(RAVI, level=3)
        browser.post("/acting-for/", {"customer": str(mei)})
        return browser

    return ask


def test_asked_for_everything_he_signs_for_her(
    appoint: Appoint, draft: ApplicationView, seen: dict[str, str]
) -> None:
    ravi = appoint("*")

    assert ravi.post(f"/applications/{draft.number}/sign/", seen)["Location"].endswith("/done/")


def test_asked_for_another_service_he_does_not_even_see_it(
    appoint: Appoint, draft: ApplicationView, seen: dict[str, str]
) -> None:
    ravi = appoint("departure-clearance")

    assert ravi.get(f"/applications/{draft.number}/").status_code == 404
    assert ravi.post(f"/applications/{draft.number}/sign/", seen).status_code == 404
    assert draft.number not in ravi.get("/applications/").content.decode()


def test_nor_can_he_begin_it(appoint: Appoint, year: None) -> None:
    ravi = appoint("departure-clearance")

    assert ravi.post("/services/income-tax/start/").status_code == 403
    assert ravi.post("/services/departure-clearance/start/").status_code == 302


def test_he_sees_of_her_data_what_his_service_is_told(appoint: Appoint, year: None) -> None:
    page = appoint("departure-clearance").get("/my-data/").content.decode()

    assert "$60,000.00" in page
    assert "R-1001" not in page


def test_her_bills_letters_and_cases_of_other_services_stay_hers(
    appoint: Appoint, signed: ApplicationView
) -> None:
    ravi = appoint("departure-clearance")

    assert "770" not in ravi.get("/payments/").content.decode()
    assert "HL-" not in ravi.get("/letters/").content.decode()


def test_without_a_mandate_he_cannot_choose_her(
    mei: UUID, representative: UUID, account: Callable[..., UUID], enter: Enter, draft: ApplicationView
) -> None:
    account(RAVI, "Ravi Menon", representative)
    ravi = enter(RAVI)
    ravi.post("/acting-for/", {"customer": str(mei)})

    assert ravi.get(f"/applications/{draft.number}/").status_code == 404
    assert "Mei Lin" not in ravi.get("/").content.decode()


def test_when_the_mandate_ends_so_does_what_he_sees(
    appoint: Appoint, mei: UUID, draft: ApplicationView, at: datetime
) -> None:
    from onedoor.people import queries

    ravi = appoint("*")
    [mandate] = queries.list_mandates(mei)
    people.end_mandate(mandate=mandate.id, by=SYSTEM, at=at)

    assert ravi.get(f"/applications/{draft.number}/").status_code == 404
