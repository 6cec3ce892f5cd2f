"""An officer's program decides in her name; a contractor's is refused and told who can."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from onedoor.cases import actions, queries
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import actions as trust
from tests.cases.conftest import Hire, hire  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def decide(client: Client, at: datetime) -> Callable[..., Any]:
    def send(by: Actor, number: str, **given: str) -> Any:
        key = trust.issue_desk_key(label="Telephone bar", by=by, at=at).secret
        return client.post(
            f"/api/v1/desk/cases/{number}/decision", json.dumps(given), content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )  # fmt: skip

    return send


@pytest.fixture
def number(db: None, at: datetime) -> str:
    return actions.open_case(
        kind="question", customer=None, agency="CTC", service="enquiry", subject={"en": "A question"},
        promise="P2D", calendar="business-hours", by=SYSTEM, at=at,
    ).number  # fmt: skip


def test_a_contractor_approves_nothing(decide: Callable[..., Any], hire: Hire, number: str) -> None:  # noqa: F811
    answer = decide(hire("Omar Aziz", "CTC", "contact-centre"), number, outcome="approved")
    assert answer.status_code == 403
    assert "Case officer" in answer.json()["who_can"]
    assert queries.get_case(number, by=SYSTEM).is_open


def test_the_owner_does(decide: Callable[..., Any], hire: Hire, number: str, at: datetime) -> None:  # noqa: F811
    by = hire("Cy Wu", "CTC", "case-officer")
    assert decide(by, number, outcome="approved").status_code == 403  # not hers yet
    actions.take_case(case=queries.get_case(number, by=by).id, by=by, at=at)
    assert decide(by, number, outcome="refused").status_code == 422  # a no needs a reason
    assert decide(by, number, outcome="approved").json()["outcome"] == "approved"
    assert decide(by, number, outcome="approved").status_code == 409


def test_a_case_elsewhere_is_not_there(decide: Callable[..., Any], hire: Hire, number: str) -> None:  # noqa: F811
    assert decide(hire("Mei Tan", "REV"), number, outcome="approved").status_code == 404
