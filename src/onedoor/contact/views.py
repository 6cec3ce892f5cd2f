"""Rows of contact as the views that other rooms read."""

from onedoor.contact.models import Interaction, Letter, Message
from onedoor.contact.types import (
    Channel,
    DeliveryState,
    InteractionView,
    LetterView,
    MessageView,
    Participant,
    Source,
    Topic,
)


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
    )


def to_interaction(interaction: Interaction) -> InteractionView:
    return InteractionView(
        id=interaction.id,
        customer=interaction.customer,
        door=interaction.door,
        agency=interaction.agency,
        officer=interaction.officer,
        officer_name=interaction.officer_name,
        started_at=interaction.started_at,
        ended_at=interaction.ended_at,
        result=interaction.result,
        topics=tuple(
            Topic(
                subject=row.subject,
                service=row.service,
                case=row.case,
                application=row.application,
                result=row.result,
            )
            for row in interaction.topics.all()
        ),
        participants=tuple(
            Participant(role=row.role, customer=row.customer, name=row.name)
            for row in interaction.participants.all()
        ),
        sources=tuple(Source(**source) for source in interaction.sources),
    )
