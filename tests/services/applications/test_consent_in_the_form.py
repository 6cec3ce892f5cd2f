"""What only her consent opens: the form goes on without it, offers it, takes it in, and lets it go again."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from shutil import copy
from typing import Any
from uuid import UUID

import pytest

from onedoor.exchange import actions as exchange
from onedoor.exchange import registers
from onedoor.exchange.types import NewValue
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.actions.starting import fresh_values
from onedoor.services.applications.types import ApplicationView
from onedoor.services.models import Application
from tests.services.conftest import Report

CODE = "AG-TEST"
AGREEMENT = """
  AG-TEST:
    title: {en: Your children at school, zh-hans: 在校子女}
    receiver: CIV
    services: [move]
    purpose: change-address
    basis: consent
    privacy_assessment: {id: PIA-TEST, approved: true}
    active_from: 2024-01-01
    active_to: 2028-01-01
    lasts: 365
    otherwise: {en: You tell the school yourself., zh-hans: 您自行告知学校。}
    shares:
      school-register: [pupils]
"""


@pytest.fixture(autouse=True)
def by_consent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The city's agreements, but the school tells of pupils by consent alone."""
    for name in ("registers.yaml", "agreements.yaml"):
        copy(Path(settings.CATALOGUE) / name, tmp_path / name)
    text = (tmp_path / "agreements.yaml").read_text()
    shared = "      travel-cards: [vehicles]\n      school-register: [pupils]\n"
    assert shared in text
    text = text.replace(shared, "      travel-cards: [vehicles]\n", 1).rstrip("\n") + "\n" + AGREEMENT
    (tmp_path / "agreements.yaml").write_text(text)
    book = registers.load_rulebook(tmp_path)
    monkeypatch.setattr(registers, "_load", lambda folder: book)


@pytest.fixture
def moving(mei: UUID, citizen: Actor, report: Report, at: datetime) -> ApplicationView:
    """Mei Lin begins to tell of her move."""
    report("civil-register", "CIV", birth_date=date(1985, 3, 12), residency_status="citizen")
    pupil = NewValue(mei, "pupils", {"child": "Lin Xiao", "school": "Harbour Primary"}, "", reference="P-1")
    exchange.report_values(register="school-register", source="EDU", values=[pupil], by=SYSTEM, at=at)
    return actions.start_application(customer=mei, service="move", door="portal", by=citizen, at=at)


def pupils(number: str, by: Actor) -> list[Any]:
    groups = services.get_application(number, by=by).groups
    return [line.shown for group in groups for line in group.lines if line.field == "pupils"]


def agree(customer: UUID, by: Actor, at: datetime) -> None:
    exchange.give_consent(customer=customer, agreement=CODE, by=by, at=at)


def told(customer: UUID) -> list[str]:
    entries = journal.list_timeline(customer=customer, by=SYSTEM, limit=100)
    return [entry.event for entry in entries if "school" in str(entry.data)]


def test_the_form_goes_on_without_it_and_nothing_is_told(
    moving: ApplicationView, mei: UUID, citizen: Actor, at: datetime
) -> None:
    assert pupils(moving.number, citizen) == []
    [offer] = services.list_open_consents(moving.number, by=citizen, at=at)
    assert offer.code == CODE
    assert services.list_given_consents(moving.number, by=citizen, at=at) == []
    assert [text["en"] for text in offer.values] == ["Your children at school"]
    assert told(mei) == ["exchange.value.received"]  # neither told nor a refused attempt


def test_her_yes_fills_it_in(
    moving: ApplicationView, mei: UUID, citizen: Actor, deliver: Callable[[], int], at: datetime
) -> None:
    agree(mei, citizen, at)
    deliver()
    assert len(pupils(moving.number, citizen)) == 1
    assert services.list_open_consents(moving.number, by=citizen, at=at) == []
    assert [one.code for one in services.list_given_consents(moving.number, by=citizen, at=at)] == [CODE]


def test_what_she_takes_back_leaves_the_draft_and_she_is_told(
    moving: ApplicationView, mei: UUID, citizen: Actor, deliver: Callable[[], int], at: datetime
) -> None:
    agree(mei, citizen, at)
    deliver()
    exchange.withdraw_consent(customer=mei, agreement=CODE, by=citizen, at=at)
    deliver()
    after = services.get_application(moving.number, by=citizen)
    assert pupils(moving.number, citizen) == []
    assert "pupils" in [change.code for change in after.changes]
    assert [one.code for one in services.list_open_consents(moving.number, by=citizen, at=at)] == [CODE]


def test_what_signing_reads_is_without_it_from_that_moment(
    moving: ApplicationView, mei: UUID, citizen: Actor, deliver: Callable[[], int], at: datetime
) -> None:
    agree(mei, citizen, at)
    deliver()
    row = Application.objects.get(id=moving.id)
    file = services.get_version(row.service, row.version)
    assert "pupils" in [one.value.field for one in fresh_values(file, row, by=citizen, at=at)]
    exchange.withdraw_consent(customer=mei, agreement=CODE, by=citizen, at=at)  # nobody has told the draft
    assert len(pupils(moving.number, citizen)) == 1
    assert "pupils" not in [one.value.field for one in fresh_values(file, row, by=citizen, at=at)]


def test_where_she_agreed_and_nothing_is_held_nothing_is_said_to_be_filled_in(
    mei: UUID, citizen: Actor, at: datetime
) -> None:
    agree(mei, citizen, at)
    moving = actions.start_application(customer=mei, service="move", door="portal", by=citizen, at=at)

    assert services.list_given_consents(moving.number, by=citizen, at=at) == []
    assert services.list_open_consents(moving.number, by=citizen, at=at) == []


def test_other_drafts_are_left_alone(
    moving: ApplicationView, mei: UUID, citizen: Actor, at: datetime
) -> None:
    assert actions.follow_consent(customer=mei, agreement="AG-2025-22", by=SYSTEM, at=at) == 0
    assert actions.follow_consent(customer=mei, agreement=CODE, by=SYSTEM, at=at) == 1
