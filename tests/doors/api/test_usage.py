"""Who used my data, asked from another portal: the shape of findUsage and of DRS-8, and a line of its own."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from onedoor.exchange import actions as exchange
from onedoor.exchange import queries
from onedoor.exchange.types import DisclosureRefused, Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from tests.exchange.test_secrecy import INVESTIGATOR, JUDGE, NAME, SECRET, propose

FIND = "/api/v1/usage/findUsage"


def use(customer: UUID, at: datetime, agency: str = "REV") -> None:
    exchange.request_values(
        customer=customer, wanted=[Wanted("civil-register", "name")], service="income-tax",
        purpose="assess-income-tax", agency=agency, subject=uuid4(), by=SYSTEM, at=at,
    )  # fmt: skip


@pytest.fixture
def uses(mei: UUID, at: datetime) -> datetime:
    """One in each of three hours; the last moment."""
    for hours in (3, 2, 1):
        use(mei, at - timedelta(hours=hours))
    return at - timedelta(hours=1)


def test_it_answers_in_the_shape_of_find_usage(proved: Client, uses: datetime) -> None:
    answer = proved.get(FIND).json()

    assert answer["totalUsages"] == 3
    first = answer["usages"][0]
    assert datetime.fromisoformat(first["logtime"]) == uses
    assert "income tax" in first["action"]
    assert (first["receiverCode"], first["receiverSystem"]) == ("REV", "income-tax")
    assert "Revenue" in first["receiverName"]


def test_it_is_paged_newest_first(proved: Client, uses: datetime) -> None:
    until = uses.isoformat()
    asked = [{"offset": offset, "limit": 2, "periodEnd": until} for offset in (0, 2)]
    pages = [proved.get(FIND, one).json() for one in asked]

    assert [page["totalUsages"] for page in pages] == [2, 2]
    assert [len(page["usages"]) for page in pages] == [2, 0]


def test_a_period_is_days_or_moments(proved: Client, uses: datetime, at: datetime) -> None:
    today = str(at.date())

    assert proved.get(FIND, {"periodStart": today, "periodEnd": today}).json()["totalUsages"] == 3
    assert proved.get(FIND, {"periodEnd": "2025-03-01"}).json()["totalUsages"] == 0


@pytest.mark.parametrize(
    "wrong",
    [{"limit": 1001}, {"limit": 0}, {"offset": -1}, {"periodStart": "soon"}, {"periodStart": "2025-03-10T08"},
     {"periodStart": "2025-03-10", "periodEnd": "2025-03-01"}],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_problem(proved: Client, wrong: dict[str, Any]) -> None:
    answer = proved.get(FIND, wrong)

    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")


def test_the_same_as_xml(proved: Client, uses: datetime) -> None:
    root = ET.fromstring(proved.get(FIND, {"format": "xml"}).content)

    assert root.tag == "findUsageResponse"
    assert root.findtext("totalUsages") == "3"
    assert root.find("usages/receiverCode").text == "REV"  # type: ignore[union-attr]


def test_each_question_is_a_line_of_her_list(proved: Client, mei: UUID, uses: datetime) -> None:
    proved.get(FIND)

    newest = proved.get(FIND).json()["usages"][0]
    assert newest["action"].startswith("You read who used your data")
    assert "This list itself" in proved.get("/who-used-my-data/").content.decode()


def test_a_refused_attempt_says_why(proved: Client, mei: UUID, at: datetime) -> None:
    with pytest.raises(DisclosureRefused):
        use(mei, at, agency="LIB")

    [attempt] = proved.get(FIND).json()["usages"]

    assert attempt["refused"]
    assert attempt["reason"] == "No agreement allows this use of your data."


def test_what_is_secret_is_neither_listed_nor_counted(proved: Client, mei: UUID, at: datetime) -> None:
    asked = propose(mei, at)
    exchange.decide_secrecy(withholding=asked.id, grant=True, by=JUDGE, at=at)
    exchange.request_secretly(withholding=asked.id, wanted=[NAME], **SECRET, by=INVESTIGATOR, at=at)

    assert proved.get(FIND).json() == {"totalUsages": 0, "usages": []}


def test_the_same_list_as_govstacks_registries_give_it(proved: Client, uses: datetime) -> None:
    readings = proved.get("/api/v1/data/myPersonalDataUsage").json()

    assert len(readings) == 3
    assert set(readings[0]) == {
        "readerInitials", "readerInstitutionName", "readerApplicationName", "searchDateTime",
    }  # fmt: skip


def test_nobody_asks_without_a_name(client: Client, db: None) -> None:
    assert client.get(FIND).status_code == 401
    assert client.get("/api/v1/usage/heartbeat").json()["status"] == "ok"


def test_a_stranger_and_an_officer_are_refused(mei: UUID, at: datetime) -> None:
    for by in (Actor(kind="citizen", customer=uuid4(), assurance=3), JUDGE):
        with pytest.raises(NotAllowed):
            exchange.find_usage(customer=mei, since=at, until=at + timedelta(days=1), by=by, at=at)
    assert queries.list_disclosures(mei, by=SYSTEM) == []
