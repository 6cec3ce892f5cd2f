"""Rows of contact as the views that other rooms read."""

from collections.abc import Iterator, Sequence

from onedoor.contact.models import Appointment, CallBack, Interaction, Letter, Message, MessageFile, Ticket
from onedoor.contact.offices import get_places, get_queue
from onedoor.contact.types import (
    AppointmentState,
    AppointmentView,
    CallBackState,
    CallBackView,
    Channel,
    DeliveryState,
    FileView,
    InteractionState,
    InteractionView,
    LetterView,
    MessageView,
    Participant,
    Source,
    TicketState,
    TicketView,
    Topic,
)
from onedoor.kernel.actors import Actor
from onedoor.trust import queries as trust

ADDRESS = "interaction-address"
NUMBER = "call-back"


def to_letter(letter: Letter) -> LetterView:
    return LetterView(
        id=letter.id,
        number=letter.number,
        verify_code=letter.verify_code,
        customer=letter.customer,
        agency=letter.agency,
        kind=letter.kind,
        title=letter.title,
        languages=tuple(letter.languages),
        content=letter.content,
        sha256=letter.sha256,
        issued_at=letter.issued_at,
        application=letter.application,
        case=letter.case,
        replaced_by=letter.replaced_by.number if letter.replaced_by else "",
        pdf_languages=tuple(sorted(pdf.language for pdf in letter.pdfs.all())),
    )


def to_message(message: Message) -> MessageView:
    return MessageView(
        id=message.id,
        customer=message.customer,
        thread=message.thread or message.id,
        agency=message.agency,
        direction=message.direction,
        title=message.title,
        body=message.body,
        channel=Channel(message.channel),
        state=DeliveryState(message.state),
        created_at=message.created_at,
        delivered_at=message.delivered_at,
        read_at=message.read_at,
        letter=message.letter_id,
        application=message.application,
        case=message.case,
        sent_at=message.sent_at,
        due_at=message.due_at,
        failure=message.failure,
        files=tuple(to_file(file) for file in message.files.all()),
        written_by_name=message.written_by_name,
        closed_at=message.closed_at,
        handed_from=message.handed_from,
    )


def to_file(file: MessageFile) -> FileView:
    return FileView(id=file.id, name=file.name, kind=file.kind, size=file.size, sha256=file.sha256)


def to_interaction(
    interaction: Interaction,
    by: Actor,
    *,
    topics: Sequence[Topic] | None = None,
    participants: Sequence[Participant] | None = None,
) -> InteractionView:
    """The address of an arrival is for officers and the house alone. ``topics`` and ``participants`` are
    read, unless who has just written them gives them."""
    sealed = interaction.address if by.kind in ("officer", "system") else None
    return InteractionView(
        id=interaction.id,
        customer=interaction.customer,
        door=interaction.door,
        agency=interaction.agency,
        officer=interaction.officer,
        officer_name=interaction.officer_name,
        state=InteractionState(interaction.state),
        queue=interaction.queue,
        language=interaction.language,
        address=trust.unseal(bytes(sealed), purpose=ADDRESS) if sealed else "",
        started_at=interaction.started_at,
        answered_at=interaction.answered_at,
        ended_at=interaction.ended_at,
        result=interaction.result,
        topics=tuple(_read_topics(interaction) if topics is None else topics),
        participants=tuple(_read_participants(interaction) if participants is None else participants),
        sources=tuple(Source(**source) for source in interaction.sources),
    )


def _read_topics(interaction: Interaction) -> Iterator[Topic]:
    for row in interaction.topics.all():
        yield Topic(
            subject=row.subject, service=row.service, case=row.case, application=row.application,
            result=row.result,
        )  # fmt: skip


def _read_participants(interaction: Interaction) -> Iterator[Participant]:
    for row in interaction.participants.all():
        yield Participant(role=row.role, customer=row.customer, name=row.name)


def to_call_back(row: CallBack, by: Actor) -> CallBackView:
    """The number is for those who call."""
    calls = by.may("contact.log")
    return CallBackView(
        id=row.id,
        customer=row.customer,
        number=trust.unseal(bytes(row.number), purpose=NUMBER) if calls else "",
        reason=row.reason,
        language=row.language,
        agency=row.agency,
        state=CallBackState(row.state),
        attempts=row.attempts,
        due_at=row.due_at,
        created_at=row.created_at,
        message=row.message_id,
    )


def to_ticket(row: Ticket) -> TicketView:
    place, _queue = get_queue(row.queue)
    before = Ticket.objects.filter(queue=row.queue, day=row.day, state="waiting", ready_at__lt=row.ready_at)
    return TicketView(
        id=row.id,
        number=row.number,
        queue=row.queue,
        office=place.office.code,
        state=TicketState(row.state),
        desk=row.desk,
        language=row.language,
        customer=row.customer,
        appointment=row.appointment_id,
        taken_at=row.taken_at,
        called_at=row.called_at,
        ahead=before.count() if row.state == TicketState.WAITING else 0,
    )


def to_appointment(row: Appointment) -> AppointmentView:
    place = get_places().get(row.office)
    return AppointmentView(
        id=row.id,
        number=row.number,
        customer=row.customer,
        office=row.office,
        office_title=place.office.title if place else {"en": row.office, "zh-hans": row.office},
        address=place.office.address if place else {"en": "", "zh-hans": ""},
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=AppointmentState(row.state),
        changes=row.changes,
    )
