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
        assert not isinstance(answer, dict) or "code" not in answer or "title" in answer, (line, answer)
        assert not (isinstance(answer, dict) and "status" in answer), (line, answer)  # a problem
        assert not (isinstance(answer, list) and isinstance(answer[0].get("code"), int)), (line, answer)
        if isinstance(answer, dict):
            known |= {"NUMBER": answer.get("number", known.get("NUMBER", ""))}
            known |= {"FINGERPRINT": answer.get("fingerprint", known.get("FINGERPRINT", ""))}
    assert len(LINES) == 13


def run(line: str, known: dict[str, str]) -> Any:
    done = subprocess.run(
        ["bash", "-c", line], env=os.environ | known, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)
