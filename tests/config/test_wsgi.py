"""Who calls, where a server stands in front: what it says, and only when it is ours."""

import importlib
from typing import Any

import pytest
from django.core.signals import request_started
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from onedoor.config import wsgi

OURS, CALLER, FORGED = "10.0.0.7", "203.0.113.9", "198.51.100.1"


@pytest.mark.parametrize(
    ("ours", "peer", "says", "caller"),
    [
        ([OURS], OURS, CALLER, CALLER),
        (["10.0.0.0/24"], OURS, CALLER, CALLER),
        ([OURS], OURS, f"{FORGED}, {CALLER}", CALLER),  # the caller wrote the first, our server the last
        ([OURS], CALLER, FORGED, CALLER),
        ([], OURS, CALLER, OURS),
    ],
)
@pytest.mark.django_db
def test_the_caller_is_who_our_own_server_says(
    settings: Settings, ours: list[str], peer: str, says: str, caller: str
) -> None:
    settings.TRUSTED_PROXIES = ours
    application = importlib.reload(wsgi).application
    heard: list[str] = []

    def hear(environ: dict[str, Any], **_kwargs: object) -> None:
        heard.append(environ["REMOTE_ADDR"])

    request_started.connect(hear)
    try:
        environ = RequestFactory(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=says).get("/healthz").environ
        application(environ, lambda *_args: None)
    finally:
        request_started.disconnect(hear)
        settings.TRUSTED_PROXIES = []
        importlib.reload(wsgi)

    assert heard == [caller]
