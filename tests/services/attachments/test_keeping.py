"""Files come with a page of answers, stay while an answer names them, and are seen by few."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.files import limits
from onedoor.kernel.scope import scoped
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView, SavedView
from onedoor.services.attachments.keeping import shown_name
from onedoor.services.models import Attachment
from tests.services.stall import picture, save, upload

SPOT = {"lat": "5.2125", "long": "105.038", "address": ""}


@pytest.fixture
def sent(stall: ApplicationView, citizen: Actor, at: datetime) -> SavedView:
    return save(stall.number, "stall", citizen, at, files={"photo": upload()}, spot=SPOT)


def test_a_file_comes_with_its_page(sent: SavedView) -> None:
    [file] = sent.application.files

    assert sent.ok
    assert (file.field, file.name, file.kind, file.has_preview) == ("photo", "stall.jpg", "jpeg", True)


def test_its_line_names_it_as_uploaded(sent: SavedView) -> None:
    line = next(line for group in sent.application.groups for line in group.lines if line.field == "photo")

    assert str(line.shown) == "stall.jpg"
    assert line.source.grade == "C"
    assert line.source.reference == sent.application.files[0].sha256, "who signs the answer signs the file"


def test_it_lies_sealed(sent: SavedView, citizen: Actor, at: datetime) -> None:
    row = Attachment.objects.get()
    opened = actions.open_attachment(number=sent.application.number, attachment=row.id, by=citizen, at=at)

    assert b"\xff\xd8\xff" not in bytes(row.content)
    assert opened.content.startswith(b"\xff\xd8\xff")
    assert opened.media_type == "image/jpeg"


def test_a_stranger_is_not_told_that_there_is_one(sent: SavedView, stranger: Actor, at: datetime) -> None:
    with scoped(stranger):
        assert not Attachment.objects.exists()
    with pytest.raises(NotFound):
        actions.open_attachment(
            number=sent.application.number, attachment=sent.application.files[0].id, by=stranger, at=at
        )


def test_an_officer_of_another_agency_is_not_either(sent: SavedView, officer: Actor, at: datetime) -> None:
    from dataclasses import replace

    with pytest.raises(NotFound):
        actions.open_attachment(
            number=sent.application.number,
            attachment=sent.application.files[0].id,
            by=replace(officer, agency="PRK"),
            at=at,
        )


def test_she_learns_of_the_officer_who_opened_it(
    sent: SavedView, officer: Actor, citizen: Actor, mei: UUID, at: datetime
) -> None:
    actions.open_attachment(
        number=sent.application.number, attachment=sent.application.files[0].id, by=officer, at=at
    )

    assert "services.attachment.opened" in {
        entry.event for entry in journal.list_timeline(customer=mei, by=citizen)
    }


def test_going_on_keeps_it(sent: SavedView, citizen: Actor, at: datetime) -> None:
    held = str(sent.application.files[0].id)

    again = save(sent.application.number, "stall", citizen, at, spot=SPOT, photo=held)

    assert [str(file.id) for file in again.application.files] == [held]


def test_another_takes_its_place(sent: SavedView, citizen: Actor, at: datetime) -> None:
    held = str(sent.application.files[0].id)

    again = save(
        sent.application.number,
        "stall",
        citizen,
        at,
        files={"photo": upload(picture("PNG"))},
        spot=SPOT,
        photo=held,
    )

    assert [(file.name, file.kind) for file in again.application.files] == [("stall.png", "png")]


def test_it_can_be_taken_away(sent: SavedView, citizen: Actor, at: datetime) -> None:
    held = str(sent.application.files[0].id)

    again = save(
        sent.application.number, "stall", citizen, at, spot=SPOT, photo=held, **{"photo-remove": "yes"}
    )

    assert again.application.files == ()
    assert again.ok, "taking it away is no mistake"
    assert [page.id for page in again.application.pages if not page.complete] == ["age", "who", "stall"]


def test_a_file_that_is_refused_leaves_the_one_before(sent: SavedView, citizen: Actor, at: datetime) -> None:
    held = str(sent.application.files[0].id)

    again = save(
        sent.application.number,
        "stall",
        citizen,
        at,
        files={"photo": upload(b"PK\x03\x04")},
        spot=SPOT,
        photo=held,
    )
    later = services.get_page(sent.application.number, "stall", by=citizen, at=at)

    assert "not a picture" in again.page.errors[0][1]["en"]
    assert [str(file.id) for file in later.files] == [held]
    assert later.page.errors == again.page.errors, "said again on another device"


def test_two_files_of_one_name_are_told_apart(stall: ApplicationView, citizen: Actor, at: datetime) -> None:
    files = {"papers-0": upload(name="paper.jpg"), "papers-1": upload(name="paper.jpg"), "photo": upload()}

    saved = save(stall.number, "stall", citizen, at, files=files, spot=SPOT)

    assert {(f.name, f.index) for f in Attachment.objects.filter(field="papers")} == {
        ("paper.jpg", 0),
        ("paper (2).jpg", 1),
    }
    assert len(saved.application.files) == 3


def test_in_a_group_each_entry_has_its_own(stall: ApplicationView, citizen: Actor, at: datetime) -> None:
    saved = save(
        stall.number, "helpers", citizen, at,
        files={"helpers-1-portrait": upload(name="boon.jpg")},
        **{"helpers-0-name": "Ana", "helpers-1-name": "Boon"},
    )  # fmt: skip
    lines = [line for group in saved.application.groups for line in group.lines if line.field == "helpers"]

    assert [[str(part.value) for part in line.parts if part.type == "file"] for line in lines] == [
        [],
        ["boon.jpg"],
    ]
    assert [file.index for file in Attachment.objects.all()] == [1]


@pytest.mark.parametrize("written", [str(UUID(int=5)), {"refused": {"en": "hi", "zh-hans": "hi"}}, "x"])
def test_an_answer_cannot_name_a_file_that_is_not_its_own(
    stall: ApplicationView, citizen: Actor, at: datetime, written: Any
) -> None:
    saved = save(stall.number, "stall", citizen, at, spot=SPOT, photo=written)
    nested = save(
        stall.number, "helpers", citizen, at, helpers=[{"name": "Ana", "portrait": str(UUID(int=5))}]
    )

    assert dict(saved.page.errors)["photo"]["en"] == "This file is not here any more. Choose it again."
    assert [name for name, _ in nested.page.errors] == ["helpers-0-portrait"]


def test_all_files_together_have_a_limit(
    sent: SavedView, citizen: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onedoor.services.attachments.keeping.LARGEST_APPLICATION", 1000)
    held = str(sent.application.files[0].id)

    saved = save(
        sent.application.number, "stall", citizen, at, files={"papers-0": upload()}, spot=SPOT, photo=held
    )

    assert "together" in dict(saved.page.errors)["papers-0"]["en"]
    assert limits.LARGEST_APPLICATION == 25 * limits.MEGABYTE


def test_what_no_answer_names_is_gone_a_day_later(sent: SavedView, citizen: Actor, at: datetime) -> None:
    save(sent.application.number, "stall", citizen, at, spot=SPOT, **{"photo-remove": "yes"})

    assert actions.remove_dropped_files(by=SYSTEM, at=at + timedelta(hours=23)) == 0
    assert actions.remove_dropped_files(by=SYSTEM, at=at + timedelta(hours=25)) == 1
    assert not Attachment.objects.exists()


def test_what_an_answer_names_stays(sent: SavedView, at: datetime) -> None:
    assert actions.remove_dropped_files(by=SYSTEM, at=at + timedelta(days=400)) == 0


def test_nobody_tidies_up_but_the_house(citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.remove_dropped_files(by=citizen, at=at)


@pytest.mark.parametrize(
    ("sent_as", "shown"),
    [
        ("photo.JPEG", "photo.jpg"),
        (r"C:\Users\mei\photo.png", "photo.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("照片.webp", "照片.jpg"),
        ("gpj.\u202eexe", "gpj.jpg"),
        ('"><script>.jpg', "script.jpg"),
        ("", "file.jpg"),
        ("..", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 120 + ".jpg"),
        ("v1.2 of the paper", "v1.2 of the paper.jpg"),
    ],
)
def test_a_name_is_shown_without_tricks(sent_as: str, shown: str) -> None:
    assert shown_name(sent_as, "jpeg") == shown
