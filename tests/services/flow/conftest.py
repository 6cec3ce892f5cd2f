"""A life event of its own: Mei Lin moves house, and six agencies and a bank have their part in it."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as house

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions, queries
from onedoor.services.actions import agency_work
from onedoor.services.applications.types import ApplicationView
from onedoor.services.applications.work import TaskView
from onedoor.services.links import choosing
from onedoor.services.links.in_house import InHouse
from onedoor.services.models import AgencyTask
from tests.services.flow.agency import PaperAgency

FILES = Path(__file__).parent / "files"
HOME = {"address": "7 Quay Street", "votes": True, "car": False, "lets": False, "secret": "nobody's business"}

Moves = Callable[..., ApplicationView]
CarryOut = Callable[..., list[str]]
Task = Callable[[str], TaskView]


@pytest.fixture
def catalogue(tmp_path: Path, settings: Any) -> Path:
    """The city's own lists, with the services of these tests."""
    for file in Path(house.CATALOGUE).glob("*.yaml"):
        shutil.copy(file, tmp_path)
    shutil.copytree(Path(house.CATALOGUE) / "calendars", tmp_path / "calendars")
    for folder in FILES.iterdir():
        shutil.copytree(folder, tmp_path / folder.name)
    settings.CATALOGUE = tmp_path
    settings.SERVE_FOLDER = True
    return tmp_path


@pytest.fixture
def moves(catalogue: Path, mei: UUID, citizen: Actor, at: datetime) -> Moves:
    """Mei Lin fills in the form and signs it."""

    def begin(**said: Any) -> ApplicationView:
        view = actions.start_application(customer=mei, service="moving-day", door="portal", by=citizen, at=at)
        saved = actions.save_page(
            application=view.id, page="home", answers=HOME | said, revision=view.revision, by=citizen, at=at
        )
        assert saved.ok, saved.page.errors
        view = saved.application
        actions.sign_application(
            application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=citizen, at=at
        )
        return queries.get_application(view.number, by=citizen, at=at)

    return begin


@pytest.fixture
def agencies(monkeypatch: pytest.MonkeyPatch) -> dict[str, PaperAgency]:
    """Those that have a system of their own in a test, by code; all others are at the desk."""
    own: dict[str, PaperAgency] = {}

    def choose(agency: str) -> Any:
        return own.get(agency) or InHouse()

    for module in (choosing, agency_work):
        monkeypatch.setattr(module, "choose_link", choose)
    monkeypatch.setattr("onedoor.services.flow.carrying.choose_link", choose)
    return own


@pytest.fixture
def carry_out(agencies: dict[str, PaperAgency], at: datetime) -> CarryOut:
    """The worker hands over whatever is to be handed over, until nothing changes."""

    def work(moment: datetime = at) -> list[str]:
        done: list[str] = []
        while True:
            todo = AgencyTask.objects.filter(state="waiting", next_try_at=None).order_by("created_at", "id")
            found = list(todo)
            if not found:
                return done
            for task in found:
                agency_work.carry_out_or_note(task=task.pk, by=SYSTEM, at=moment)
                done.append(task.step)

    return work


@pytest.fixture
def task() -> Task:
    """Mei Lin's task of that step, as the house sees it."""

    def find(step: str) -> TaskView:
        row = AgencyTask.objects.get(step=step, undoes=None)
        return queries.get_task(row.pk, by=SYSTEM)

    return find


def of(agency: str, name: str = "Tan", account: int = 900, **more: Any) -> Actor:
    """A case officer of an agency."""
    may = frozenset(
        {"services.look", "services.decide", "cases.read", "cases.work", "cases.close", "customers.read"}
    )
    return Actor(
        kind="officer", account=UUID(int=account), name=name, door="desk", assurance=3, agency=agency,
        permissions=may, **more,
    )  # fmt: skip


def waits(view: ApplicationView) -> set[str]:
    """The steps that are waited for."""
    return {step.id for step in view.steps if step.state == "now"}
