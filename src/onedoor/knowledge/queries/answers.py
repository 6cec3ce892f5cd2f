"""An answer in the form of a door, and the shelves of answers."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import as_language, pick
from onedoor.knowledge.facts import get_facts
from onedoor.knowledge.files import articles_folder, read_titles
from onedoor.knowledge.models import ArticleVersion
from onedoor.knowledge.rules import fill, has_gaps, say
from onedoor.knowledge.store import find_in_force, in_force
from onedoor.knowledge.types import AnswerView, Form, TopicView


def get_answer(code: str, *, form: Form, language: str, by: Actor, at: datetime) -> AnswerView:
    """The answer in force at ``at``, as a door of that form says it; only an officer gets its internal
    part. Raises NotFound."""
    row = find_in_force(code, at)
    if row is None:
        raise NotFound("answer.unknown", _("There is no such answer."))
    view = render(row, form=form, language=language, by=by, at=at)
    if not _may_read(view, by):
        raise NotFound("answer.unsure", _("This answer is being written anew. Please ask a person."))
    return view


def list_answers_of(topic: str, *, language: str, by: Actor, at: datetime) -> list[AnswerView]:
    """The answers of a shelf, whole, in the order of their codes."""
    rows = in_force(at).filter(article__topic=topic)
    return _render_all(list(rows), language=language, by=by, at=at)


def list_answers_of_service(service: str, *, language: str, by: Actor, at: datetime) -> list[AnswerView]:
    """The answers that explain a service, whole, in the order of their codes."""
    rows = in_force(at).filter(article__service=service) if service else []
    return _render_all(list(rows), language=language, by=by, at=at)


def list_topics(*, language: str, by: Actor, at: datetime) -> list[TopicView]:
    """Every shelf that has answers, with their codes and titles; services first, by their code."""
    spoken = as_language(language)
    titles = read_titles(articles_folder())
    shelves: dict[str, list[ArticleVersion]] = {}
    for row in in_force(at):
        shelves.setdefault(row.article.topic, []).append(row)
    found = [
        TopicView(
            code=topic,
            title=pick(titles.get(topic, {"en": topic}), spoken),
            service=rows[0].article.service,
            answers=tuple((row.article.code, pick(row.title, spoken)) for row in _sorted(rows)),
        )
        for topic, rows in shelves.items()
    ]
    return sorted(found, key=lambda topic: (not topic.service, topic.code))


def render(row: ArticleVersion, *, form: Form, language: str, by: Actor, at: datetime) -> AnswerView:
    """A version with its facts, in one form: the only place where the words of a door are made."""
    spoken = as_language(language)
    article = row.article
    facts = get_facts(article.service, at)
    sentence = fill(row.sentence[spoken], facts, spoken)
    points = tuple(fill(point[spoken], facts, spoken) for point in row.points)
    return AnswerView(
        code=article.code,
        version=row.number,
        title=fill(row.title[spoken], facts, spoken),
        text=say(form, sentence=sentence, points=points, language=spoken),
        sentence=sentence,
        points=points,
        form=form,
        language=spoken,
        topic=article.topic,
        service=article.service,
        effective_from=row.effective_from or at,
        is_stale=article.stale_since is not None and article.stale_since <= at,
        internal=fill(row.internal.get(spoken, ""), facts, spoken)
        if by.kind in ("officer", "system")
        else "",
    )


def _render_all(rows: list[ArticleVersion], *, language: str, by: Actor, at: datetime) -> list[AnswerView]:
    views = (render(row, form=Form.LONG, language=language, by=by, at=at) for row in _sorted(rows))
    return [view for view in views if _may_read(view, by)]


def _may_read(view: AnswerView, by: Actor) -> bool:
    """What names a fact that nobody knows any more is for officers only, until it is written anew."""
    return by.kind in ("officer", "system") or not has_gaps(
        " ".join([view.title, view.sentence, *view.points])
    )


def _sorted(rows: list[ArticleVersion]) -> list[ArticleVersion]:
    return sorted(rows, key=lambda row: row.article.code)
