"""Where no old e-mail and no old telephone is left, word of a change goes on paper to the old address."""

import io
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy
import pypdf
import pytest
import zxingcpp
from django.test import Client

from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import POST
from onedoor.doors.post.models import Paper
from onedoor.doors.post.types import PaperKind
from onedoor.journal import queries as journal
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import actions as people
from onedoor.people import queries as found
from onedoor.people.types import Customer
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import LockedBy
from tests.doors.post.wear import render
from tests.people.conftest import IDENTIFIER, ada, citizen

__all__ = ["ada"]
pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]
OLD, NEW = "12 Harbour Road", "99 Thief Street"


def move(her: Customer, at: datetime) -> None:
    old = next(one for one in found.list_contact_points(her.id) if one.kind == "post")
    people.add_contact_point(customer=her.id, kind="post", value=NEW, by=citizen(her), at=at)
    people.remove_contact_point(contact_point=old.id, by=citizen(her), at=at)


def lose(her: Customer, at: datetime, *kinds: str) -> None:
    for point in found.list_contact_points(her.id):
        if point.kind in kinds:
            people.remove_contact_point(contact_point=point.id, by=SYSTEM, at=at)


@pytest.fixture
def by_post(ada: Customer, at: datetime) -> Customer:
    """She has an address, and neither e-mail nor telephone."""
    lose(ada, at, "email", "phone")
    return ada


def print_all(at: datetime) -> tuple[dict[str, bytes], Any]:
    batch = actions.make_batch(by=POST, at=at)
    assert batch is not None
    files = queries.get_batch_files(batch.number, by=POST)
    return files, json.loads(files["manifest.json"])


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def link_on(pdf: bytes) -> str:
    """What a telephone's camera reads from the first page."""
    seen = [
        code.text
        for page in render(pdf)[:1]
        for code in zxingcpp.read_barcodes(numpy.asarray(page.convert("L")))
        if "/not-me/" in code.text
    ]
    assert len(seen) == 1, seen
    return re.sub(r"^https?://[^/]+", "", seen[0])


def test_a_changed_address_is_told_at_the_old_one_and_the_printed_square_undoes_it(
    by_post: Customer, at: datetime, deliver: Deliver, client: Client
) -> None:
    move(by_post, at)
    deliver()
    files, manifest = print_all(at)
    pdf, words = files["letters.pdf"], words_of(files["letters.pdf"])
    assert OLD in words
    assert NEW not in words
    assert "2025-03-10 09:00 somebody changed how you are reached" in words
    assert {row["kind"] for row in manifest["rows"]} == {PaperKind.ALERT}

    page = link_on(pdf)
    assert page.replace("/", "") in words.replace(" ", "").replace("/", ""), "it can be typed as well"
    assert "That was not me" in client.get(page).content.decode()
    assert trust.find_lock(by_post.id) is None, "opening it does nothing"
    assert "locked" in client.post(page).content.decode()
    assert [one.value for one in found.list_contact_points(by_post.id)] == [OLD]
    assert trust.find_lock(by_post.id) is not None
    assert client.post(page).status_code == 404, "it is used once"


def test_nothing_about_her_stands_in_it_but_that_something_was_changed(
    by_post: Customer, at: datetime, deliver: Deliver
) -> None:
    move(by_post, at)
    deliver()
    words = words_of(print_all(at)[0]["letters.pdf"])
    for secret in (IDENTIFIER, "1985", NEW, "Thief"):
        assert secret not in words


def test_while_an_old_contact_is_left_no_letter_goes(
    ada: Customer,
    at: datetime,
    deliver: Deliver,
) -> None:
    move(ada, at)
    deliver()
    assert not Paper.objects.exists()


