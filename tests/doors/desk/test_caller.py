"""R72: a phone agent sees the citizen's web draft and last e-mail, and nothing of what is in the form."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.contact import actions as contact
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import queries as services
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit

Look = Callable[[Client], str]


@pytest.fixture
def agent(hire: Hire) -> Actor:
    """A phone officer of the contact centre."""
    return hire("Siti Osman", agency="CTC", role="phone-officer")


def test_phone_agent_sees_the_citizens_web_draft_and_last_email(
    agent: Actor, sit: Sit, draft: Any, mei: UUID, look: Look
) -> None:
    wrote = "Which of my two donations did you count?"
    contact.receive_message(customer=mei, text=wrote, by=SYSTEM, at=clock.now())
    page = look(sit(agent))
    for words in ("Income tax", draft.number, "Not signed yet", "website", "1 of 1 pages", wrote):
        assert words in page


def test_but_no_value_of_it_before_the_customer_gives_a_code(
    agent: Actor, sit: Sit, draft: Any, look: Look
) -> None:
    browser = sit(agent)
    page = look(browser)
    assert "770.00" not in page
    assert f"/desk/assist/{draft.number}/" not in page
    assert browser.get(f"/desk/assist/{draft.number}/").status_code == 404


@pytest.mark.parametrize(("agency", "role"), [("LIB", "case-officer"), ("CTC", "contact-centre")])
def test_other_agencies_and_contractors_learn_of_no_draft(
    agency: str, role: str, hire: Hire, draft: Any, mei: UUID
) -> None:
    assert services.list_progress(mei, by=hire("Arun Nair", agency=agency, role=role)) == []


def test_it_says_where_she_is_and_when_it_last_changed(agent: Actor, draft: Any, mei: UUID) -> None:
    (progress,) = services.list_progress(mei, by=agent)
    assert (progress.state, progress.door, progress.changed_at) == ("draft", "portal", draft.changed_at)
    assert not hasattr(progress, "payable")
