"""A line about each thing of contact that the journal names: what a timeline shows beside the event."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import get_language

from onedoor.contact.access import (
    LOG,
    READ,
    visible_appointments,
    visible_interactions,
    visible_letters,
    visible_messages,
)
from onedoor.contact.offices import get_places
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.text import as_language, pick


def list_titles(subjects: Collection[UUID], *, by: Actor) -> dict[UUID, str]:
    """What each message, letter, contact and appointment among ``subjects`` is about, in the reader's
    language; only of those that ``by`` may read. The rest is left out."""
    wanted, language = list(subjects), as_language(get_language())
    found: dict[UUID, str] = {}
    if by.kind != "officer" or by.may(READ) or by.customer:
        for title_of in (visible_messages(by), visible_letters(by)):
            rows = title_of.filter(id__in=wanted).values_list("id", "title")
            found |= {id: pick(title, language) for id, title in rows}
    if by.kind != "officer" or by.may(READ) or by.may(LOG):
        topics = visible_interactions(by).filter(id__in=wanted).prefetch_related("topics")
        found |= {row.id: "; ".join(topic.subject for topic in row.topics.all()) for row in topics}
    for visit in visible_appointments(by).filter(id__in=wanted):
        place = get_places().get(visit.office)
        title = pick(place.office.title, language) if place else visit.office
        found[visit.id] = f"{local(visit.starts_at):%Y-%m-%d %H:%M}, {title}"
    return {id: text for id, text in found.items() if text}
