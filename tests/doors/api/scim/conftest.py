"""A directory with a key, and a client of somebody else's that speaks SCIM to the running house."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import httpx
import httpx2
import pytest
from pytest_django.live_server_helper import LiveServer

from onedoor.kernel.actors import Actor
from onedoor.trust import actions, queries
from tests.trust.conftest import make_officer

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def hired(name: str, role: str, at: datetime, agency: str = "REV") -> Actor:
    account = make_officer(name, agency, role, at)
    return queries.actor_for(account.id, door="desk", assurance=3, at=at)


def key_of(agency: str, at: datetime) -> str:
    boss = hired(f"Head of {agency}", "supervisor", at, agency)
    return actions.issue_directory_key(label="Directory", by=boss, at=at).secret


@pytest.fixture
def directory(live_server: LiveServer, at: datetime) -> Callable[..., Any]:
    """Calls the house as an agency's directory does."""
    keys: dict[str, str] = {}

    def call(method: str, path: str, sent: Any = None, *, agency: str = "REV", **headers: str) -> Any:
        if agency and agency not in keys:
            keys[agency] = key_of(agency, at)
        if agency:
            headers["Authorization"] = f"Bearer {keys[agency]}"
        return httpx.request(
            method, f"{live_server.url}/scim/v2{path}", json=sent, headers=headers, timeout=30
        )

    return call


@pytest.fixture
def client_of_theirs(live_server: LiveServer, at: datetime) -> Iterator[httpx2.Client]:
    with httpx2.Client(
        base_url=f"{live_server.url}/scim/v2",
        headers={"Authorization": f"Bearer {key_of('REV', at)}"},
        timeout=30,
    ) as client:
        yield client
