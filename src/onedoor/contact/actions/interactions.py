"""Writing down a contact: through one door, about several things, perhaps with somebody unknown."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_officer, visible_interactions
from onedoor.contact.models import Interaction, InteractionParticipant, InteractionTopic
from onedoor.contact.types import LOGGED, InteractionView, Participant, Source, Topic
from onedoor.contact.views import to_interaction
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound


@action(may="contact.log")
def log_interaction(
    *,
    customer: UUID | None,
    door: str,
    topics: Sequence[Topic],
    by: Actor,
    at: datetime,
    result: str = "",
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    participants: Sequence[Participant] = (),
    sources: Sequence[Source] = (),
) -> InteractionView:
    """Keep one contact. Nobody is registered for calling: an unknown caller stays unknown until
    ``identify_interaction``. Without times it happened now."""
    require_officer(by)
    if not topics or not all(topic.subject.strip() for topic in topics):
        raise Invalid("interaction.topics", _("Write what the contact was about."), field="topics")
    started, ended = started_at or ended_at or at, ended_at or at
    if started > ended or ended > at:
        raise Invalid(
            "interaction.times", _("A contact starts before it ends, and is written down afterwards.")
        )
    row = Interaction.objects.create(
        customer=customer, door=door, agency=by.agency, officer=by.account, officer_name=by.name,
        started_at=started, ended_at=ended, result=result, sources=[asdict(source) for source in sources],
    )  # fmt: skip
    InteractionTopic.objects.bulk_create(
        InteractionTopic(interaction=row, position=position, **asdict(topic))
        for position, topic in enumerate(topics)
    )
    InteractionParticipant.objects.bulk_create(
        InteractionParticipant(interaction=row, position=position, **asdict(participant))
        for position, participant in enumerate(participants or [Participant(customer=customer)])
    )
    if customer is not None:
        _record(row, by=by, at=at)
    return to_interaction(row)


@action(may="contact.log")
def identify_interaction(*, interaction: UUID, customer: UUID, by: Actor, at: datetime) -> InteractionView:
    """Say who an unknown caller was; the contact then stands on her timeline. Never changed again."""
    require_officer(by)
    row = visible_interactions(by).select_for_update().filter(id=interaction).first()
    if row is None:
        raise NotFound("interaction.unknown", _("There is no such contact."))
    if row.customer not in (None, customer):
        raise Conflict("interaction.identified", _("This contact belongs to another customer."))
    if row.customer is None:
        row.customer = customer
        row.save(update_fields=["customer"])
        row.participants.filter(role="customer", customer=None).update(customer=customer)
        _record(row, by=by, at=at)
    return to_interaction(row)


def _record(row: Interaction, *, by: Actor, at: datetime) -> None:
    topics = list(row.topics.all())
    journal.record(
        LOGGED, subject_kind="interaction", subject=row.id, customer=row.customer, agency=row.agency,
        by=by, at=at, case=next((topic.case for topic in topics if topic.case), None),
        data={"door": row.door, "topics": len(topics), "result": row.result},
    )  # fmt: skip
