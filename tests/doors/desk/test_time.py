"""At the desk: more time, second requests, contractors, and who takes a case first."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.cases import queries
from onedoor.contact import actions as contact
from onedoor.contact.types import Topic
from onedoor.kernel.actors import SYSTEM, Actor
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit

Send = Callable[..., Any]


@pytest.fixture
def number(opened_number: str) -> str:
    return opened_number


def act(browser: Client, number: str, code: str, **given: str) -> Any:
    return browser.post(
        f"/desk/cases/{number}/{code}/", {f"{code}-{name}": text for name, text in given.items()}
    )


def page_of(browser: Client, number: str) -> str:
    return browser.get(f"/desk/cases/{number}/").content.decode()


def test_a_proposed_extension_is_granted_by_a_supervisor(
    desk: Client, supervisor: Client, number: str
) -> None:
    page = page_of(desk, number)
    assert "The case is unusually complex: up to 10 days, a supervisor decides" in page
    act(desk, number, "extend", ground="complex", days="5", reason="Two witnesses are away.")
    assert "waits for a supervisor" in page_of(desk, number)
    listed = supervisor.get("/desk/time/").content.decode()
    assert number in listed
    assert "Two witnesses are away." in listed
    [proposed] = queries.list_proposed_extensions(by=SYSTEM)
    assert supervisor.post(f"/desk/time/{proposed.id}/grant/")["Location"] == "/desk/time/"
    assert "Given more time, until 24 March 2025" in page_of(desk, number)
    supervisor.post(f"/desk/time/{proposed.id}/refuse/")  # too late: it stays granted
    assert queries.list_extensions(number, by=SYSTEM)[0].state == "granted"


def test_more_than_the_limit_comes_back_with_the_limit(desk: Client, number: str) -> None:
    answer = act(desk, number, "extend", ground="complex", days="11", reason="It is complex.")
    assert answer.status_code == 422
    assert "at most 10 days" in answer.content.decode()
    assert "It is complex." in answer.content.decode()


def test_officers_do_not_open_the_supervisors_pages(desk: Client, contractor: Client, number: str) -> None:
    for browser in (desk, contractor):
        for path in ("/desk/time/", "/desk/contractors/"):
            refused = browser.get(path)
            assert refused.status_code == 403
            assert "Who can do this: Supervisor" in refused.content.decode()


def test_a_second_request_is_the_supervisors(
    desk: Client, supervisor: Client, number: str, citizen: Actor, at: Any
) -> None:
    act(desk, number, "ask", text="Your receipt")
    case = queries.get_case(number, by=SYSTEM)
    cases.answer_request(case=case.id, text="Here", by=citizen, at=at + timedelta(hours=1))
    assert "What we need from the customer" not in page_of(desk, number)
    assert act(desk, number, "again", text="One more", knowable="yes", reason="Overlooked").status_code == 403
    act(supervisor, number, "again", text="One more", knowable="yes", reason="Overlooked")
    listed = supervisor.get("/desk/time/").content.decode()
    assert "Overlooked" in listed
    assert "Breach" in listed


def test_a_contractors_approve_is_403_and_says_who_can(contractor: Client, at: Any) -> None:
    case = cases.open_case(
        kind="question", customer=None, agency="CTC", service="enquiry", subject={"en": "A question"},
        promise="P2D", calendar="business-hours", by=SYSTEM, at=at,
    )  # fmt: skip
    answer = act(contractor, case.number, "close", outcome="approved", reason="")
    assert answer.status_code == 403
    assert "Who can do this: Case officer" in answer.content.decode()
    for code in ("decide", "extend", "transfer", "stop", "assign"):
        given = {"ground": "expert", "days": "1", "reason": "x", "agency": "REV", "owner": ""}
        assert act(contractor, case.number, code, **given).status_code in (403, 422)
    assert queries.get_case(case.number, by=SYSTEM).is_open
    assert "Decide and close" not in page_of(contractor, case.number)


def test_a_contractor_passes_an_enquiry_on(contractor: Client, at: Any) -> None:
    case = cases.open_enquiry(customer=None, text="Tax?", door="phone", by=SYSTEM, at=at)
    assert "Pass the enquiry on" in page_of(contractor, case.number)
    act(contractor, case.number, "route", agency="REV", reason="About tax.")
    assert queries.get_case(case.number, by=SYSTEM).agency == "REV"


def test_a_drawn_contact_is_scored_and_the_month_shows_it(sit: Sit, hire: Hire, at: Any) -> None:
    lead, agent = hire("Ana Cruz", "CTC", "supervisor"), hire("Omar Aziz", "CTC", "contact-centre")
    cases.join_contractor(
        account=agent.account, contractor="harbour-voice", active_from=date(2025, 1, 1), by=lead, at=at
    )
    for _ in range(30):
        contact.log_interaction(
            customer=None, door="phone", topics=[Topic(subject="When is it due?")], by=agent, at=at
        )
    cases.draw_samples(by=SYSTEM, at=at + timedelta(minutes=1))
    browser = sit(lead)
    page = browser.get("/desk/contractors/").content.decode()
    assert "Harbour Voice Ltd" in page
    sample = queries.list_samples(by=lead)[0]
    form = f"/desk/contractors/contacts/{sample.id}/"
    shown = browser.get(form).content.decode()
    assert "When is it due?" in shown
    assert "Omar" not in shown
    assert "Harbour Voice" not in shown
    points = {"right_answer": "no", "right_routing": "yes", "courteous": "yes", "data_protected": "yes"}
    assert browser.post(form, points).status_code == 422  # a no needs a word
    assert browser.post(form, points | {"comment": "The 18th."}).status_code == 302
    assert "0%" in browser.get("/desk/contractors/").content.decode()


def test_a_supervisor_says_who_works_for_whom(sit: Sit, hire: Hire, at: Any) -> None:
    lead, agent = hire("Ana Cruz", "CTC", "supervisor"), hire("Omar Aziz", "CTC", "contact-centre")
    own, browser = hire("Ping Koh", "CTC", "phone-officer"), sit(lead)
    given = {"account": str(agent.account), "contractor": "clear-line"}
    assert browser.post("/desk/contractors/", given).status_code == 302
    assert "Omar Aziz (Clear Line Partners)" in browser.get("/desk/contractors/").content.decode()
    assert browser.post("/desk/contractors/", given | {"account": str(own.account)}).status_code == 422
    assert browser.post("/desk/contractors/", given | {"contractor": "nobody"}).status_code == 422


def test_the_desk_and_the_public_read_the_same_figures(
    desk: Client, client: Client, number: str, mei: UUID, at: Any
) -> None:
    cases.close_case(case=queries.get_case(number, by=SYSTEM).id, outcome="answered", by=SYSTEM, at=at)
    for by in ("service", "agency", "door", "month", "nonsense"):
        public = client.get("/statistics/", {"by": by}).context
        inside = desk.get("/desk/charter/", {"by": by}).context
        assert public["rows"] == inside["rows"]
        assert sum(row.opened for _name, row in public["rows"][1:]) == public["rows"][0][1].opened


def test_who_comes_second_reads_who_has_the_case(desk: Client, sit: Sit, hire: Hire, number: str) -> None:
    act(desk, number, "take")
    second = sit(hire("Ben Goh")).post(f"/desk/cases/{number}/take/", follow=True).content.decode()
    assert "took this case at 09:00" in second
