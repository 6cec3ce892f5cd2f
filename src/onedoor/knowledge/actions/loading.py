"""The catalogue's articles become the first versions of answers."""

from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.documents import Fault, Faulty
from onedoor.kernel.errors import NotAllowed
from onedoor.knowledge.facts import get_facts
from onedoor.knowledge.files import Shelf, articles_folder, read_shelves
from onedoor.knowledge.models import ArticleVersion
from onedoor.knowledge.rules import find_misfits
from onedoor.knowledge.store import get_or_make, to_wording, write_texts
from onedoor.knowledge.types import PUBLISHED, Wording

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The first wording of an answer holds as far back as anybody may look."""


@action()
def load_articles(*, by: Actor, at: datetime, folder: Path | None = None) -> int:
    """Publish every answer of the folder whose words in the file are new; gives how many. An answer
    that was edited at the desk since stays as it is until its file changes. Raises Faulty, and
    writes nothing, where an answer is not right or names a fact that nobody knows."""
    if by.kind != "system":
        raise NotAllowed("answers.house_only", _("Only the house itself loads the catalogue."))
    shelves = read_shelves(folder or articles_folder())
    if faults := [fault for shelf in shelves for fault in _find_faults(shelf, at)]:
        raise Faulty(faults)
    return sum(
        _load(shelf, code, wording, by=by, at=at)
        for shelf in shelves
        for code, wording in shelf.answers.items()
    )


def _find_faults(shelf: Shelf, at: datetime) -> list[Fault]:
    facts = get_facts(shelf.service, at)
    return [
        shelf.document.fault(("answers", code, *place), message, remedy)
        for code, wording in shelf.answers.items()
        for place, message, remedy in find_misfits(wording, facts)
    ]


def _load(shelf: Shelf, code: str, wording: Wording, *, by: Actor, at: datetime) -> bool:
    article = get_or_make(code, topic=shelf.topic, service=shelf.service, at=at)
    if (article.topic, article.service) != (shelf.topic, shelf.service):
        article.topic, article.service = shelf.topic, shelf.service
        article.save(update_fields=["topic", "service"])
    last = article.versions.filter(source="file").order_by("-number").first()
    if last is not None and to_wording(last) == wording:
        return False
    number = (article.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    row = ArticleVersion.objects.create(
        article=article, number=number, state="approved", title=wording.title, sentence=wording.sentence,
        points=list(wording.points), also=wording.also, internal=wording.internal, source="file",
        written_by=by.account, written_at=at, approved_at=at, effective_from=at if number > 1 else BEGINNING,
    )  # fmt: skip
    write_texts(row)
    article.reviewed_at, article.stale_since = at, None
    article.save(update_fields=["reviewed_at", "stale_since"])
    journal.record(
        PUBLISHED, subject_kind="article", subject=article.id, by=by, at=at,
        data={"code": code, "version": number},
    )  # fmt: skip
    return True
