"""What the house writes to a customer belongs to the agency of the service, and no other reads it."""

from datetime import datetime
from uuid import UUID

import pytest

from onedoor.contact import queries as contact
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services.applications.document import load
from onedoor.services.applications.lookup import get_file
from onedoor.services.applications.reckoning import reckon
from onedoor.services.applications.types import ApplicationView
from onedoor.services.files.steps import Step
from onedoor.services.flow import effects
from onedoor.services.flow.journey import Journey
from onedoor.services.models import Application
from tests.cases.conftest import Hire, hire

__all__ = ["hire"]


@pytest.fixture
def told(draft: ApplicationView, at: datetime) -> None:
    """A step of the house that tells Mei Lin something about her tax."""
    row, file = Application.objects.get(pk=draft.id), get_file(draft.service)
    step = Step.model_validate({"id": "tell", "does": "notify", "by": "REV", "title": file.title})
    file = file.model_copy(update={"steps": [*file.steps, step]})
    reckoning = reckon(file, season=row.season, stored=load(file, row.values), at=at)
    effects.perform(Journey(row=row, file=file, reckoning=reckoning, at=at, house=SYSTEM), "notify-tell")


@pytest.mark.parametrize(("agency", "count"), [("REV", 1), ("LAB", 0)])
def test_only_the_agency_of_the_service_reads_its_message(
    agency: str, count: int, told: None, mei: UUID, hire: Hire
) -> None:
    assert len(contact.list_messages(mei, by=hire("Arun Nair", agency=agency))) == count


def test_she_reads_it_herself(told: None, mei: UUID, citizen: Actor) -> None:
    assert len(contact.list_messages(mei, by=citizen)) == 1
