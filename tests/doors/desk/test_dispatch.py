"""An order that is not ours, at the desk: said on the case, decided by the contact centre."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.types import CaseView
from onedoor.kernel.actors import SYSTEM
from tests.doors.desk.conftest import Hire, Sit


@pytest.fixture
def order(db: None, at: datetime) -> CaseView:
    return actions.open_enquiry(
        customer=None, text="My pass?", door="mail", topic="income-tax", interaction=uuid4(), by=SYSTEM, at=at
    )


def test_said_on_the_case_and_decided_at_the_contact_centre(order: CaseView, sit: Sit, hire: Hire) -> None:
    tax = sit(hire("Kai Tan", agency="REV", role="case-officer"))
    page = tax.get(f"/desk/cases/{order.number}/", follow=True).content.decode()
    assert "It is not ours" in page
    assert tax.get("/desk/dispatch/").status_code == 403
    tax.post(f"/desk/cases/{order.number}/dispute/", {"dispute-reason": "A work pass: Labour Office."})

    centre: Any = sit(hire("Rui Sato", agency="CTC", role="supervisor"))
    page = centre.get("/desk/dispatch/").content.decode()
    assert order.number in page
    assert "A work pass: Labour Office." in page
    said = queries.list_disputes(by=SYSTEM)[0]
    told = centre.post(f"/desk/dispatch/{said.id}/", {"agency": ""}, follow=True).content.decode()
    assert "Say why it stays where it is." in told
    centre.post(f"/desk/dispatch/{said.id}/", {"agency": "LAB"})

    assert queries.get_case(order.id, by=SYSTEM).agency == "LAB"
    assert "Nothing waits for a decision." in centre.get("/desk/dispatch/").content.decode()


def test_two_orders_are_put_together_and_parted_on_the_case(
    order: CaseView, sit: Sit, hire: Hire, at: datetime
) -> None:
    lead, other = (
        actions.open_enquiry(customer=None, text="Kites?", door="mail", interaction=uuid4(), by=SYSTEM, at=at)
        for _order in range(2)
    )
    centre = sit(hire("Rui Sato", agency="CTC", role="supervisor"))
    wrong = centre.post(f"/desk/cases/{other.number}/join/", {"join-number": "HC-0000-0000-0"})
    assert "There is no such order" in wrong.content.decode()
    centre.post(f"/desk/cases/{other.number}/join/", {"join-number": lead.number})
    assert queries.get_case(other.id, by=SYSTEM).same_as == lead.id
    centre.post(f"/desk/cases/{other.number}/part/", {})
    assert queries.get_case(other.id, by=SYSTEM).same_as is None
