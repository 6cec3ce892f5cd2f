"""Work: the queue's order, the case page, and who may do what to a case."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.cases import queries
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor


@pytest.fixture
def number(opened_number: str) -> str:
    return opened_number


def page_of(browser: Client, number: str) -> str:
    return browser.get(f"/desk/cases/{number}/").content.decode()


def test_urgent_work_stands_before_older_normal_work(desk: Client, mei: UUID, number: str, at: Any) -> None:
    urgent = cases.open_case(
        kind="question", customer=mei, agency="REV", service="income-tax", subject={"en": "Leaves tomorrow"},
        lane="urgent", promise="PT60M", calendar="always", by=SYSTEM, at=at,
    )  # fmt: skip
    page = desk.get("/desk/work/").content.decode()
    assert page.index(urgent.number) < page.index(number)
    assert "1 urgent case" in desk.get("/desk/").content.decode()


def test_an_officer_of_another_agency_sees_neither_the_row_nor_the_case(
    elsewhere: Client, number: str
) -> None:
    assert number not in elsewhere.get("/desk/work/").content.decode()
    assert elsewhere.get(f"/desk/cases/{number}/").status_code == 404
    assert elsewhere.post(f"/desk/cases/{number}/take/").status_code == 404


def test_take_next_gives_the_first_case_without_an_owner(desk: Client, number: str, officer: Actor) -> None:
    assert desk.post("/desk/work/next/")["Location"] == f"/desk/cases/{number}/"
    case = queries.find_case(number, by=officer)
    assert case is not None
    assert case.owner_name == "Boon Tan"


def test_the_queue_narrows_by_what_the_officer_picks(desk: Client, number: str) -> None:
    assert number in desk.get("/desk/work/?unowned").content.decode()
    assert number not in desk.get("/desk/work/?mine").content.decode()
    assert number not in desk.get("/desk/work/?lane=urgent").content.decode()


def test_the_case_page_says_owner_clock_and_what_the_customer_sees(desk: Client, number: str) -> None:
    page = page_of(desk, number)
    for words in (
        number,
        "Nobody owns it yet",
        "Promised by",
        "days left",
        "What the customer sees",
        "Take this case",
    ):
        assert words in page


def test_opening_a_case_is_a_look_at_its_customer_with_the_case_as_the_reason(
    desk: Client, number: str, mei: UUID, citizen: Actor
) -> None:
    page_of(desk, number)
    page_of(desk, number)
    entries = [
        one
        for one in journal.list_timeline(customer=mei, by=citizen)
        if one.event == "people.customer.viewed"
    ]
    assert [one.purpose for one in entries] == ["work-case"]


def test_the_clock_stops_only_for_a_reason_and_runs_again(desk: Client, number: str) -> None:
    assert desk.post(f"/desk/cases/{number}/stop/", {"stop-reason": "holiday"}).status_code == 422
    desk.post(f"/desk/cases/{number}/stop/", {"stop-reason": "reporter"})
    assert "Stands still since" in page_of(desk, number)
    desk.post(f"/desk/cases/{number}/resume/")
    assert "Stood still from" in page_of(desk, number)


def test_asking_the_customer_stops_the_clock(desk: Client, number: str) -> None:
    desk.post(f"/desk/cases/{number}/ask/", {"ask-text": "Please send the receipt."})
    page = page_of(desk, number)
    assert "Please send the receipt." in page
    assert "stopped" in page


def test_a_note_says_who_may_read_it(desk: Client, number: str) -> None:
    desk.post(f"/desk/cases/{number}/note/", {"note-text": "Called the charity.", "note-audience": "officer"})
    page = page_of(desk, number)
    assert "Called the charity." in page
    assert "Officers only" in page


def test_an_empty_note_comes_back_with_its_error_and_nothing_written(desk: Client, number: str) -> None:
    answer = desk.post(f"/desk/cases/{number}/note/", {"note-text": " ", "note-audience": "officer"})
    assert answer.status_code == 422
    assert "Write the note." in answer.content.decode()


def test_only_the_owner_closes_and_a_no_needs_a_reason(desk: Client, number: str) -> None:
    yes, no = {"close-outcome": "answered"}, {"close-outcome": "refused"}
    assert desk.post(f"/desk/cases/{number}/close/", yes).status_code == 403
    desk.post(f"/desk/cases/{number}/take/")
    assert desk.post(f"/desk/cases/{number}/close/", no).status_code == 422
    assert desk.post(f"/desk/cases/{number}/close/", yes).status_code == 302
    assert "kept" in page_of(desk, number)


def test_a_case_that_a_colleague_took_meanwhile_is_shown_as_it_is_now(
    desk: Client, supervisor: Client, number: str
) -> None:
    supervisor.post(f"/desk/cases/{number}/take/")
    answer = desk.post(f"/desk/cases/{number}/take/", follow=True)
    assert "took this case at" in answer.content.decode()


def test_a_transfer_keeps_the_number_and_the_new_agency_sees_it(
    desk: Client, elsewhere: Client, number: str
) -> None:
    desk.post(f"/desk/cases/{number}/transfer/", {"transfer-agency": "LIB", "transfer-reason": "Theirs"})
    assert "Theirs" in page_of(elsewhere, number)
    assert number in desk.get("/desk/work/").content.decode()  # the former leader keeps helping


def test_only_a_supervisor_gives_a_case_to_a_colleague(
    desk: Client, supervisor: Client, officer: Actor, number: str
) -> None:
    given = {"assign-owner": str(officer.account)}
    assert desk.post(f"/desk/cases/{number}/assign/", given).status_code == 403
    supervisor.post(f"/desk/cases/{number}/assign/", given)
    assert "Boon Tan" in page_of(supervisor, number)


def test_a_contractor_neither_takes_nor_decides(contractor: Client, number: str, mei: UUID, at: Any) -> None:
    own = cases.open_case(
        kind="question", customer=mei, agency="CTC", service="income-tax", subject={"en": "My letter"},
        promise="P5D", calendar="working-days", by=SYSTEM, at=at,
    )  # fmt: skip
    page = page_of(contractor, own.number)
    assert "Take this case" not in page
    assert "Decide and close" not in page
    assert contractor.post(f"/desk/cases/{own.number}/take/").status_code == 403
    assert (
        contractor.post(f"/desk/cases/{own.number}/close/", {"close-outcome": "answered"}).status_code == 403
    )


def test_a_correction_case_shows_the_disputed_value_to_those_who_may_read_it(
    desk: Client, draft: Any, citizen: Actor, at: Any
) -> None:
    from onedoor.services import actions

    disputed = actions.dispute_value(
        application=draft.id, field="donations", index=0, reason="I gave 450.", revision=draft.revision,
        by=citizen, at=at,
    )  # fmt: skip
    page = page_of(desk, disputed.case_number)
    for words in ("Disputed value", "400.00", "I gave 450.", "Harbour Food Bank", "Waiting for an answer"):
        assert words in page


def test_a_new_case_takes_its_promise_from_the_service(desk: Client, mei: UUID, officer: Actor) -> None:
    typed = {"customer": str(mei), "service": "income-tax", "subject": "Where is my refund", "lane": "normal"}
    number = desk.post("/desk/cases/new/", typed)["Location"].split("/")[-2]
    case = queries.find_case(number, by=officer)
    assert case is not None
    assert (case.promise, case.agency, case.customer) == ("P5D", "REV", mei)


def test_an_urgent_new_case_has_an_owner_before_the_page_is_back(
    desk: Client, hire: Any, mei: UUID, officer: Actor
) -> None:
    hire("Mei Yun Goh", role="duty-officer")
    typed = {
        "customer": str(mei),
        "service": "departure-clearance",
        "subject": "Leaves tomorrow",
        "lane": "urgent",
    }
    number = desk.post("/desk/cases/new/", typed)["Location"].split("/")[-2]
    case = queries.find_case(number, by=officer)
    assert case is not None
    assert case.owner is not None
    assert case.promise == "PT1H"


def test_a_contact_about_a_case_leads_back_to_it(desk: Client, number: str, mei: UUID) -> None:
    assert f"/desk/customers/{mei}/contact/?case={number}" in page_of(desk, number)
    typed = {"door": "phone", "about": "Asked how far it is", "result": "answered", "case": number}
    assert desk.post(f"/desk/customers/{mei}/contact/", typed)["Location"] == f"/desk/cases/{number}/"


def test_the_charter_shows_promised_and_kept_for_every_service(desk: Client, number: str) -> None:
    page = desk.get("/desk/charter/").content.decode()
    assert "Income tax" in page
    assert "5 working days" in page
