"""The city speaks Open311 GeoReport v2: each method, in both formats, from the service file alone."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from onedoor.kernel.scope import scoped
from onedoor.services import actions
from onedoor.services.models import Report
from tests.doors.api.conftest import POTHOLE, Send
from tests.services.reports.conftest import worker

FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
    "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


def texts(element: ET.Element) -> dict[str, str]:
    return {child.tag: child.text or "" for child in element}


def test_the_list_of_services_is_the_question_of_the_service_file(get: Send) -> None:
    _, listed = get("services.json")

    assert [one["service_code"] for one in listed] == [
        "pothole", "street_light", "blocked_drain", "fallen_tree", "rubbish", "noise", "stray_animal",
        "broken_lift",
    ]  # fmt: skip
    assert listed[0] == {
        "service_code": "pothole",
        "service_name": "Pothole",
        "description": "A pothole: within three days.",
        "metadata": True,
        "type": "realtime",
        "keywords": "Pothole, 路面坑洞",
        "group": "Report a street issue",
    }


def test_the_list_of_services_in_xml_says_the_same(get: Send) -> None:
    _, listed = get("services.json")

    _, root = get("services.xml")

    assert root.tag == "services"
    as_text = [{k: str(v).lower() if v is True else v for k, v in one.items()} for one in listed]
    assert [texts(service) for service in root] == as_text


def test_names_are_in_the_callers_language(client: Client, db: None) -> None:
    answer = client.get("/open311/v2/services.json", headers={"Accept-Language": "zh-CN"}).json()

    assert answer[0]["service_name"] == "路面坑洞"


def test_a_definition_asks_what_the_service_file_asks_of_that_kind(get: Send) -> None:
    _, pothole = get("services/pothole.json")

    assert pothole["service_code"] == "pothole"
    by_code = {one["code"]: one for one in pothole["attributes"]}
    assert list(by_code) == ["ground", "depth", "lane"]
    assert by_code["depth"] == {
        "variable": True,
        "code": "depth",
        "datatype": "singlevaluelist",
        "required": True,
        "datatype_description": None,
        "order": 2,
        "description": "How deep is it?",
        "values": [
            {"key": "shallow", "name": "Less than 5 cm"},
            {"key": "deep", "name": "5 to 10 cm"},
            {"key": "dangerous", "name": "More than 10 cm"},
        ],
    }


@pytest.mark.parametrize(
    ("code", "attribute", "datatype"),
    [
        ("street_light", "lamp_number", "number"),
        ("blocked_drain", "water_depth", "number"),
        ("fallen_tree", "blocks_road", "singlevaluelist"),
        ("noise", "heard_at", "datetime"),
        ("pothole", "lane", "string"),
    ],
)
def test_every_type_of_question_has_its_datatype(get: Send, code: str, attribute: str, datatype: str) -> None:
    _, definition = get(f"services/{code}.json")

    assert {one["code"]: one["datatype"] for one in definition["attributes"]}[attribute] == datatype


def test_a_definition_in_xml(get: Send) -> None:
    _, root = get("services/pothole.xml")

    assert root.tag == "service_definition"
    depth = root.findall("attributes/attribute")[1]
    assert depth.findtext("code") == "depth"
    assert depth.findtext("required") == "true"
    assert [value.findtext("key") for value in depth.findall("values/value")] == [
        "shallow",
        "deep",
        "dangerous",
    ]


def test_a_report_is_filed_without_an_account_and_can_be_followed(post: Send, get: Send) -> None:
    status, filed = post()
    assert status == 200
    number = filed[0]["service_request_id"]
    assert "2025-03-13T09:00:00+08:00" in filed[0]["service_notice"]

    _, (found,) = get(f"requests/{number}.json")

    assert set(found) == FIELDS
    assert found["status"] == "open"
    assert found["service_code"] == "pothole"
    assert found["agency_responsible"] == "City Works"
    assert found["requested_datetime"] == "2025-03-10T09:00:00+08:00"
    assert found["expected_datetime"] == "2025-03-13T09:00:00+08:00"
    assert (found["lat"], found["long"], found["address"]) == (5.209, 105.052, "60 Lighthouse Lane")


def test_a_report_in_xml_says_the_same(post: Send, get: Send) -> None:
    _, filed = post()
    number = filed[0]["service_request_id"]
    _, (found,) = get(f"requests/{number}.json")

    _, root = get(f"requests/{number}.xml")

    assert root.tag == "service_requests"
    assert [child.tag for child in root] == ["request"]
    assert texts(root[0]) == {name: "" if value is None else str(value) for name, value in found.items()}


def test_a_token_is_the_number_at_once(post: Send, get: Send) -> None:
    _, filed = post()
    number = filed[0]["service_request_id"]

    assert get(f"tokens/{number}.json") == (200, [{"service_request_id": number, "token": number}])
    assert texts(get(f"tokens/{number}.xml")[1][0]) == {"service_request_id": number, "token": number}


@pytest.mark.parametrize(
    "place",
    [
        {"lat": None, "long": None, "address_string": "60 Lighthouse Lane"},
        {"lat": None, "long": None, "address_string": None, "address_id": "lighthouse-lane/60"},
    ],
)
def test_a_place_may_be_an_address_or_its_id(post: Send, get: Send, place: dict[str, Any]) -> None:
    _, filed = post(**place)

    _, (found,) = get(f"requests/{filed[0]['service_request_id']}.json")

    assert (found["lat"], found["long"], found["address"]) == (5.209, 105.052, "60 Lighthouse Lane")


def test_a_closed_report_says_what_was_done(post: Send, get: Send, at: datetime) -> None:
    _, filed = post()
    number = filed[0]["service_request_id"]
    officer, row = worker("CTY"), Report.objects.get(number=number)
    with scoped(officer):
        actions.finish_report(application=row.application_id, notes="Filled.", by=officer, at=at)

    _, (found,) = get(f"requests/{number}.json")

    assert (found["status"], found["status_notes"]) == ("closed", "Filled.")


def test_the_second_who_reports_it_is_told_of_the_first(post: Send, get: Send) -> None:
    _, first = post()

    _, second = post()

    number = first[0]["service_request_id"]
    assert number in second[0]["service_notice"]
    assert number in get(f"requests/{second[0]['service_request_id']}.json")[1][0]["status_notes"]


def test_discovery_leads_here(get: Send, client: Client) -> None:
    _, found = get("discovery.json")

    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert get("discovery.xml")[1].findtext("endpoints/endpoint/type") == "production"
    assert client.get("/open311/discovery.json").status_code == 200


def test_lists_are_narrowed_by_code_status_and_number(post: Send, get: Send) -> None:
    one = post()[1][0]["service_request_id"]
    other = post(service_code="rubbish", **{"attribute[depth]": None}, lat="5.2126", long="105.03")[1][0][
        "service_request_id"
    ]

    def numbers(**query: str) -> set[str]:
        return {entry["service_request_id"] for entry in get("requests.json", **query)[1]}

    assert numbers() == {one, other}
    assert numbers(service_code="rubbish") == {other}
    assert numbers(service_code="rubbish,pothole") == {one, other}
    assert numbers(status="closed") == set()
    assert numbers(status="open,closed") == {one, other}
    assert numbers(service_request_id=one) == {one}
    assert numbers(service_request_id=f"{one}, {other}", status="closed") == {one, other}
    assert numbers(service_request_id="nonsense") == set()
    assert len(get("requests.json", page_size="1", page="2")[1]) == 1


def test_a_list_goes_back_ninety_days_and_no_further(post: Send, get: Send, at: datetime) -> None:
    number = post()[1][0]["service_request_id"]

    def found(**ago: float) -> bool:
        Report.objects.update(reported_at=at - timedelta(**ago))
        return bool(get("requests.json")[1])

    assert found(days=89)
    assert found(days=89, hours=23, minutes=50)
    assert not found(days=90, seconds=1)
    assert get("requests.json", service_request_id=number)[1]


def test_a_list_holds_a_thousand_at_most_the_newest_first(post: Send, get: Send, at: datetime) -> None:
    post()
    row = Report.objects.select_related("application").get()
    application = row.application
    applications, rows = [], []
    for index in range(1_001):
        application, row = copy(application), copy(row)
        application.id, application.number = uuid4(), f"copy {index}"
        row.id, row.number, row.application = uuid4(), f"copy {index}", application
        row.reported_at = at - timedelta(minutes=index + 1)
        applications.append(application)
        rows.append(row)
    type(application).objects.bulk_create(applications)
    Report.objects.bulk_create(rows)

    _, listed = get("requests.json")

    assert len(listed) == 1_000
    moments = [one["requested_datetime"] for one in listed]
    assert moments == sorted(moments, reverse=True)
    assert len(get("requests.json", page_size="5000")[1]) == 1_000
    assert len(get("requests.json", page="2")[1]) == 2


def test_the_two_dates_bound_a_list(post: Send, get: Send, at: datetime) -> None:
    post()
    Report.objects.update(reported_at=at)

    def count(start: str, end: str) -> int:
        return len(get("requests.json", start_date=start, end_date=end)[1])

    assert count("2025-03-10T01:00:00Z", "2025-03-11T00:00:00Z") == 1
    assert count("2025-03-10T01:00:01Z", "2025-03-11T00:00:00Z") == 0
    assert count("2025-03-01T00:00:00+08:00", "2025-03-10T09:00:00+08:00") == 1
    assert count("2025-03-01T00:00:00+08:00", "2025-03-10T08:59:59+08:00") == 0


def test_posting_takes_xml_as_well(client: Client, db: None) -> None:
    response = client.post("/open311/v2/requests.xml", POTHOLE)

    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert ET.fromstring(response.content.decode())[0].findtext("service_request_id", "").startswith("HC-")
