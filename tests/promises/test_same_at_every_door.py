"""Begun at one door and finished at another: the same data, one history, and both names where two acted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.journal import queries as journal
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView

Code = Callable[[], str]


@pytest.fixture
def give_code(browser: Client) -> Code:
    """Mei Lin makes a code on her own page and reads it out."""

    def read_out() -> str:
        return str(browser.post("/at-the-counter/").context["offered"].code)

    return read_out


@pytest.fixture
def present(desk: Client, mei: UUID, give_code: Code) -> Client:
    """The officer's desk with Mei Lin sitting at it."""
    assert desk.post(f"/desk/customers/{mei}/assist/", {"code": give_code()}).status_code == 302
    return desk


@pytest.fixture
def begun(present: Client, mei: UUID, citizen: Actor, year: None) -> ApplicationView:
    """The officer began her return with her and answered a page."""
    number = present.post("/desk/assist/start/income-tax/")["Location"].split("/")[-2]
    view = services.get_application(number, by=citizen)
    page = f"/desk/assist/{number}/questions/{view.pages[0].id}/"
    present.post(page, {"revision": str(view.revision), "has_trade": "on"})
    return services.get_application(number, by=citizen)


def test_what_the_officer_began_she_finds_at_home_as_it_was(browser: Client, begun: ApplicationView) -> None:
    page = browser.get(f"/applications/{begun.number}/questions/{begun.pages[0].id}/").content.decode()

    assert begun.number in browser.get("/applications/").content.decode()
    assert page.split('name="has_trade"')[1].split(">")[0].endswith("checked")


def test_starting_again_at_home_goes_on_with_the_same(browser: Client, begun: ApplicationView) -> None:
    assert begun.number in browser.post("/services/income-tax/start/")["Location"]


def test_what_she_changed_at_home_the_officer_sees(
    browser: Client, desk: Client, draft: ApplicationView
) -> None:
    browser.post(
        f"/applications/{draft.number}/not-right/gross_pay/0/",
        {"revision": str(draft.revision), "act": "amend", "reason": "left in May", "value": "59000"},
    )
    desk.post(f"/desk/customers/{draft.customer}/open/", {"purpose": "answer-customer"})
    page = desk.get(f"/desk/assist/{draft.number}/", follow=True).content.decode()

    assert "59,000" in page
    assert "60,000" in page


def test_a_call_stands_in_her_history_and_her_draft_on_the_officers_page(
    browser: Client, desk: Client, draft: ApplicationView
) -> None:
    person = f"/desk/customers/{draft.customer}/"
    desk.post(f"{person}open/", {"purpose": "answer-customer"})
    desk.post(f"{person}contact/", {"door": "phone", "about": "When is it due?", "result": "answered"})
    page = desk.get(person).content.decode()

    assert draft.number in page
    assert "When is it due?" in page


def test_what_was_done_together_bears_both_names(
    begun: ApplicationView, officer: Actor, citizen: Actor, mei: UUID
) -> None:
    entries = journal.list_timeline(customer=mei, by=citizen, limit=50)
    started = next(one for one in entries if one.event == "services.application.started")
    opened = next(one for one in entries if one.event == "trust.assistance.begun")

    assert (started.actor, started.customer) == (officer.account, mei)
    assert opened.data["officer"] == "Boon Tan"


@pytest.mark.parametrize("code", ["", "000000", "12345", "x" * 12, "²²²²²²"])
def test_without_her_code_there_is_no_session(desk: Client, mei: UUID, give_code: Code, code: str) -> None:
    right = give_code()
    answer = desk.post(f"/desk/customers/{mei}/assist/", {"code": code if code != right else "111111"})

    assert answer.status_code == 422
    assert "assisted" not in desk.session


def test_a_code_works_once_for_one_officer(
    present: Client, hire: Any, sit: Any, mei: UUID, give_code: Code, citizen: Actor
) -> None:
    code = give_code()
    present.post(f"/desk/customers/{mei}/assist/", {"code": code})
    second = sit(hire("Lena Goh")).post(f"/desk/customers/{mei}/assist/", {"code": code})

    assert second.status_code == 422
    assert journal.list_timeline(customer=mei, by=citizen)[0].event == "trust.assistance.refused"


def test_a_code_of_eleven_minutes_ago_is_too_old(
    desk: Client, mei: UUID, give_code: Code, city_clock: Path, at: datetime
) -> None:
    code = give_code()
    clock.set_demo_clock(city_clock, at + timedelta(minutes=11))

    assert desk.post(f"/desk/customers/{mei}/assist/", {"code": code}).status_code == 422


def test_her_code_opens_nobody_elses_file(desk: Client, stranger: Actor, give_code: Code) -> None:
    assert desk.post(f"/desk/customers/{stranger.customer}/assist/", {"code": give_code()}).status_code == 422


def test_with_her_beside_him_he_sees_no_one_elses(present: Client, other: Client, stranger: Actor) -> None:
    theirs = other.post("/services/income-tax/start/")["Location"].split("/")[-2]
    form = f"/desk/assist/{theirs}/questions/more/"

    assert present.post(form, {"revision": "1", "has_trade": "on"}).status_code in (403, 404)


def test_after_an_hour_nobody_acts_for_her_any_more(
    present: Client, begun: ApplicationView, city_clock: Path, at: datetime
) -> None:
    clock.set_demo_clock(city_clock, at + timedelta(hours=1, minutes=1))
    page = f"/desk/assist/{begun.number}/questions/{begun.pages[0].id}/"

    assert present.post(page, {"revision": str(begun.revision), "has_trade": "on"}).status_code == 403


def test_nobody_makes_a_code_in_her_name(desk: Client, other: Client, mei: UUID, stranger: Actor) -> None:
    code = other.post("/at-the-counter/", {"customer": str(mei)}).context["offered"].code

    assert desk.post(f"/desk/customers/{mei}/assist/", {"code": code}).status_code == 422


def test_old_codes_are_not_kept_readable(give_code: Code) -> None:
    from django.db import connection

    code = give_code()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from trust_assistanceoffer t where t::text like %s", [f"%{code}%"])
        assert cursor.fetchone() == (0,)
