"""Clients that others wrote, as they are, against the running server: they list, file and track."""

from datetime import datetime

import pytest
from civicbot.http import HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport
from pytest_django.live_server_helper import LiveServer

from onedoor.kernel.scope import scoped
from onedoor.services import actions
from onedoor.services.models import Report
from tests.services.reports.conftest import worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def civicbot(live_server: LiveServer) -> Open311Client:
    endpoint = Endpoint(
        "harbour",
        "Harbour City",
        f"{live_server.url}/open311/v2",
        write=True,
        api_key_required_for_write=False,
    )
    return Open311Client(
        endpoint, HttpTransport(rate_limiter=RateLimiter(0)), jurisdiction_id="harbour.example"
    )


def test_one_client_lists_files_and_tracks(civicbot: Open311Client, at: datetime) -> None:
    codes = [service["service_code"] for service in civicbot.list_services()]
    assert "pothole" in codes

    sent = civicbot.create_request(
        "pothole",
        dry_run=False,
        confirm="SEND",
        validate_remote=True,
        lat=5.209,
        lng=105.052,
        description="坑洞 – deep",
        attributes={"ground": "street", "depth": "deep"},
        email="ann@mail.example",
    )
    number = sent.response[0]["service_request_id"]
    assert civicbot.get_token(number)[0]["service_request_id"] == number
    tracked = civicbot.get_request(number)
    assert tracked is not None
    assert (tracked["status"], tracked["description"]) == ("open", "坑洞 – deep")
    assert [one["service_request_id"] for one in civicbot.list_requests(status="open")] == [number]

    officer, row = worker("CTY"), Report.objects.get(number=number)
    with scoped(officer):
        actions.finish_report(application=row.application_id, notes="Filled.", by=officer, at=at)
    tracked = civicbot.get_request(number)
    assert tracked is not None
    assert (tracked["status"], tracked["status_notes"]) == ("closed", "Filled.")


@pytest.mark.parametrize("format", ["json", "xml"])
def test_another_client_reads_both_formats(
    civicbot: Open311Client, live_server: LiveServer, format: str
) -> None:
    for kind in ("rubbish", "stray_animal"):
        civicbot.create_request(
            kind, dry_run=False, confirm="SEND", lat=5.209, lng=105.052, attributes={"ground": "street"}
        )
    client = GeoReport(f"{live_server.url}/open311/v2", jurisdiction="harbour.example", output_format=format)

    assert len(client.get_service_list()) == 8
    assert client.get_service_definition("pothole")["service_code"] == "pothole"
    found = client.get_service_requests(status="open")
    assert {one["service_code"] for one in found} == {"rubbish", "stray_animal"}
