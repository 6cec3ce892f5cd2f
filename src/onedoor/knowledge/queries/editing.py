"""What those who write answers look at: drafts, versions, what is stale, what helped, what is missing."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.text import pick
from onedoor.knowledge.facts import get_facts
from onedoor.knowledge.models import (
    Article,
    ArticleVersion,
    HelpComment,
    Helpfulness,
    UnansweredSearch,
)
from onedoor.knowledge.store import in_force, to_version
from onedoor.knowledge.types import HelpfulView, StaleView, UnansweredView, VersionView

WRITERS = ("knowledge.write", "knowledge.approve", "knowledge.propose")
COMMENTS_SHOWN = 5


def list_drafts(*, by: Actor) -> list[VersionView]:
    """Wordings that wait: being written, or for a second person's approval."""
    _require_writer(by)
    rows = ArticleVersion.objects.filter(state__in=("draft", "offered")).select_related("article")
    return [to_version(row) for row in rows.order_by("-written_at")]


def find_draft(code: str, *, by: Actor) -> VersionView | None:
    """The wording of that answer that waits, if there is one."""
    return next((one for one in list_drafts(by=by) if one.code == code), None)


def get_version(version: UUID, *, by: Actor) -> VersionView:
    """One version with all its words. Raises NotFound."""
    _require_writer(by)
    row = ArticleVersion.objects.select_related("article").filter(id=version).first()
    if row is None:
        raise NotFound("answer.unknown", _("There is no such answer."))
    return to_version(row)


def list_versions(code: str, *, by: Actor) -> list[VersionView]:
    """Every version of an answer, newest first."""
    _require_writer(by)
    rows = ArticleVersion.objects.filter(article__code=code).select_related("article").order_by("-number")
    return [to_version(row) for row in rows]


def list_fact_names(service: str, *, at: datetime) -> list[tuple[str, str]]:
    """The facts that an answer of that service may name, each as it reads now."""
    return [(name, pick(text)) for name, text in sorted(get_facts(service, at).items())]


def list_stale(*, by: Actor, at: datetime) -> list[StaleView]:
    """Answers to read again, longest waiting first."""
    _require_writer(by)
    titles = {row.article_id: row.title for row in in_force(at).filter(article__stale_since__lte=at)}
    return [
        StaleView(
            code=row.code, title=pick(titles.get(row.id, {"en": row.code})), service=row.service,
            service_version=row.service_version, stale_since=row.stale_since or at,
        )
        for row in Article.objects.filter(stale_since__lte=at).order_by("stale_since", "code")
    ]  # fmt: skip


def list_helpfulness(*, by: Actor, at: datetime) -> list[HelpfulView]:
    """What people made of the wordings in force, those that helped least first."""
    _require_writer(by)
    rows = {row.id: row for row in in_force(at)}
    counts = (
        Helpfulness.objects.filter(version__in=rows).values("version").annotate(y=Sum("yes"), n=Sum("no"))
    )
    said: dict[UUID, list[str]] = {}
    for comment in HelpComment.objects.filter(version__in=rows).order_by("-said_at"):
        said.setdefault(comment.version_id, []).append(comment.comment)
    views = [
        HelpfulView(
            code=rows[count["version"]].article.code, title=pick(rows[count["version"]].title),
            yes=count["y"], no=count["n"], comments=tuple(said.get(count["version"], [])[:COMMENTS_SHOWN]),
        )
        for count in counts
    ]  # fmt: skip
    return sorted(views, key=lambda one: (one.yes - one.no, one.code))


def list_unanswered(*, by: Actor, limit: int = 100) -> list[UnansweredView]:
    """Words that found nothing, most often first."""
    _require_writer(by)
    rows = UnansweredSearch.objects.order_by("-times", "-last_at")[:limit]
    return [
        UnansweredView(words=row.words, language=row.language, times=row.times, last_at=row.last_at)
        for row in rows
    ]


def _require_writer(by: Actor) -> None:
    if by.kind != "system" and not (by.kind == "officer" and any(by.may(one) for one in WRITERS)):
        raise NotAllowed("answers.writers_only", _("Only those who write answers can see this."))
