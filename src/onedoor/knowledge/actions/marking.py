"""What people made of answers: helped or not, and what they searched in vain. Nobody is named."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.text import as_language
from onedoor.knowledge.models import HelpComment, Helpfulness, UnansweredSearch
from onedoor.knowledge.rules import mask
from onedoor.knowledge.store import find_in_force
from onedoor.knowledge.types import FORM_OF_DOOR, MARKED

COMMENT_AT_MOST = 500
WORDS_AT_MOST = 100


@action()
def mark_helpful(*, code: str, helpful: bool, door: str, by: Actor, at: datetime, comment: str = "") -> None:
    """Count that the answer in force helped or did not. The journal's line and the comment name nobody."""
    if door not in FORM_OF_DOOR:
        raise Invalid("answer.door", _("There is no such door."), field="door")
    if len(comment) > COMMENT_AT_MOST:
        raise Invalid("answer.comment", _("Please say it in at most 500 characters."), field="comment")
    version = find_in_force(code, at)
    if version is None:
        raise NotFound("answer.unknown", _("There is no such answer."))
    row, _made = Helpfulness.objects.get_or_create(version=version, door=door)
    counted = "yes" if helpful else "no"
    Helpfulness.objects.filter(id=row.id).update(**{counted: F(counted) + 1})
    if comment.strip():
        HelpComment.objects.create(
            version=version, door=door, helpful=helpful, said_at=at,
            comment=mask(comment, at_most=COMMENT_AT_MOST),
        )  # fmt: skip
    journal.record(
        MARKED, subject_kind="article", subject=version.article_id, by=Actor(kind=by.kind, door=door), at=at,
        data={"code": code, "version": version.number, "helpful": helpful},
    )  # fmt: skip


@action()
def note_unanswered(*, text: str, language: str, by: Actor, at: datetime) -> None:
    """Keep the words of a search that found nothing, for those who write answers."""
    words = mask(text, at_most=WORDS_AT_MOST).lower().strip()
    if not words.strip("# @"):
        return
    row, made = UnansweredSearch.objects.get_or_create(
        words=words, language=as_language(language), defaults={"last_at": at}
    )
    if not made:
        UnansweredSearch.objects.filter(id=row.id).update(times=F("times") + 1, last_at=at)
