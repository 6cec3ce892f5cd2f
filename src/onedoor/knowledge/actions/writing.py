"""Drafting an answer, offering it, and a second person's approval."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.knowledge.facts import get_facts
from onedoor.knowledge.models import ArticleVersion
from onedoor.knowledge.rules import find_faults, find_misfits
from onedoor.knowledge.store import get_or_make, to_version, to_wording, write_texts
from onedoor.knowledge.types import DISCARDED, DRAFTED, PUBLISHED, VersionView, Wording

_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_OPEN = ("draft", "offered")


@action(may="knowledge.write")
def draft_answer(
    *,
    code: str,
    wording: Wording,
    by: Actor,
    at: datetime,
    topic: str = "",
    service: str = "",
    note: str = "",
) -> VersionView:
    """Write a new wording of an answer, or the first of a new one; what customers read stays as it is.
    A draft that is under way is written over. Facts are named, never written out."""
    return _write_draft(code, wording, topic, service, note, "desk", by=by, at=at)


@action(may="knowledge.propose")
def propose_answer(
    *,
    code: str,
    wording: Wording,
    by: Actor,
    at: datetime,
    topic: str = "",
    service: str = "",
    note: str = "",
) -> VersionView:
    """Somebody who solved a case writes down what others may need too. Nothing of the case is kept
    with it, not even its number."""
    return _write_draft(code, wording, topic, service, note, "case", by=by, at=at)


@action(may="knowledge.write")
def offer_draft(*, version: UUID, by: Actor, at: datetime) -> VersionView:
    """Ask for a second person's approval. Refused where the words or the facts do not hold."""
    row = _lock(version, ("draft",))
    _check(row, at)
    row.state = "offered"
    row.save(update_fields=["state"])
    return to_version(row)


@action(may="knowledge.approve")
def approve_draft(
    *, version: UUID, by: Actor, at: datetime, effective_from: datetime | None = None
) -> VersionView:
    """A second person agrees: from ``effective_from`` (default: now) every door says it."""
    row = _lock(version, ("offered",))
    if row.written_by == by.account:
        raise NotAllowed("answer.own", _("A second person must approve. You cannot approve your own words."))
    begins = effective_from or at
    if begins < at - timedelta(minutes=1):
        raise Invalid(
            "answer.past", _("An answer cannot hold from a day that is over."), field="effective_from"
        )
    _check(row, at)
    row.state, row.approved_by, row.approved_at, row.effective_from = "approved", by.account, at, begins
    row.save(update_fields=["state", "approved_by", "approved_at", "effective_from"])
    write_texts(row)
    article = row.article
    article.reviewed_at, article.reviewed_by, article.stale_since = at, by.account, None
    article.save(update_fields=["reviewed_at", "reviewed_by", "stale_since"])
    _record(PUBLISHED, row, by=by, at=at)
    return to_version(row)


@action(may="knowledge.write")
def discard_draft(*, version: UUID, by: Actor, at: datetime) -> VersionView:
    """Throw a draft away; it is kept, but nobody can approve it any more."""
    row = _lock(version, _OPEN)
    row.state = "discarded"
    row.save(update_fields=["state"])
    _record(DISCARDED, row, by=by, at=at)
    return to_version(row)


def _write_draft(
    code: str, wording: Wording, topic: str, service: str, note: str, source: str, *, by: Actor, at: datetime
) -> VersionView:
    if by.kind not in ("officer", "system"):
        raise NotAllowed("answers.officers_only", _("Only an officer can do this."))
    if not _CODE.fullmatch(code) or len(code) > 80:
        raise Invalid(
            "answer.code", _("Write the code in small letters and hyphens, such as move-cost."), field="code"
        )
    article = get_or_make(code, topic=topic or service or "general", service=service, at=at)
    _refuse_faults(wording, article.service)
    row = article.versions.filter(state__in=_OPEN).first()
    if row is not None and row.written_by != by.account and source == "case":
        raise Conflict(
            "answer.draft_open", _("Somebody is writing this answer already. Choose another code.")
        )
    if row is None:
        number = (article.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        row = ArticleVersion(article=article, number=number)
    row.state, row.source, row.note = "draft", source, note.strip()
    row.title, row.sentence, row.points = dict(wording.title), dict(wording.sentence), list(wording.points)
    row.also, row.internal = dict(wording.also or {}), dict(wording.internal or {})
    row.written_by, row.written_at = by.account, at
    row.save()
    _record(DRAFTED, row, by=by, at=at)
    return to_version(row)


def _lock(version: UUID, states: tuple[str, ...]) -> ArticleVersion:
    row = ArticleVersion.objects.select_for_update(of=("self",)).select_related("article").filter(id=version)
    found = row.first()
    if found is None:
        raise NotFound("answer.unknown", _("There is no such answer."))
    if found.state not in states:
        raise Conflict("answer.state", _("This wording has moved on meanwhile. Look at it again."))
    return found


def _check(row: ArticleVersion, at: datetime) -> None:
    wording = to_wording(row)
    _refuse_faults(wording, row.article.service)
    _refuse(find_misfits(wording, get_facts(row.article.service, at)))


def _refuse_faults(wording: Wording, service: str) -> None:
    _refuse(find_faults(wording, service=service))


def _refuse(complaints: object) -> None:
    for place, message, remedy in complaints:  # type: ignore[attr-defined]  # an iterator of complaints
        where = " ".join(str(part) for part in place)
        raise Invalid("answer.words", f"{where}: {message} {remedy}", field=str(place[0]))


def _record(event: Event, row: ArticleVersion, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="article", subject=row.article_id, agency=by.agency, by=by, at=at,
        data={"code": row.article.code, "version": row.number},
    )  # fmt: skip
