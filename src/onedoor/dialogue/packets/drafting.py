"""Her draft from what was written down: page by page by the form's own rules, at today's version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.packets.shapes import Content
from onedoor.dialogue.packets.types import VILLAGE
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.services import actions, queries
from onedoor.services.types import FormItem

HER_SIGNATURE: Text = {
    "en": "Her signature: on the web, by telephone or at a counter",
    "zh-hans": "本人签名：网上、电话或窗口均可",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft, and what is still to be answered and done."""

    id: UUID
    number: str
    missing: tuple[Text, ...]


def fill_draft(content: Content, *, filled_at: datetime, by: Actor, at: datetime) -> Draft:
    """``by`` is herself, or an officer with her. What another version does not ask is passed over, what it
    asks anew is missing. Conflict where she signed meanwhile, or wrote in the form after ``filled_at``."""
    assert by.customer is not None
    with scoped(by):
        cards = queries.list_live_drafts(by.customer, by=by)
        if any(one.service == content.service and one.changed_at > filled_at for one in cards):
            raise Conflict("packet.newer", _("She went on with the form elsewhere since."))
        view = actions.start_application(
            customer=by.customer, service=content.service, door=VILLAGE, by=by, at=at
        )
        if view.signed_at is not None:
            raise Conflict("packet.signed", _("She signed this form meanwhile."))
        _fill(view.number, content, by=by, at=at)
        return Draft(view.id, view.number, tuple(_missing(view.number, by=by, at=at)))


def _fill(number: str, content: Content, *, by: Actor, at: datetime) -> None:
    for page, answers in content.answers.items():
        application = queries.get_application(number, by=by, at=at)
        if not answers or page not in {one.id for one in application.pages}:
            continue
        actions.save_page(
            application=application.id,
            page=page,
            answers=answers,
            revision=application.revision,
            by=by,
            at=at,
        )


def _missing(number: str, *, by: Actor, at: datetime) -> Iterator[Text]:
    for status in queries.get_application(number, by=by, at=at).pages:
        if not status.complete:
            page = queries.get_page(number, status.id, by=by, at=at).page
            asked = [item for item in page.items if _is_open(item)]
            yield from (dict(item.label) for item in asked) if asked else iter([dict(status.title)])
    yield dict(HER_SIGNATURE)


def _is_open(item: FormItem) -> bool:
    """A question that must be answered and is not; one that only appears with another is left to its page."""
    return bool(item.error) or (item.required and not item.depends and item.value in (None, ""))
