"""An identifier is sealed, masked, and in no address, log, journal entry or error; what is seen of a person
is what agency, role and purpose allow; and she sees who looked."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import DisclosureRefused, Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services.applications.types import ApplicationView
from tests.attacks.crawler import crawl
from tests.cases.conftest import Hire
from tests.services.conftest import MEI_ID

Sit = Callable[[Actor], Client]


@pytest.fixture
def journey(
    proved: Client, signed: ApplicationView, desk: Client, pay: Callable[[str], None]
) -> list[tuple[str, str]]:
    """Mei Lin reads everything and signs; her officer finds her by her number and opens her page: each
    address that was asked, and what came back."""
    person = f"/desk/customers/{signed.customer}/"
    desk.post("/desk/search/", {"q": MEI_ID})
    desk.post(f"{person}open/", {"purpose": "answer-customer"})
    desk.post(f"{person}protected/")
    pages = [
        *crawl(proved, "/", "/my-data/", f"/applications/{signed.number}/"),
        *crawl(desk, "/desk/", person),
    ]
    return [(address, answer.content.decode(errors="replace")) for address, answer, _forms in pages]


def test_a_whole_journey_leaves_her_number_nowhere(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """One journey, four looks: each would be as long as the journey itself."""
    caplog.set_level(logging.INFO)
    journey: list[tuple[str, str]] = request.getfixturevalue("journey")

    no_log_holds_it(caplog.text + "".join(capfd.readouterr()))
    no_page_shows_it_whole_and_no_address_holds_it(journey)
    no_table_holds_it_readable()
    assert not [one for one in Session.objects.all() if MEI_ID in str(one.get_decoded())]


def no_log_holds_it(written: str) -> None:
    assert MEI_ID not in written
    assert MEI_ID.lower() not in written.lower()
    assert "mei@harbour.example" not in written


def no_page_shows_it_whole_and_no_address_holds_it(journey: list[tuple[str, str]]) -> None:
    assert len(journey) > 25
    assert [address for address, page in journey if MEI_ID in address + page] == []
    assert any(MEI_ID[-4:] in page for _, page in journey), "masked, its end can still be recognised"


def no_table_holds_it_readable() -> None:
    """The canary: a dump of the whole database, blobs and all, after a whole journey."""
    readable, in_hex = MEI_ID, MEI_ID.encode().hex()
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select count(*) from "{table}" t where t::text like %s or t::text like %s',
                           [f"%{readable}%", f"%{in_hex}%"])  # fmt: skip
            assert cursor.fetchone() == (0,), table


def test_an_error_page_repeats_nothing_of_what_was_typed(client: Client, db: None) -> None:
    for address in (f"/letters/{MEI_ID}/x", f"/applications/{MEI_ID}/", f"/nowhere/{MEI_ID}"):
        assert MEI_ID not in client.get(address, follow=False).content.decode()


def test_another_agencys_officer_cannot_open_her_tax(
    elsewhere: Client, signed: ApplicationView, at: datetime
) -> None:
    case = cases.open_case(
        kind="question", customer=signed.customer, agency="REV", service="income-tax", promise="P5D",
        subject={"en": "Notice", "zh-hans": "通知书"}, calendar="working-days", by=SYSTEM, at=at,
    )  # fmt: skip
    for address in (
        f"/desk/cases/{case.number}/",
        f"/desk/assist/{signed.number}/",
        f"/desk/assist/{signed.number}/sign/",
    ):
        assert elsewhere.get(address).status_code == 404
    for act in ("take", "note", "close", "transfer"):
        assert elsewhere.post(f"/desk/cases/{case.number}/{act}/").status_code == 404


def shown(desk: Client, customer: UUID) -> str:
    """Her page at this desk, with everything that this officer can have opened on it."""
    person = f"/desk/customers/{customer}/"
    desk.post(f"{person}open/", {"purpose": "answer-customer"})
    desk.post(f"{person}protected/")
    return desk.get(person).content.decode()


def test_her_own_officer_sees_her_figures(desk: Client, signed: ApplicationView) -> None:
    assert "60,000" in shown(desk, signed.customer)


def test_an_officer_of_another_agency_sees_no_tax_figure(elsewhere: Client, signed: ApplicationView) -> None:
    page = shown(elsewhere, signed.customer)

    assert not [figure for figure in ("60,000", "12,000", "770.00", "R-1001") if figure in page]


def test_a_contractor_sees_none_and_decides_nothing(contractor: Client, signed: ApplicationView) -> None:
    page = shown(contractor, signed.customer)

    assert not [figure for figure in ("60,000", "12,000", "770.00", "R-1001", MEI_ID) if figure in page]
    assert contractor.get(f"/desk/assist/{signed.number}/").status_code == 404
    assert contractor.post(f"/desk/assist/{signed.number}/sign/").status_code == 403


def test_her_figures_stay_shut_until_they_are_asked_for(desk: Client, signed: ApplicationView) -> None:
    person = f"/desk/customers/{signed.customer}/"
    desk.post(f"{person}open/", {"purpose": "answer-customer"})

    assert "60,000" not in desk.get(person).content.decode()


def test_no_record_opens_without_a_purpose(desk: Client, mei: UUID) -> None:
    person = f"/desk/customers/{mei}/"

    assert desk.get(person)["Location"] == f"{person}open/"
    assert desk.post(f"{person}open/", {"purpose": "curiosity"}).status_code == 422
    assert desk.get(f"{person}timeline/").status_code == 302


def test_she_reads_who_opened_her_record_and_why(desk: Client, browser: Client, mei: UUID) -> None:
    desk.post(f"/desk/customers/{mei}/open/", {"purpose": "answer-customer"})
    desk.get(f"/desk/customers/{mei}/")
    from onedoor.journal import queries as journal

    me = Actor(kind="citizen", customer=mei)
    assert "people.customer.viewed" in [entry.event for entry in journal.list_timeline(customer=mei, by=me)]


def test_a_use_outside_the_agreements_is_refused_and_she_sees_it_at_once(
    browser: Client, year: None, mei: UUID, hire: Hire, at: datetime
) -> None:
    doctor = hire("Arun Nair", agency="HLT")
    with pytest.raises(DisclosureRefused):
        exchange.request_values(
            customer=mei, wanted=[Wanted("employer-income", "gross_pay", "2024")], service="income-tax",
            purpose="curiosity", agency="HLT", subject=mei, by=doctor, at=at,
        )  # fmt: skip
    page = browser.get("/who-used-my-data/").content.decode()

    assert "Health Service" in page
    assert "efused" in page


def test_a_use_under_an_agreement_is_on_her_page_in_the_same_request(browser: Client, year: None) -> None:
    browser.post("/services/income-tax/start/")
    page = browser.get("/who-used-my-data/").content.decode()

    assert "Gross pay" in page
    assert "Revenue Service" in page


def test_the_public_pages_name_nobody(client: Client, signed: ApplicationView) -> None:
    for address, answer, _forms in crawl(
        client, "/", f"/track/?number={signed.number}", "/verify/", "/sign-in/"
    ):
        page = answer.content.decode()
        assert not [word for word in ("Mei Lin", "林美", "60,000", "770.00") if word in page], address


def test_tracking_says_where_it_stands_and_nothing_of_whom(client: Client, signed: ApplicationView) -> None:
    page = client.get(f"/track/?number={signed.number}").content.decode()

    assert "Income tax" in page
    assert "Revenue Service" in page
    assert not [word for word in ("Mei", "林", "770", str(signed.customer)) if word in page]
