"""Answers stay true: read again when their service changes, made from solved cases, judged by readers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from onedoor.journal import actions as journal
from onedoor.journal.queries import list_about
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.events import find_event
from onedoor.knowledge import actions, queries, rules
from onedoor.knowledge.models import Article
from onedoor.knowledge.types import Form, VersionState, Wording

SHELF = """topic: pets
title: {en: Pets, zh-hans: 宠物}
answers:
  dog-licence:
    title: {en: "Do I need a licence?", zh-hans: 需要养犬证吗？}
    answer: {en: "Yes, each dog needs one.", zh-hans: 需要，每只狗均须办理。}
"""


def tell_publication(at: datetime, event: str = "published", begins: datetime | None = None) -> None:
    found = find_event(f"services.version.{event}")
    assert found is not None
    data = {"service": "move", "version": "2025.2", "title": {"en": "Move"}}
    data["effective_from"] = (begins or at).isoformat()
    journal.record(found, subject_kind="service-version", subject=uuid4(), by=SYSTEM, at=at, data=data)


def list_stale(by: Actor, at: datetime) -> set[str]:
    return {one.service for one in queries.list_stale(by=by, at=at)}


def test_a_changed_service_makes_its_answers_stale(
    loaded: int, deliver: Callable[[], int], writer: Actor, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    tell_publication(later)
    deliver()

    read = {"form": Form.SHORT, "language": "en", "by": writer, "at": later}
    assert list_stale(writer, later) == {"move"}
    assert queries.get_answer("move-how", **read).is_stale  # type: ignore[arg-type]
    assert not queries.get_answer("school-how", **read).is_stale  # type: ignore[arg-type]


def test_news_that_comes_twice_changes_nothing_more(loaded: int, at: datetime) -> None:
    told = {"service": "move", "version": "2", "by": SYSTEM, "at": at + timedelta(hours=1)}

    assert actions.mark_stale(**told)  # type: ignore[arg-type]
    assert not actions.mark_stale(**told)  # type: ignore[arg-type]


def test_what_came_with_the_product_is_no_change(
    loaded: int, deliver: Callable[[], int], writer: Actor, at: datetime
) -> None:
    tell_publication(at + timedelta(hours=1), "shipped", begins=at - timedelta(days=9000))
    deliver()

    assert list_stale(writer, at + timedelta(hours=2)) == set()


def test_reading_an_answer_again_ends_its_staleness_even_against_late_news(
    loaded: int, writer: Actor, at: datetime
) -> None:
    actions.mark_stale(service="move", version="2", by=SYSTEM, at=at + timedelta(hours=1))
    for one in queries.list_stale(by=writer, at=at + timedelta(hours=2)):
        actions.review_answer(code=one.code, by=writer, at=at + timedelta(hours=2))

    assert actions.mark_stale(service="move", version="2", by=SYSTEM, at=at + timedelta(hours=1)) == 0
    assert list_stale(writer, at + timedelta(hours=3)) == set()


def test_a_solved_case_becomes_a_proposal_and_nobody_hears_it_yet(
    loaded: int, writer: Actor, asker: Actor, wording: Wording, at: datetime
) -> None:
    made = actions.propose_answer(code="move-lodgers", wording=wording, service="move", by=writer, at=at)

    assert (made.state, made.source) == (VersionState.DRAFT, "case")
    with pytest.raises(NotFound):
        queries.get_answer("move-lodgers", form=Form.SHORT, language="en", by=asker, at=at)


@pytest.mark.parametrize("carried", ["Call 9123 4567.", "Write to lin@example.org.", "Number 990101234."])
def test_what_belongs_to_one_person_is_not_carried_over(
    loaded: int, writer: Actor, wording: Wording, at: datetime, carried: str
) -> None:
    with pytest.raises(Invalid):
        actions.propose_answer(
            code="from-case", wording=replace(wording, sentence={"en": carried, "zh-hans": carried + "。"}),
            by=writer, at=at,
        )  # fmt: skip


def test_whether_it_helped_is_counted_without_who_said_so(
    loaded: int, asker: Actor, writer: Actor, at: datetime
) -> None:
    someone = replace(asker, account=uuid4(), customer=uuid4(), name="Lin Wei")
    for helpful in (True, True, False):
        actions.mark_helpful(
            code="move-how", helpful=helpful, door="portal", by=someone, at=at, comment="Call 91234567"
        )

    (figures,) = queries.list_helpfulness(by=writer, at=at)
    about = Article.objects.get(code="move-how").id
    entries = [one for one in list_about(about, by=SYSTEM) if one.event == "knowledge.article.marked"]
    named = {who for one in entries for who in (one.actor, one.customer)}
    assert (figures.yes, figures.no) == (2, 1)
    assert set(figures.comments) == {"Call ########"}
    assert len(entries) == 3
    assert not {someone.account, someone.customer} & named


def test_a_mark_for_no_answer_or_no_door_is_refused(loaded: int, asker: Actor, at: datetime) -> None:
    with pytest.raises(NotFound):
        actions.mark_helpful(code="none", helpful=True, door="portal", by=asker, at=at)
    with pytest.raises(Invalid):
        actions.mark_helpful(code="move-how", helpful=True, door="window", by=asker, at=at)


def test_the_editors_lists_are_shut_to_others(
    loaded: int, asker: Actor, other_officer: Actor, at: datetime
) -> None:
    for by in (asker, other_officer):
        with pytest.raises(NotAllowed):
            queries.list_unanswered(by=by)
        with pytest.raises(NotAllowed):
            queries.list_drafts(by=by)


def test_loading_again_publishes_only_what_is_new(db: None, tmp_path: Path, at: datetime) -> None:
    (tmp_path / "pets.yaml").write_text(SHELF, encoding="utf-8")
    assert actions.load_articles(by=SYSTEM, at=at, folder=tmp_path) == 1
    assert actions.load_articles(by=SYSTEM, at=at, folder=tmp_path) == 0

    (tmp_path / "pets.yaml").write_text(SHELF.replace("each dog", "every dog"), encoding="utf-8")

    assert actions.load_articles(by=SYSTEM, at=at, folder=tmp_path) == 1


@pytest.mark.parametrize(
    ("was", "wrong", "line", "says"),
    [
        ("zh-hans: 宠物}", "de: Tiere}", 2, "lacks a language"),
        ("each dog needs one.", "each dog needs one", 6, "whole sentence"),
        ("each dog needs one.", "see www.dogs.org.", 6, "read aloud"),
        ("    answer:", "    anwser:", 4, "not whole"),
        ("每只狗均须办理", "每只狗须付 5 元", 6, "different figures"),
        ("topic: pets", "subject: pets", 1, "no shelf"),
        ("each dog needs one.", "within {nonsense}.", 6, "different facts"),
    ],
)
def test_a_faulty_file_is_refused_by_line_and_nothing_is_written(
    db: None, tmp_path: Path, at: datetime, writer: Actor, was: str, wrong: str, line: int, says: str
) -> None:
    (tmp_path / "pets.yaml").write_text(SHELF.replace(was, wrong), encoding="utf-8")

    with pytest.raises(Faulty, match=says) as refused:
        actions.load_articles(by=SYSTEM, at=at, folder=tmp_path)

    assert refused.value.faults[0].line == line
    assert queries.list_versions("dog-licence", by=writer) == []


def test_every_service_of_the_catalogue_is_explained(loaded: int, asker: Actor, at: datetime) -> None:
    folders = {path.parent.name for path in Path("catalogue").glob("*/service.yaml")}
    shelves = {topic.service: topic for topic in queries.list_topics(language="en", by=asker, at=at)}

    assert folders <= set(shelves)
    assert all(len(shelves[service].answers) >= 2 for service in folders)


def test_an_address_at_the_very_end_of_what_is_kept_is_hidden_too() -> None:
    kept = rules.mask("a" * 95 + " mei.lin@mail.example", at_most=100)

    assert kept == "a" * 95 + " @"


def test_a_million_letters_are_looked_at_no_longer_than_a_hundred() -> None:
    assert rules.mask("x" * 1_000_000, at_most=100) == "x" * 100
    assert rules.mask("7 " * 1_000_000, at_most=100) == "# " * 50
