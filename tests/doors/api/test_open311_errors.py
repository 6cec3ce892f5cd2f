"""What the Open311 server refuses, it refuses in the standard's shape and says what to do."""

from typing import Any

import pytest
from django.test import Client

from onedoor.services.models import Report
from tests.doors.api.conftest import POTHOLE, Send


@pytest.mark.parametrize("format", ["json", "xml"])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("services/dragon", 404),
        ("requests/HC-0000-0000-0", 404),
        ("requests/nonsense", 404),
        ("tokens/nonsense", 404),
        ("requests?service_code=dragon", 404),
        ("services?jurisdiction_id=atlantis.example", 404),
        ("requests?status=lost", 400),
        ("requests?start_date=yesterday", 400),
        ("requests?start_date=2025-01-01T00:00:00Z&end_date=2025-04-01T00:00:01Z", 400),
        ("requests?start_date=2025-02-01T00:00:00Z&end_date=2025-01-01T00:00:00Z", 400),
        ("requests?page_size=0", 400),
        ("requests?page=minus", 400),
        ("nothing-here", 404),
    ],
)
def test_what_is_not_there_or_cannot_be_read(
    client: Client, db: None, address: str, status: int, format: str
) -> None:
    path, _, query = address.partition("?")

    response = client.get(f"/open311/v2/{path}.{format}?{query}")

    assert response.status_code == status
    if format == "json":
        assert response.json()[0]["code"] == status
        assert response.json()[0]["description"]
    else:
        assert f"<errors><error><code>{status}</code><description>" in response.content.decode()


def test_ninety_days_are_allowed_to_the_second(client: Client, db: None) -> None:
    dates = "start_date=2025-01-01T00:00:00Z&end_date=2025-04-01T00:00:00Z"

    assert client.get(f"/open311/v2/requests.json?{dates}").status_code == 200


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"service_code": None}, 400, "service_code was not provided"),
        ({"service_code": "dragon"}, 404, "service_code was not found"),
        ({"jurisdiction_id": "atlantis.example"}, 404, "jurisdiction_id"),
        ({"attribute[depth]": None}, 400, "depth"),
        ({"attribute[depth]": "bottomless"}, 400, "depth: Choose one of the answers shown."),
        ({"attribute[height]": "9"}, 400, "attribute[height]"),
        ({"attribute[email]": "x@y.example"}, 400, "attribute[email]"),
        ({"attribute[kind]": "rubbish"}, 400, "attribute[kind]"),
        ({"lat": "91"}, 400, "lat must be a number"),
        ({"long": "181"}, 400, "long"),
        ({"lat": "nan"}, 400, "lat must be a number"),
        ({"lat": "1e1"}, 400, "lat must be a number"),
        ({"long": None}, 400, "lat must be a number"),
        ({"lat": "48.85", "long": "2.35"}, 400, "outside Harbour City"),
        ({"lat": None, "long": None, "address_string": None}, 400, "Give a place"),
        ({"lat": None, "long": None, "address_string": None, "address_id": "no/1"}, 404, "address_id"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"media_url": "ftp://pictures.example/1.jpg"}, 400, "media_url"),
        ({"media_url": 'https://pictures.example/"><script>'}, 400, "media_url"),
        ({"email": "not an address"}, 400, "email"),
        ({"phone": "call me"}, 400, "phone"),
        ({"description": "x" * 4_001}, 400, "4000"),
        ({"api_key": "odk_nothing_atall"}, 403, "api_key"),
        ({"website": "https://buy.example"}, 400, "not for people"),
    ],
)
def test_a_report_that_cannot_be_taken(post: Send, changed: dict[str, Any], status: int, says: str) -> None:
    got, (error,) = post(**changed)

    assert (got, error["code"]) == (status, status)
    assert says in error["description"]
    assert not Report.objects.exists()


def test_the_eleventh_report_of_an_hour_is_asked_to_wait(client: Client, db: None) -> None:
    given = POTHOLE | {"device_id": "one telephone"}

    codes = [client.post("/open311/v2/requests.json", given).status_code for _ in range(11)]

    assert codes == [200] * 10 + [429]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, db: None, method: str) -> None:
    response = getattr(client, method)("/open311/v2/requests.json")

    assert response.status_code == 405
    assert response.json()[0]["code"] == 405


@pytest.mark.parametrize("name", ["description", "address_string", "service_code"])
@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "]]> <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]> &e;",
        "'; drop table services_report; --",
        "{{ 7 * 7 }} {% load x %}",
        "\U0001f573 坑洞 \u202e txt.exe",
        "\x0b\x1b[31m red",
    ],
)
def test_hostile_text_comes_back_as_text(post: Send, get: Send, name: str, hostile: str) -> None:
    status, _ = post(**{name: hostile})

    code, root = get("requests.xml")

    assert status in (200, 400, 404)
    assert code == 200
    if name == "description":
        assert root[0].findtext("description", "").startswith(hostile[:1].replace("\x0b", "\ufffd"))


def test_a_nul_is_refused_and_not_a_fault(post: Send) -> None:
    status, _ = post(description="a\0b")

    assert status in (200, 400)
