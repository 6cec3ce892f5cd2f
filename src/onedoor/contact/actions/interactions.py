"""A contact through one door, about several things, perhaps with somebody unknown.

An arrival waits until somebody answers; it ends closed, or missed when nobody answered. Nobody is
registered for calling: what is known of the arrival stands in the journal only once it is saved with a
customer.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_officer, visible_interactions
from onedoor.contact.actions.record import record_contact
from onedoor.contact.models import Interaction, InteractionParticipant, InteractionTopic
from onedoor.contact.rules import WRONG_AT_MOST
from onedoor.contact.types import (
    InteractionState,
    InteractionView,
    Participant,
    Source,
    Topic,
)
from onedoor.contact.views import ADDRESS, to_interaction
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, SYSTEM_ID, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.postgres.prepared import insert_together
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import pick_lazily
from onedoor.trust import queries as trust


@action(may="contact.log")
def open_interaction(
    *,
    door: str,
    by: Actor,
    at: datetime,
    customer: UUID | None = None,
    address: str = "",
    language: str = "",
    queue: str = "",
) -> InteractionView:
    """Somebody arrives and waits. ``address`` (a caller id) is sealed, and never an identity."""
    if by.kind == "citizen" and customer not in (None, by.customer):
        raise NotAllowed("interaction.not_yours", _("You can come only in your own name."), customer=customer)
    with scoped(SYSTEM):
        row = Interaction.objects.create(
            customer=customer, door=door, agency=by.agency, state=InteractionState.WAITING, queue=queue,
            language=language, started_at=at,
            address=trust.seal(address, purpose=ADDRESS) if address else None,
        )  # fmt: skip
        InteractionParticipant.objects.create(
            interaction=row, position=0, **asdict(Participant(customer=customer))
        )
        return to_interaction(row, by)


@action(may="contact.log")
def answer_interaction(*, interaction: UUID, by: Actor, at: datetime) -> InteractionView:
    """This officer takes it. Only the first does; the others read which post answered when, not who, and
    what to do next. What the telephone answered in the house's name, since somebody picked up, the first
    officer takes over at her desk; the wait ended when it was picked up."""
    require_officer(by)
    row = _lock(interaction, by)
    if row.state == InteractionState.LIVE and row.officer == by.account:
        return to_interaction(row, by)
    picked_up = row.state == InteractionState.LIVE and row.officer == SYSTEM_ID
    if row.state != InteractionState.WAITING and not picked_up:
        raise _gone(row, at)
    row.state, row.answered_at = InteractionState.LIVE, row.answered_at or max(at, row.started_at)
    row.officer, row.officer_name, row.agency = by.account, by.name, by.agency or row.agency
    row.save(update_fields=["state", "answered_at", "officer", "officer_name", "agency"])
    return to_interaction(row, by)


@action(may="contact.log")
def close_interaction(
    *,
    interaction: UUID,
    result: str,
    by: Actor,
    at: datetime,
    topics: Sequence[Topic] = (),
    sources: Sequence[Source] = (),
    participants: Sequence[Participant] = (),
) -> InteractionView:
    """It is over: what it was about, from what it was answered, who else took part. Unanswered, it was
    missed. An officer names at least one topic of what she answered. Closed again, it stays as it was."""
    row = _lock(interaction, by)
    if row.ended_at is not None:
        return to_interaction(row, by)
    answered = row.state == InteractionState.LIVE
    if by.kind == "officer" and answered and not topics:
        raise Invalid("interaction.topics", _("Write what the contact was about."), field="topics")
    _check_topics(topics)
    row.state = InteractionState.CLOSED if answered else InteractionState.MISSED
    row.ended_at, row.result = max(at, row.answered_at or row.started_at), result
    row.sources = [asdict(source) for source in sources]
    with scoped(SYSTEM):
        row.save(update_fields=["state", "ended_at", "result", "sources"])
        _add_topics(row, topics)
        _add_participants(row, participants, after=1)
        about = list(row.topics.all())
    if row.customer is not None:
        record_contact(row, about, by=by, at=at)
    with scoped(SYSTEM):
        return to_interaction(row, by)


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
    if not topics:
        raise Invalid("interaction.topics", _("Write what the contact was about."), field="topics")
    _check_topics(topics)
    started, ended = started_at or ended_at or at, ended_at or at
    if started > ended or ended > at:
        raise Invalid(
            "interaction.times", _("A contact starts before it ends, and is written down afterwards.")
        )
    row = Interaction(
        customer=customer, door=door, agency=by.agency, officer=by.account, officer_name=by.name,
        state=InteractionState.CLOSED, started_at=started, ended_at=ended, result=result,
        sources=[asdict(source) for source in sources],
    )  # fmt: skip
    present = participants or (Participant(customer=customer),)
    insert_together(row)
    insert_together(*_list_topics(row, topics), *_list_participants(row, present))
    if customer is not None:
        record_contact(row, topics, by=by, at=at)
    return to_interaction(row, by, topics=topics, participants=present)


@action(may="contact.log")
def identify_interaction(*, interaction: UUID, customer: UUID, by: Actor, at: datetime) -> InteractionView:
    """Say who an unknown caller was; the contact then stands on her timeline, at once when it is over
    and otherwise once it is. Never changed again."""
    require_officer(by)
    row = _lock(interaction, by)
    if row.customer not in (None, customer):
        raise Conflict("interaction.identified", _("This contact belongs to another customer."))
    if row.wrong_answers >= WRONG_AT_MOST:
        raise Conflict("interaction.too_many_wrong", _("Too many wrong answers. Ask her to a counter."))
    if row.customer is None:
        row.customer = customer
        row.save(update_fields=["customer"])
        row.participants.filter(role="customer", customer=None).update(customer=customer)
        if row.ended_at is not None:
            with scoped(SYSTEM):
                about = list(row.topics.all())
            record_contact(row, about, by=by, at=at)
    return to_interaction(row, by)


def _gone(row: Interaction, at: datetime) -> Conflict:
    if row.state != InteractionState.LIVE or row.answered_at is None:
        return Conflict("interaction.taken", _("The customer has left. Answer the next who waits."))
    post = trust.describe_post(row.officer, (row.agency,), at=at)
    says = _("{post} answered at {time}. Answer the next who waits.")
    when = f"{local(row.answered_at):%H:%M}"
    return Conflict("interaction.taken", format_lazy(says, post=pick_lazily(post), time=when))


def _lock(interaction: UUID, by: Actor) -> Interaction:
    row = visible_interactions(by).select_for_update().filter(id=interaction).first()
    if row is None:
        raise NotFound("interaction.unknown", _("There is no such contact."))
    return row


def _check_topics(topics: Sequence[Topic]) -> None:
    if not all(topic.subject.strip() for topic in topics):
        raise Invalid("interaction.topics", _("Write what the contact was about."), field="topics")


def _add_topics(row: Interaction, topics: Sequence[Topic]) -> None:
    InteractionTopic.objects.bulk_create(_list_topics(row, topics))


def _list_topics(row: Interaction, topics: Sequence[Topic]) -> list[InteractionTopic]:
    return [
        InteractionTopic(interaction=row, position=position, **asdict(topic))
        for position, topic in enumerate(topics)
    ]


def _add_participants(row: Interaction, participants: Sequence[Participant], after: int = 0) -> None:
    InteractionParticipant.objects.bulk_create(_list_participants(row, participants, after))


def _list_participants(
    row: Interaction, participants: Sequence[Participant], after: int = 0
) -> list[InteractionParticipant]:
    return [
        InteractionParticipant(interaction=row, position=position, **asdict(participant))
        for position, participant in enumerate(participants, after)
    ]
