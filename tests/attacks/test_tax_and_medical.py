"""What is tax or medical is seen by nobody whose role does not read it: in no page, list, search, export,
suggestion, error or answer of an interface, however she comes to it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client

from onedoor.exchange import actions as exchange
from onedoor.exchange.types import NewValue
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions as services
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from tests.attacks.crawler import crawl
from tests.attacks.test_canary import DESK
from tests.cases.conftest import Hire

PAY, CHILD = Decimal("73219.55"), "Quillon Vax"
SHOWN = {"values.read_tax": ("73219.55", "73,219.55", "73219"), "values.read_medical": (CHILD,)}
SEARCHES = (
    "/desk/search/?q=73219.55", f"/desk/search/?q={CHILD}", "/desk/search/?q=Mei", "/desk/work/?q=73219",
    "/desk/records/", "/desk/payouts/report/", "/desk/reconciliation/", "/transparency/figures.csv",
    "/statistics/", "/desk/breaches/", "/desk/secrecy/audit/", "/desk/emergencies/", "/desk/threads/",
)  # fmt: skip


def list_blind() -> Iterator[tuple[str, str, list[str]]]:
    """Each officers' role with an agency at which it is held, and what it does not read."""
    for role in trust.list_roles():
        lacks = [may for may in SHOWN if may not in role.permissions]
        if role.kind == "officer" and lacks:
            yield role.code, role.agencies[0] if role.agencies else "REV", lacks


@pytest.fixture
def canaries(year: None, mei: UUID, citizen: Actor, at: datetime) -> None:
    """What an employer and a hospital say of her, in a draft, in the registers and in her history."""
    values = [NewValue(mei, "gross_pay", PAY, "2024")]
    exchange.report_values(register="employer-income", source="shipyard", values=values, by=SYSTEM, at=at)
    shot = NewValue(mei, "child_vaccinations", {"child": CHILD, "complete": True}, "", reference="V-1")
    exchange.report_values(register="health-record", source="HLT", values=[shot], by=SYSTEM, at=at)
    services.start_application(customer=mei, service="income-tax", door="portal", by=citizen, at=at)
    services.start_application(customer=mei, service="school", door="portal", by=citizen, at=at)


def pages_of(browser: Client, mei: UUID) -> Iterator[tuple[str, str]]:
    """Everything that she comes to from her lists, her searches and the customer's page."""
    page = f"/desk/customers/{mei}/"
    browser.post(f"{page}open/", {"purpose": "answer-customer"})
    browser.post(f"{page}protected/")
    starts = (page, f"{page}timeline/", *DESK, *SEARCHES)
    crawled = set()
    for address, answer, _forms in crawl(browser, *starts, per_view=1):
        crawled.add(address)
        yield address, answer.content.decode(errors="replace") if not answer.streaming else ""
    for address in (start for start in starts if start not in crawled):
        yield address, browser.get(address).content.decode(errors="replace")
    typed = browser.post("/desk/search/", {"q": str(PAY)}, headers={"HX-Request": "true"})
    yield "/desk/search/ typed", typed.content.decode()


@pytest.mark.parametrize(("role", "agency", "lacks"), sorted(list_blind()))
def test_who_may_not_read_it_meets_it_nowhere(
    hire: Hire, sit: Callable[[Actor], Client], canaries: None, mei: UUID, role: str, agency: str,
    lacks: list[str], at: datetime,
) -> None:  # fmt: skip
    officer = hire("Some One", agency=agency, role=role)
    browser = sit(officer)
    key = trust_actions.issue_desk_key(label="bar", by=officer, at=at).secret
    head = {"Authorization": f"Bearer {key}", "Onedoor-Purpose": "answer-customer"}
    history = browser.get(f"/api/v1/desk/customers/{mei}/history", headers=head).content.decode()
    for address, words in (*pages_of(browser, mei), ("history", history)):
        said = words.replace(address.partition("q=")[2] or "\0", "")  # what was asked is no answer
        assert not [canary for may in lacks for canary in SHOWN[may] if canary in said], address


@pytest.mark.parametrize(
    ("agency", "role", "may"),
    [("REV", "case-officer", "values.read_tax"), ("HLT", "medical-officer", "values.read_medical")],
)
def test_who_may_read_it_does(
    hire: Hire, sit: Callable[[Actor], Client], canaries: None, mei: UUID, agency: str, role: str, may: str
) -> None:
    """Else the test above would prove nothing."""
    pages = pages_of(sit(hire("Some One", agency=agency, role=role)), mei)
    assert any(canary in words for _address, words in pages for canary in SHOWN[may])