def test_the_last_old_telephone_taken_away_is_told_by_letter(
    ada: Customer,
    at: datetime,
    deliver: Deliver,
) -> None:
    lose(ada, at, "email")
    old = next(one for one in found.list_contact_points(ada.id) if one.kind == "phone")
    people.add_contact_point(customer=ada.id, kind="phone", value="8765 4321", by=citizen(ada), at=at)
    deliver()
    assert not Paper.objects.exists(), "the old telephone is there still, and was told"
    people.remove_contact_point(contact_point=old.id, by=citizen(ada), at=at + timedelta(minutes=5))
    deliver()
    paper = Paper.objects.get()
    assert paper.kind == PaperKind.ALERT


def test_an_address_that_a_thief_changed_first_is_still_the_old_one(
    ada: Customer,
    at: datetime,
    deliver: Deliver,
) -> None:
    move(ada, at)
    for point in found.list_contact_points(ada.id):
        if point.kind != "post":
            people.remove_contact_point(contact_point=point.id, by=citizen(ada), at=at)
    deliver()
    words = words_of(print_all(at)[0]["letters.pdf"])
    assert OLD in words
    assert NEW not in words


def test_told_twice_it_is_written_once(by_post: Customer, at: datetime, deliver: Deliver) -> None:
    from onedoor.doors.post.news import on_change

    people.add_contact_point(customer=by_post.id, kind="phone", value="8765 4321", by=citizen(by_post), at=at)
    deliver()
    on_change(journal.get_entry(JournalEntry.objects.get(event="trust.change.noted").id))
    assert Paper.objects.count() == 1


def test_it_goes_in_an_envelope_of_its_own(by_post: Customer, at: datetime, deliver: Deliver) -> None:
    from onedoor.contact import actions as contact

    move(by_post, at)
    people.change_preferences(customer=by_post.id, door="post", by=SYSTEM, at=at)
    contact.send_message(
        customer=by_post.id, title={"en": "A paper", "zh-hans": "材料"},
        body={"en": "Yes.", "zh-hans": "是。"},
        by=SYSTEM, at=at,
    )  # fmt: skip
    deliver()
    manifest = print_all(at)[1]
    alerts = {row["envelope"] for row in manifest["rows"] if row["kind"] == PaperKind.ALERT}
    others = {row["envelope"] for row in manifest["rows"] if row["kind"] != PaperKind.ALERT}
    assert others
    assert not alerts & others
    assert len(alerts) == len([row for row in manifest["rows"] if row["kind"] == PaperKind.ALERT])


def test_after_thirty_days_the_square_opens_nothing(
    by_post: Customer, at: datetime, deliver: Deliver, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.add_contact_point(customer=by_post.id, kind="phone", value="8765 4321", by=citizen(by_post), at=at)
    deliver()
    page = link_on(print_all(at)[0]["letters.pdf"])
    monkeypatch.setattr("onedoor.kernel.clock.now", lambda: at + timedelta(days=29))
    assert client.get(page).status_code == 200
    monkeypatch.setattr("onedoor.kernel.clock.now", lambda: at + timedelta(days=31))
    assert client.get(page).status_code == 404


def test_a_lock_is_told_by_letter_to_who_has_nothing_else(
    by_post: Customer, at: datetime, deliver: Deliver
) -> None:
    trust_actions.lock_identity(customer=by_post.id, how=LockedBy.SEEN, by=SYSTEM, at=at)
    deliver()
    words = words_of(print_all(at)[0]["letters.pdf"])
    assert "Your identity is locked" in words
    assert "/not-me/" not in words


def test_it_is_in_her_language(by_post: Customer, at: datetime, deliver: Deliver) -> None:
    people.change_preferences(customer=by_post.id, language="zh-hans", by=SYSTEM, at=at)
    people.add_contact_point(customer=by_post.id, kind="phone", value="8765 4321", by=citizen(by_post), at=at)
    deliver()
    assert "如果不是您本人" in words_of(print_all(at)[0]["letters.pdf"]).replace(" ", "")


def test_nobody_else_has_such_a_letter_written(by_post: Customer, at: datetime, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.alert_of_lock(customer=by_post.id, entry=by_post.id, by=officer, at=at)
