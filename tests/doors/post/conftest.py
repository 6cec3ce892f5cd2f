"""A letter room: the city's morning, an officer who works with letters, and sheets printed once."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from onedoor.doors.post import actions
from onedoor.doors.post.actions.receiving import Taken
from onedoor.doors.post.house import POST
from onedoor.doors.post.models import Paper
from onedoor.doors.post.types import Sheet
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from tests.cases.conftest import Hire, hire
from tests.doors.desk.conftest import Sit, sit
from tests.doors.post.wear import render, to_tiff
from tests.services.conftest import citizen, mei

__all__ = ["Hire", "Sit", "citizen", "hire", "mei", "sit"]

ScanIn = Callable[..., Taken]


@pytest.fixture(autouse=True)
def city_clock(tmp_path: Path, at: datetime) -> Iterator[None]:
    clock.use_demo_clock(tmp_path / "clock")
    clock.set_demo_clock(tmp_path / "clock", at)
    yield
    clock.use_demo_clock(None)


@pytest.fixture
def home(mei: UUID, at: datetime) -> UUID:
    """Mei Lin, whose letters go to Lighthouse Lane."""
    people.add_contact_point(customer=mei, kind="post", value="02-60, Lighthouse Lane", by=SYSTEM, at=at)
    return mei


@pytest.fixture
def officer(hire: Hire) -> Actor:
    return hire("Boon Tan", agency="CTC", role="counter-officer")


@pytest.fixture
def scan_in(at: datetime) -> ScanIn:
    """Puts pictures of pages through the scanner."""

    def put(pages: Sequence[Image.Image], *, source: str = "scanner", when: datetime = at) -> Taken:
        return actions.receive_file(content=to_tiff(pages), source=source, at=when)

    return put


def sheets_of(number: str) -> tuple[list[Image.Image], list[Sheet]]:
    """The printed pages of one of our letters or forms, and the boxes on each."""
    from onedoor.doors.post import queries

    paper = Paper.objects.get(number=number)
    return render(queries.get_pdf(number, by=POST)), [Sheet.from_json(one) for one in paper.layout]


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


Facts = dict[str, Any]
