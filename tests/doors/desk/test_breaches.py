"""A breach at the desk: opened, assessed, told after a second person's word, reported and closed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from onedoor.exchange import actions as exchange
from onedoor.exchange.models import Breach
from onedoor.exchange.types import Wanted
from onedoor.kernel.actors import Actor
from tests.cases.conftest import Hire

Sit = Callable[[Actor], Client]


@pytest.fixture
def guard(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Dora Lim", agency="CIO", role="data-protection-officer"))


@pytest.fixture
def second(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Paul Goh", agency="CIO", role="data-protection-officer"))


@pytest.fixture
def form(mei: UUID, officer: Actor, at: datetime) -> dict[str, str]:
    """Boon Tan looked up Mei Lin an hour ago."""
    exchange.request_values(
        customer=mei, wanted=[Wanted("civil-register", "name")], service="income-tax",
        purpose="assess-income-tax", agency="REV", subject=uuid4(), by=officer, at=at - timedelta(hours=1),
    )  # fmt: skip
    return {
        "what": "An officer looked up a neighbour", "agency": "REV", "attribute": "civil-register.name",
        "began": "2025-03-10T07:30", "ended": "2025-03-10T08:30", "found": "2025-03-10T08:45",
    }  # fmt: skip


def test_from_the_finding_to_the_measures(
    guard: Client, second: Client, form: dict[str, str], deliver: Callable[[], int]
) -> None:
    page = guard.post("/desk/breaches/", form, follow=True)
    number = Breach.objects.get().number
    here = f"/desk/breaches/{number}/"
    assert "<strong>1</strong>" in page.content.decode()
    guard.post(f"{here}assess/", {"risk": "high"})
    assert "the persons must be told" in guard.get(here).content.decode()
    guard.post(
        f"{here}draft/", {"notice-en": "Somebody saw your name.", "notice-zh-hans": "有人看到了您的姓名。"}
    )
    assert f"{here}approve/" not in guard.get(here).content.decode()
    second.post(f"{here}approve/")
    deliver()
    clocks = guard.get(here).content.decode()
    assert "Tell the authority of a breach of data" in clocks
    assert "Tell the persons affected by a breach of data" in clocks
    assert here in guard.get(f"/desk/cases/{number}/").content.decode(), "its case leads back here"
    guard.post(f"{here}reported/")
    guard.post(f"{here}close/", {"measures": "Her account is locked"})

    page = guard.get(here).content.decode()

    assert "Her account is locked" in page
    assert "1 of 1 are written to" in page
    assert guard.get(f"{here}report.json").json()["persons_affected"] == 1


def test_the_incident_stands_in_the_open_report_as_a_count(guard: Client, form: dict[str, str]) -> None:
    guard.post("/desk/breaches/", form)
    assert "Incidents" not in Client().get("/transparency/").content.decode()
    guard.post(f"/desk/breaches/{Breach.objects.get().number}/assess/", {"risk": "high"})

    page = Client().get("/transparency/").content.decode()

    assert "&lt;5 persons affected" in page
    assert "neighbour" not in page


def test_what_cannot_be_done_yet_is_said(guard: Client, form: dict[str, str]) -> None:
    assert guard.post("/desk/breaches/", form | {"what": ""}).status_code == 422
    assert (
        guard.post("/desk/breaches/", form | {"agency": "", "account": "nobody@rev.example"}).status_code
        == 422
    )
    guard.post("/desk/breaches/", form)

    answer = guard.post(f"/desk/breaches/{Breach.objects.get().number}/close/", {"measures": "Locked"})

    assert answer.status_code == 409
    assert "Assess the risk first." in answer.content.decode()


def test_nobody_else_opens_it(guard: Client, desk: Client, supervisor: Client, form: dict[str, str]) -> None:
    guard.post("/desk/breaches/", form)
    number = Breach.objects.get().number

    for browser in (desk, supervisor):
        for page in ("/desk/breaches/", f"/desk/breaches/{number}/", f"/desk/breaches/{number}/report.json"):
            assert browser.get(page).status_code == 403
