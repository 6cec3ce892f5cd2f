"""Who has begun keeps her version; when it is taken back she is told, and may move where she is let."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.contact.models import Message
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView
from tests.services.versions.conftest import Edit, Publish

LATER = timedelta(days=2)


@pytest.fixture
def begun(publish: Publish, mei: UUID, citizen: Actor, at: datetime) -> ApplicationView:
    """Mei Lin answered the first version's question, and has not signed."""
    publish()
    form = actions.start_application(customer=mei, service="library-card", door="portal", by=citizen, at=at)
    answers = {"visits": "12", "remark": "Thank you"}
    return actions.save_page(
        application=form.id, page="reader", answers=answers, revision=form.revision, by=citizen, at=at
    ).application


@pytest.fixture
def replaced(
    begun: ApplicationView, publish: Publish, edit: Edit, designer: Actor, city_clock: object, at: datetime
) -> Callable[[str], None]:
    """A second version was published, then the first came back as the third's base: now the second
    counts, and the first was taken back."""

    def replace(drafts: str) -> None:
        first = next(c for c in queries.list_versions("library-card", by=designer) if c.version == "1")
        edit(
            ('version: "1"', 'version: "2"'),
            ("id: remark, type: string", "id: remark, type: boolean"),
            ("items:\n", "items:\n      - {id: branch, type: string, text: {en: Branch, zh-hans: 分馆}}\n"),
        )
        actions.withdraw_version(
            version=first.id, reason="asked too much", drafts=drafts, by=designer, at=at + LATER
        )
        publish(when=at + LATER)
        clock.set_demo_clock(city_clock, at + LATER)  # type: ignore[arg-type]  # the fixture gives a path

    return replace


def test_she_is_told_that_the_form_changed(
    replaced: Callable[[str], None], mei: UUID, deliver: Callable[[], int]
) -> None:
    replaced("may_move")
    deliver()

    message = Message.objects.get(customer=mei)
    assert "carry over the answers" in message.body["en"]


def test_she_is_told_that_hers_stays_valid(
    replaced: Callable[[str], None], mei: UUID, deliver: Callable[[], int]
) -> None:
    replaced("stay")
    deliver()

    assert "stays valid" in Message.objects.get(customer=mei).body["en"]


def test_she_moves_with_the_answers_that_fit(
    begun: ApplicationView, replaced: Callable[[str], None], citizen: Actor, at: datetime
) -> None:
    replaced("may_move")
    seen = queries.get_application(begun.number, by=citizen, at=at + LATER)
    assert seen.newer_version == "2"

    moved = actions.move_to_version_in_force(
        application=begun.id, revision=seen.revision, by=citizen, at=at + LATER
    )

    assert [text["en"] for text in moved.kept] == ["How often do you visit?"]
    assert [text["en"] for text in moved.gone] == ["Anything else"]
    assert [text["en"] for text in moved.asked_anew] == ["Branch", "Anything else"]
    now = queries.get_application(begun.number, by=citizen, at=at + LATER)
    assert (now.version, now.newer_version) == ("2", "")
    assert any(change.code == "remark" for change in now.changes)


def test_a_form_that_stays_cannot_be_moved(
    begun: ApplicationView, replaced: Callable[[str], None], citizen: Actor, at: datetime
) -> None:
    replaced("stay")

    with pytest.raises(Conflict, match="version_stays"):
        actions.move_to_version_in_force(
            application=begun.id, revision=begun.revision, by=citizen, at=at + LATER
        )
    assert queries.get_application(begun.number, by=citizen).newer_version == ""


def test_nobody_moves_what_another_window_has_changed(
    begun: ApplicationView, replaced: Callable[[str], None], citizen: Actor, at: datetime
) -> None:
    replaced("may_move")

    with pytest.raises(Conflict, match="moved_on"):
        actions.move_to_version_in_force(
            application=begun.id, revision=begun.revision - 1, by=citizen, at=at + LATER
        )


def test_what_is_signed_finishes_under_its_version(
    begun: ApplicationView, replaced: Callable[[str], None], citizen: Actor, at: datetime
) -> None:
    actions.sign_application(
        application=begun.id, revision=begun.revision, fingerprint=begun.fingerprint, by=citizen, at=at
    )
    replaced("may_move")

    assert queries.get_application(begun.number, by=citizen, at=at + LATER).version == "1"
    assert queries.get_application(begun.number, by=citizen, at=at + LATER).newer_version == ""
