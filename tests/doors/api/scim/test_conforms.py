"""The whole of another project's conformance suite, over HTTP, against the running house."""

import httpx2
import pytest
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

pytestmark = pytest.mark.django_db(transaction=True)


def test_another_project_s_suite_finds_nothing(client_of_theirs: httpx2.Client) -> None:
    found = check_server(SyncSCIMClient(client_of_theirs))
    bad = [one for one in found if one.status not in (Status.SUCCESS, Status.SKIPPED, Status.ACCEPTABLE)]
    assert not bad, "\n".join(f"{one.status} {one.title}: {one.reason}" for one in bad)
    assert sum(one.status is Status.SUCCESS for one in found) > 50
