"""At the counter: a stolen identity is locked and opened by two; an emergency opens and is reviewed."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from onedoor.cases import queries as cases
from onedoor.kernel.actors import Actor
from onedoor.trust import queries as trust
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit

pytestmark = pytest.mark.django_db
SEEN = {"seen": "yes"}
WHY = "He lies unconscious at our counter; the ambulance asks what he takes."


def opened(browser: Client, mei: UUID) -> str:
    browser.post(f"/desk/customers/{mei}/open/", {"purpose": "answer-customer"})
    return browser.get(f"/desk/customers/{mei}/").content.decode()


def counter(hire: Hire, name: str) -> Actor:
    return hire(name, role="counter-officer")


def test_it_is_locked_when_she_was_seen_and_opened_by_another(
    hire: Hire, sit: Sit, mei: UUID, desk: Client
) -> None:
    one, other = sit(counter(hire, "Ann Goh")), sit(counter(hire, "Cy Tan"))
    opened(one, mei)
    one.post(f"/desk/customers/{mei}/protect/", {})
    assert trust.find_lock(mei) is None, "without having seen her nothing is locked"
    one.post(f"/desk/customers/{mei}/protect/", SEEN)
    assert "Identity theft was reported" in opened(desk, mei), "each agency's officer sees it"
    one.post(f"/desk/customers/{mei}/protect/", SEEN)
    one.post(f"/desk/customers/{mei}/protect/", SEEN)
    assert trust.find_lock(mei) is not None, "never by the same person twice"
    assert "Open the lock, as the second" in opened(other, mei)
    other.post(f"/desk/customers/{mei}/protect/", SEEN)
    assert trust.find_lock(mei) is None


def test_who_has_not_opened_the_record_locks_nobody(hire: Hire, sit: Sit, mei: UUID) -> None:
    one = sit(counter(hire, "Ann Goh"))
    answer = one.post(f"/desk/customers/{mei}/protect/", SEEN)
    assert answer["Location"].endswith("/open/")
    assert trust.find_lock(mei) is None


def test_an_emergency_opens_at_once_and_waits_for_the_supervisor(
    hire: Hire, sit: Sit, mei: UUID, look: Callable[[Client], str]
) -> None:
    one, lead = sit(counter(hire, "Ann Goh")), sit(hire("Rosa Lau", role="supervisor"))
    page = f"/desk/customers/{mei}/emergency/"
    assert one.post(page, {"kind": "medical", "reason": "quick"}).status_code == 422
    assert one.post(page, {"kind": "medical", "reason": WHY}).status_code == 302
    assert "Open for you until" in one.get(page).content.decode()
    assert WHY in lead.get("/desk/emergencies/").content.decode()
    [waiting] = trust.list_emergencies(by=_as(lead))
    here = f"/desk/emergencies/{waiting.id}/review/"
    assert lead.post(here, {"answer": "wrong"}).status_code == 422, "she says why"
    lead.post(here, {"answer": "wrong", "reason": "Nobody called an ambulance that day."})
    assert "It was not right" in lead.get("/desk/emergencies/").content.decode()


def test_the_case_of_a_review_leads_to_its_own_page_and_is_not_closed_there(
    hire: Hire, sit: Sit, mei: UUID, deliver: Callable[[], int]
) -> None:
    one, lead = sit(counter(hire, "Ann Goh")), sit(hire("Rosa Lau", role="supervisor"))
    one.post(f"/desk/customers/{mei}/emergency/", {"kind": "medical", "reason": WHY})
    deliver()
    [waiting] = trust.list_emergencies(by=_as(lead))
    case = cases.get_case(waiting.case, by=_as(lead))
    page = lead.get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/emergencies/{waiting.id}/review/" in page
    assert f"/desk/cases/{case.number}/close/" not in page
    assert case.number in lead.get("/desk/emergencies/").content.decode()


def test_the_auditor_reads_what_was_not_right_without_whose_record_it_was(
    hire: Hire, sit: Sit, mei: UUID
) -> None:
    one, lead = sit(counter(hire, "Ann Goh")), sit(hire("Rosa Lau", role="supervisor"))
    auditor = sit(hire("Nils Berg", agency="CIO", role="auditor"))
    one.post(f"/desk/customers/{mei}/emergency/", {"kind": "medical", "reason": WHY})
    [waiting] = trust.list_emergencies(by=_as(lead))
    lead.post(
        f"/desk/emergencies/{waiting.id}/review/", {"answer": "wrong", "reason": "Nobody called that day."}
    )
    page = auditor.get("/desk/emergencies/audit/").content.decode()
    assert "Nobody called that day." in page
    assert "Mei" not in page
    assert lead.get("/desk/emergencies/audit/").status_code == 403


def test_who_may_not_review_finds_no_list(hire: Hire, sit: Sit) -> None:
    assert sit(counter(hire, "Ann Goh")).get("/desk/emergencies/").status_code == 403


def _as(browser: Client) -> Actor:
    return trust.actor_for(UUID(browser.session["_auth_user_id"]), door="desk", assurance=3)
