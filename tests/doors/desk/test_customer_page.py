"""The customer in one screen: for a reason, and no more than agency, role and purpose allow."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.test import Client

from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from tests.services.conftest import MEI_ID

Look = Callable[[Client], str]


def test_a_record_does_not_open_without_a_reason(desk: Client, mei: UUID) -> None:
    assert desk.get(f"/desk/customers/{mei}/")["Location"] == f"/desk/customers/{mei}/open/"
    assert desk.post(f"/desk/customers/{mei}/open/", {}).status_code == 422
    assert desk.get(f"/desk/customers/{mei}/").status_code == 302


def test_the_customer_sees_who_looked_and_why(desk: Client, mei: UUID, citizen: Actor, look: Look) -> None:
    look(desk)
    seen = journal.list_timeline(customer=mei, by=citizen)[0]
    assert seen.event == "people.customer.viewed"
    assert seen.purpose == "answer-customer"


def test_one_page_shows_who_she_is_and_what_runs(desk: Client, draft: Any, look: Look) -> None:
    page = look(desk)
    for words in ("Mei Lin", "林美", "Income tax", draft.number, "1 of 1 pages", "You started Income tax"):
        assert words in page
    assert MEI_ID not in page


def test_plain_values_come_at_once_and_tax_details_only_when_asked_for(
    desk: Client, draft: Any, mei: UUID, citizen: Actor, look: Look
) -> None:
    page = look(desk)
    assert "Residency status" in page
    assert "60,000.00" not in page

    desk.post(f"/desk/customers/{mei}/protected/")
    assert "60,000.00" in desk.get(f"/desk/customers/{mei}/").content.decode()
    assert journal.list_timeline(customer=mei, by=citizen)[0].purpose == "read-protected-details"


def test_a_contractor_cannot_open_tax_details_drafts_letters_or_payments(
    contractor: Client, draft: Any, mei: UUID, look: Look
) -> None:
    page = look(contractor)
    contractor.post(f"/desk/customers/{mei}/protected/")
    page += contractor.get(f"/desk/customers/{mei}/").content.decode()
    for hidden in ("60,000.00", "770.00", draft.number, "Show protected details"):
        assert hidden not in page
    assert "No tax details are open to you" in page


def test_an_officer_of_another_agency_sees_no_draft_of_the_revenue_service(
    elsewhere: Client, draft: Any, look: Look
) -> None:
    page = look(elsewhere)
    assert "No form under way that you may see" in page
    assert "No tax details are open to you" in page
    assert elsewhere.get(f"/desk/assist/{draft.number}/").status_code == 404


def test_the_history_can_be_narrowed_with_and_without_script(
    desk: Client, draft: Any, mei: UUID, look: Look
) -> None:
    look(desk)
    whole = desk.get(f"/desk/customers/{mei}/timeline/?kind=data").content.decode()
    part = desk.get(
        f"/desk/customers/{mei}/timeline/?kind=data", headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert "used your data" in part
    assert "You started" not in part


def test_a_contact_is_written_down_a_question_a_line(desk: Client, mei: UUID, look: Look) -> None:
    look(desk)
    typed = {
        "door": "phone",
        "about": "When is it due?\nCan I pay in parts?",
        "result": "answered",
        "next": "yes",
    }
    assert desk.post(f"/desk/customers/{mei}/contact/", typed)["Location"] == "/desk/"
    page = desk.get(f"/desk/customers/{mei}/").content.decode()
    assert "When is it due?; Can I pay in parts?" in page


def test_the_reason_is_forgotten_when_the_officer_signs_out(
    desk: Client, officer: Actor, sit: Any, mei: UUID, look: Look
) -> None:
    look(desk)
    desk.post("/desk/sign-out/")
    assert sit(officer).get(f"/desk/customers/{mei}/").status_code == 302


def test_a_customer_never_opens_the_desk(sit: Any, mei: UUID, db: None, at: Any) -> None:
    from onedoor.kernel.actors import SYSTEM
    from onedoor.trust import actions as trust

    account = trust.open_account(
        email="m@example.com", name="Mei", kind="citizen", customer=mei, by=SYSTEM, at=at
    )
    browser = sit(Actor(kind="citizen", account=account.id))
    assert browser.get("/desk/").status_code == 403
    assert browser.get(f"/desk/customers/{mei}/open/").status_code == 403
