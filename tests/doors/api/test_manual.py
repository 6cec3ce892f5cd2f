"""The lines of the manual work as they stand there, against the running server."""

import json
import os
import re
import subprocess
from datetime import datetime
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.contracts.house import ROOT
from tests.doors.api.test_rest import firm, key

__all__ = ["firm", "key"]
pytestmark = pytest.mark.django_db(transaction=True)
MANUAL = (ROOT / "docs" / "how-to" / "call-the-api.md").read_text()
LINES = re.findall(r"^curl .*$", MANUAL, re.MULTILINE)


def test_every_line_of_the_manual_works(live_server: LiveServer, key: str, at: datetime) -> None:
    known: dict[str, str] = {"CITY": live_server.url, "KEY": key}
    for line in LINES:
        answer = run(line, known)
        assert not is_refusal(answer), (line, answer)
        if isinstance(answer, dict):
            known |= {"NUMBER": answer.get("number", known.get("NUMBER", ""))}
            known |= {"FINGERPRINT": answer.get("fingerprint", known.get("FINGERPRINT", ""))}
    assert len(LINES) == 13


def is_refusal(answer: Any) -> bool:
    """A problem of the REST interface, or an error of Open311."""
    if isinstance(answer, dict):
        return isinstance(answer.get("status"), int)
    return any(isinstance(one.get("code"), int) for one in answer)


def run(line: str, known: dict[str, str]) -> Any:
    done = subprocess.run(
        ["bash", "-c", line], env=os.environ | known, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)
