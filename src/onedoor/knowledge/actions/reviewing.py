"""Answers whose service changed are read again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.knowledge.models import Article
from onedoor.knowledge.types import GREW_STALE, REVIEWED


@action()
def mark_stale(*, service: str, version: str, by: Actor, at: datetime) -> int:
    """What explains the service must be read again; gives how many answers. What somebody read after
    the change stays; told twice, nothing more happens."""
    if by.kind != "system":
        raise NotAllowed("answers.house_only", _("Only the house itself can do this."))
    rows = Article.objects.select_for_update().filter(
        service=service, reviewed_at__lt=at, stale_since__isnull=True
    )
    grown = list(rows)
    for row in grown:
        row.stale_since, row.service_version = at, version[:40]
        row.save(update_fields=["stale_since", "service_version"])
        journal.record(
            GREW_STALE, subject_kind="article", subject=row.id, by=by, at=at,
            data={"code": row.code, "service": service},
        )  # fmt: skip
    return len(grown)


@action(may="knowledge.write")
def review_answer(*, code: str, by: Actor, at: datetime) -> None:
    """Say that an answer still holds although its service changed."""
    if by.kind not in ("officer", "system"):
        raise NotAllowed("answers.officers_only", _("Only an officer can do this."))
    row = Article.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("answer.unknown", _("There is no such answer."))
    row.reviewed_at, row.reviewed_by, row.stale_since = at, by.account, None
    row.save(update_fields=["reviewed_at", "reviewed_by", "stale_since"])
    journal.record(
        REVIEWED, subject_kind="article", subject=row.id, agency=by.agency, by=by, at=at, data={"code": code}
    )
