"""The tutorial's last section, typed line by line: a program asks for the permit at the running server."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from pytest_django.live_server_helper import LiveServer

from onedoor.config.commands.demo import demo
from onedoor.kernel.actors import SYSTEM
from onedoor.trust import actions as trust
from tests.tutorial.test_write_your_first_service import PAGE, desk, followed

__all__ = ["desk", "followed"]
pytestmark = pytest.mark.django_db(transaction=True)
JUN = "jun@harbour.example"
LINES = re.findall(r"^(?:curl|KEY=|NUMBER=|FINGERPRINT=).*$", PAGE.read_text(), re.MULTILINE)


@pytest.fixture
def login(mei: UUID, report: Callable[..., None], settings: Any, at: datetime) -> None:
    """She whom the page calls Jun can sign in, and the register knows where she lives."""
    settings.DEMO = True
    report("civil-register", "CIV", birth_date="1985-03-12", address="12-8, Lighthouse Lane")
    trust.open_account(
        email=JUN, name="Jun", kind="citizen", password="x" * 20, customer=mei, by=SYSTEM, at=at
    )


def test_the_lines_of_the_page_end_with_a_bill(followed: Path, login: None, live_server: LiveServer) -> None:
    known, answer = {"CITY": live_server.url}, {}
    for line in LINES:
        name, _, value = line.partition("=")
        if value == "$(onedoor demo key " + JUN + ")":
            known[name] = CliRunner().invoke(demo, ["key", JUN]).output.strip()
        elif value == "...":
            known[name] = answer[name.lower()]
        else:
            answer = type_in(line, known)
            assert not (isinstance(answer, dict) and isinstance(answer.get("status"), int)), (line, answer)
    (bill,) = answer
    assert (bill["amount"], len(LINES)) == ("60.00", 10)


def test_only_a_citizen_of_a_demo_city_gets_such_a_key(login: None, settings: Any) -> None:
    assert CliRunner().invoke(demo, ["key", "nobody@harbour.example"]).exit_code == 1
    settings.DEMO = False
    assert CliRunner().invoke(demo, ["key", JUN]).exit_code == 1


def type_in(line: str, known: dict[str, str]) -> Any:
    """What the line prints, with what the reader has put in so far."""
    done = subprocess.run(
        ["bash", "-c", line], env=os.environ | known, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)
