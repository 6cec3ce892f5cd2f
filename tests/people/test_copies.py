"""A copy of everything that is held: all of it, for her alone, for seven days."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import BinaryField, UUIDField
from pypdf import PdfReader

from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound, StepUpNeeded
from onedoor.people import actions, models, queries
from onedoor.people.rights.collecting import collect, covered
from onedoor.people.rights.opening import Opening, find_opening
from onedoor.people.rights.words import WORDS
from onedoor.people.types import Customer
from tests.people.canary import CANARY, seed_everywhere
from tests.people.conftest import IDENTIFIER, citizen


@pytest.fixture
def made(ada: Customer, at: datetime, deliver: Callable[[], int]) -> UUID:
    """Ada asked, and the worker did its work."""
    asked = actions.ask_for_copy(customer=ada.id, by=citizen(ada), at=at)
    actions.make_copy(copy=asked.id, by=SYSTEM, at=at)
    return asked.id


def open_zip(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def events(ada: Customer) -> list[str]:
    return [one.event for one in journal.list_timeline(customer=ada.id, by=SYSTEM, limit=50)]


def test_it_holds_her_data_for_machines_and_to_read(made: UUID, ada: Customer, at: datetime) -> None:
    packed = open_zip(actions.take_copy(copy=made, by=citizen(ada), at=at))
    data = json.loads(packed.read("data.json"))
    rows = {table["table"]: table["rows"] for table in data["tables"]}

    assert rows["people.Customer"][0]["name"] == ada.name
    assert rows["people.Identifier"][0]["sealed"] == IDENTIFIER
    paper = PdfReader(io.BytesIO(packed.read("your-data.pdf")))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert ada.name in paper.pages[0].extract_text()


def test_every_row_of_every_table_that_a_room_declares_is_found(ada: Customer, at: datetime) -> None:
    seeded = seed_everywhere(ada.id, at)
    held = collect(ada.id, [ada.id], at=at)
    found = {(table.model, str(row.get("id"))) for table in held.tables for row in table.rows}
    tables = {table.model for table in held.tables}

    assert {model._meta.label for model in covered()} - tables == set()
    assert [one for one in seeded if one.named and one.key not in found] == []


def test_what_is_sealed_is_opened_or_its_being_left_out_is_said(ada: Customer, at: datetime) -> None:
    seed_everywhere(ada.id, at)
    held = collect(ada.id, [ada.id], at=at)

    for table in held.tables:
        for row in table.rows:
            assert not [field for field, value in row.items() if isinstance(value, bytes | memoryview)]
    words = json.dumps([table.rows for table in held.tables], default=str, ensure_ascii=False)
    assert words.count(CANARY) > 40


def test_of_every_field_of_bytes_it_is_said_how_it_is_given() -> None:
    silent = [
        f"{model._meta.label}.{field.name}"
        for model in covered()
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField) and find_opening(model._meta.label, field.name) is None
    ]

    assert not silent


def test_what_says_something_about_her_has_a_word_on_paper() -> None:
    silent = {
        field.name
        for model in covered()
        for field in model._meta.concrete_fields
        if field.name in (*getattr(model.Care, "personal", ()), *getattr(model.Care, "sensitive", ()))  # type: ignore[attr-defined]
        if not isinstance(field, UUIDField) and not field.is_relation and field.name not in WORDS
        if (find_opening(model._meta.label, field.name) or Opening("text")).kind != "withheld"
    }

    assert not silent


def test_asking_taking_and_deleting_stand_in_her_history(made: UUID, ada: Customer, at: datetime) -> None:
    actions.take_copy(copy=made, by=citizen(ada), at=at)
    actions.end_copy(copy=made, by=citizen(ada), at=at)

    written = [one for one in events(ada) if one.startswith("people.copy")]
    assert sorted(written) == [f"people.copy.{verb}" for verb in ("asked", "ended", "made", "taken")]


def test_after_seven_days_the_file_is_gone(made: UUID, ada: Customer, at: datetime) -> None:
    later = at + timedelta(days=7)

    with pytest.raises(NotFound):
        actions.take_copy(copy=made, by=citizen(ada), at=later)
    assert actions.end_copies(by=SYSTEM, at=later) == 1
    assert models.DataCopy.objects.get(id=made).content is None


def test_while_one_is_being_made_no_second_is_begun(ada: Customer, at: datetime) -> None:
    first, second = (actions.ask_for_copy(customer=ada.id, by=citizen(ada), at=at) for _ in range(2))

    assert first.id == second.id


def test_a_new_one_takes_the_place_of_the_last(made: UUID, ada: Customer, at: datetime) -> None:
    actions.ask_for_copy(customer=ada.id, by=citizen(ada), at=at)

    states = [one.state for one in queries.list_copies(ada.id, by=citizen(ada), at=at)]
    assert sorted(states) == ["asked", "ended"]


def test_a_password_alone_is_not_enough(ada: Customer, at: datetime) -> None:
    with pytest.raises(StepUpNeeded):
        actions.ask_for_copy(customer=ada.id, by=citizen(ada, assurance=2), at=at)


def test_nobody_else_asks_or_takes(
    made: UUID, ada: Customer, ben: Customer, officer: Actor, stranger: Actor, at: datetime
) -> None:
    representative = replace(citizen(ben), customer=ada.id, mandate=UUID(int=7))

    for other in (officer, stranger, representative):
        with pytest.raises(NotAllowed):
            actions.ask_for_copy(customer=ada.id, by=other, at=at)
        with pytest.raises((NotAllowed, NotFound)):
            actions.take_copy(copy=made, by=other, at=at)
        assert queries.list_copies(ada.id, by=other, at=at) == []
