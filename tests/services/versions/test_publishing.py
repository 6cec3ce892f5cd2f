"""Customers get what is published, from the day it counts; what is published is replaced, never changed."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.services import actions, queries
from onedoor.services.models import Application, ServiceVersion
from onedoor.services.versions.types import BEGINNING
from tests.services.versions.conftest import Edit, Publish

NEXT = timedelta(days=30)


def _start(mei: UUID, citizen: Actor, at: datetime) -> Application:
    begun = actions.start_application(customer=mei, service="library-card", door="portal", by=citizen, at=at)
    return Application.objects.get(pk=begun.id)


def test_what_lies_in_the_folder_is_not_given_out(db: None, folder: Path) -> None:
    with pytest.raises(NotFound):
        queries.get_file("library-card")


def test_what_is_published_is_given_out(publish: Publish, at: datetime) -> None:
    publish()

    assert queries.get_file("library-card").title["en"] == "Library card"
    assert [service.code for service in queries.list_services(at=at)] == ["library-card"]


def test_a_new_version_replaces_the_old_one(publish: Publish, edit: Edit, at: datetime) -> None:
    publish()
    edit(('version: "1"', 'version: "2"'))
    publish(when=at + NEXT)

    assert queries.get_file("library-card", at=at).version == "1"
    assert queries.get_file("library-card", at=at + NEXT).version == "2"


def test_a_version_can_be_published_for_a_later_day(
    publish: Publish, edit: Edit, designer: Actor, at: datetime
) -> None:
    publish()
    edit(('version: "1"', 'version: "2"'))
    draft = actions.draft_from_folder(folder=edit(), by=designer, at=at)
    actions.publish_version(
        version=draft, reason="new fee from April", effective_from=at + NEXT, by=designer, at=at
    )

    assert queries.get_file("library-card").version == "1"
    assert queries.get_file("library-card", at=at + NEXT).version == "2"
    stands = {card.version: card.stands for card in queries.list_versions("library-card", by=designer)}
    assert stands == {"1": "in_force", "2": "scheduled"}


def test_nothing_is_published_for_the_past(designer: Actor, folder: Path, at: datetime, db: None) -> None:
    draft = actions.draft_from_folder(folder=folder, by=designer, at=at)

    with pytest.raises(Invalid, match="past"):
        actions.publish_version(version=draft, reason="late", effective_from=at - NEXT, by=designer, at=at)


def test_the_same_content_is_published_once(publish: Publish, folder: Path, at: datetime) -> None:
    publish()

    assert actions.publish_folder(folder=folder, reason="again", by=SYSTEM, at=at) is None


def test_another_content_needs_another_number(publish: Publish, edit: Edit) -> None:
    publish()
    edit(("visits > 10", "visits > 12"))

    with pytest.raises(Conflict, match="name_taken"):
        publish()


def test_the_database_lets_nobody_change_what_is_published(publish: Publish) -> None:
    row = ServiceVersion.objects.get(pk=publish())

    for change in ({"files": {}}, {"digest": "other"}, {"state": "draft"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceVersion.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_files_that_were_tampered_with_on_disk_are_laid_out_anew(publish: Publish, settings: object) -> None:
    publish()
    laid_out = queries.get_file("library-card").folder / "service.yaml"
    whole = laid_out.read_text()
    laid_out.write_text(whole.replace("Library card", "Free money"))

    from onedoor.services.versions import content, index

    index._laid_out.clear()
    content.load_version.cache_clear()

    assert queries.get_file("library-card").title["en"] == "Library card"
    assert laid_out.read_text() == whole


def test_an_application_keeps_to_its_version(
    publish: Publish, edit: Edit, mei: UUID, citizen: Actor, at: datetime
) -> None:
    publish()
    row = _start(mei, citizen, at)
    edit(('version: "1"', 'version: "2"'), ("How often do you visit?", "Visits a month?"))
    publish(when=at + timedelta(hours=1))

    page = queries.get_page(row.number, "reader", by=citizen, at=at + NEXT).page

    assert page.items[0].label["en"] == "How often do you visit?"
    assert queries.get_application(row.number, by=citizen).version == "1"


def test_a_service_goes_back_to_an_earlier_version(
    publish: Publish, edit: Edit, designer: Actor, at: datetime
) -> None:
    first = publish()
    edit(('version: "1"', 'version: "2"'))
    publish(when=at + timedelta(hours=1))

    back = actions.roll_back(version=first, reason="wrong fee", by=designer, at=at + NEXT)

    assert queries.get_file("library-card", at=at + NEXT).version == "1"
    assert queries.get_file("library-card", at=at + timedelta(hours=2)).version == "2"
    assert back != first
    assert JournalEntry.objects.filter(event="services.version.rolled_back").count() == 1


def test_what_is_in_force_cannot_come_back(publish: Publish, designer: Actor, at: datetime) -> None:
    with pytest.raises(Conflict, match="in_force"):
        actions.roll_back(version=publish(), reason="x", by=designer, at=at + NEXT)


def test_a_service_that_is_taken_away_cannot_be_begun(
    publish: Publish, designer: Actor, mei: UUID, citizen: Actor, at: datetime
) -> None:
    publish()
    row = _start(mei, citizen, at)
    actions.unpublish_service(service="library-card", reason="law repealed", by=designer, at=at + NEXT)

    with pytest.raises(NotFound):
        queries.get_file("library-card", at=at + NEXT)
    assert queries.get_application(row.number, by=citizen).version == "1"


def test_what_is_not_published_cannot_be_taken_away(db: None, designer: Actor, at: datetime) -> None:
    with pytest.raises(NotFound, match="not_in_force"):
        actions.unpublish_service(service="library-card", reason="x", by=designer, at=at)


def test_every_change_needs_its_reason(publish: Publish, designer: Actor, at: datetime) -> None:
    publish()

    with pytest.raises(Invalid, match="reason"):
        actions.unpublish_service(service="library-card", reason=" ", by=designer, at=at)


def test_only_a_designer_publishes(publish: Publish, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        publish(by=officer)


def test_the_counter_of_services_across_agencies_falls_when_one_is_taken_away(
    publish: Publish, designer: Actor, at: datetime
) -> None:
    publish()
    before = queries.count_cross_agency_services(at)
    actions.unpublish_service(service="library-card", reason="moved", by=designer, at=at + NEXT)

    assert (before, queries.count_cross_agency_services(at + NEXT)) == (1, 0)
    assert queries.count_cross_agency_services(at + timedelta(days=1)) == 1


def test_the_demo_publishes_what_ships_and_says_so(
    db: None, settings: object, folder: Path, edit: Edit, at: datetime
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]  # the fixture's object takes any setting
    (folder / "design.yaml").unlink()

    actions.publish_shipped(folder=folder, by=SYSTEM, at=at)

    row = ServiceVersion.objects.get()
    assert (row.shipped, row.effective_from) == (True, BEGINNING)
    assert (
        JournalEntry.objects.get(event="services.version.shipped").data["reason"]
        == "shipped with the product"
    )
    assert actions.publish_shipped(folder=folder, by=SYSTEM, at=at) is None
    edit(("visits > 10", "visits > 12"))
    actions.publish_shipped(folder=folder, by=SYSTEM, at=at)
    assert queries.get_file("library-card", at=at).version.startswith("1+")


def test_outside_of_the_demo_nothing_passes_without_the_gate(db: None, folder: Path, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.publish_shipped(folder=folder, by=SYSTEM, at=at)
