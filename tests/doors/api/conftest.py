"""Clients of the systems' door: by themselves, on the city's own day."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from onedoor.kernel import clock
from tests.doors.portal.conftest import account, browser, proved  # noqa: F401  # fixtures
from tests.services.conftest import (  # noqa: F401  # fixtures
    charity,
    citizen,
    employer,
    mei,
    pay,
    report,
    year,
)

Send = Callable[..., Any]
POTHOLE = {
    "service_code": "pothole",
    "lat": "5.209",
    "long": "105.052",
    "address_string": "60 Lighthouse Lane",
    "attribute[depth]": "deep",
    "attribute[ground]": "street",
    "description": "A hole as deep as a shoe.",
}


@pytest.fixture(autouse=True)
def city_clock(tmp_path: Path, at: datetime) -> Iterator[None]:
    """The city's time is that of ``at``."""
    clock.use_demo_clock(tmp_path / "clock")
    clock.set_demo_clock(tmp_path / "clock", at)
    yield
    clock.use_demo_clock(None)


@pytest.fixture
def post(client: Client, db: None) -> Send:
    """Files a report by Open311, as JSON; gives the status and the answer."""
    count = iter(range(10_000))

    def send(**changed: Any) -> tuple[int, Any]:
        given = POTHOLE | {"device_id": f"device {next(count)}"} | changed
        response = client.post("/open311/v2/requests.json", {k: v for k, v in given.items() if v is not None})
        return response.status_code, json.loads(response.content)

    return send


@pytest.fixture
def get(client: Client, db: None) -> Send:
    """Reads an address of Open311: JSON as it is, XML as its root element."""

    def read(address: str, **query: Any) -> tuple[int, Any]:
        response = client.get(f"/open311/v2/{address}", query)
        body = response.content
        return response.status_code, (
            json.loads(body) if address.endswith(".json") else ET.fromstring(body.decode())
        )

    return read
