"""Which messages, letters and interactions an actor may know of: one filter for each.

A representative for some services only reads the letters of these, and no messages.
"""

from functools import reduce
from operator import or_
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.contact.models import (
    Appointment,
    CallBack,
    Interaction,
    Letter,
    LetterPdf,
    Message,
    MessageFile,
    Ticket,
)
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.people import queries as people
from onedoor.trust.types import CONTACT_CENTRE

READ = "contact.read"
LOG = "contact.log"
_UNOPENED = MessageFile.objects.defer("content")

M = TypeVar("M", bound=Model)


def visible_letters(by: Actor) -> QuerySet[Letter]:
    """A customer's own; an officer's those of her agency, the contact centre's all."""
    without_blobs = Prefetch("pdfs", LetterPdf.objects.defer("pdf"))
    return _visible(Letter.objects.select_related("replaced_by").prefetch_related(without_blobs), by)


def visible_messages(by: Actor) -> QuerySet[Message]:
    """As letters; what somebody wrote to us is read by the agency that answers it and no other."""
    rows = _visible(Message.objects.prefetch_related(Prefetch("files", _UNOPENED)), by)
    if by.kind != "officer" or by.agency == CONTACT_CENTRE:
        return rows
    own = Q(customer=by.customer) if by.customer else Q(pk__in=[])
    return rows.filter(own | Q(direction="out") | Q(agency=by.agency))


def get_first(thread: UUID, by: Actor) -> Message:
    """The first message of the thread to which ``thread`` belongs, as far as ``by`` may read both. Raises
    NotFound."""
    row = visible_messages(by).filter(id=thread).first()
    first = visible_messages(by).filter(id=row.thread).first() if row and row.thread else row
    if first is None:
        raise NotFound("message.unknown", _("There is no such message, or it is not yours."))
    return first


def visible_interactions(by: Actor) -> QuerySet[Interaction]:
    """A customer's own; for officers all, whichever agency heard of it first: nobody is asked twice."""
    rows = Interaction.objects.all()
    return _of_visits(rows, by)


def visible_appointments(by: Actor) -> QuerySet[Appointment]:
    """As interactions."""
    return _of_visits(Appointment.objects.all(), by)


def visible_tickets(by: Actor) -> QuerySet[Ticket]:
    """As interactions."""
    return _of_visits(Ticket.objects.all(), by)


def visible_call_backs(by: Actor) -> QuerySet[CallBack]:
    """A customer's own; an officer's those of her agency, the contact centre's all."""
    rows = _of_visits(CallBack.objects.select_related("message"), by)
    if by.kind == "officer" and by.agency != CONTACT_CENTRE:
        return rows.filter(Q(agency=by.agency) | Q(customer=by.customer, customer__isnull=False))
    return rows


def require_reader(by: Actor) -> None:
    """Refuse, recorded, an officer whose role reads no correspondence."""
    if by.kind == "officer" and not (by.may(READ) or by.customer):
        raise NotAllowed("contact.may_not_read", _("Your role does not read messages and letters."))


def require_officer(by: Actor) -> None:
    """Only those who work in an agency go on."""
    if by.kind not in ("officer", "system"):
        raise NotAllowed("contact.officers_only", _("Only an officer can do this."))


def _of_visits(rows: QuerySet[M], by: Actor) -> QuerySet[M]:
    if by.kind == "system" or (by.kind == "officer" and (by.may(READ) or by.may(LOG))):
        return rows
    return rows.filter(customer=by.customer) if by.customer else rows.none()


def _visible(rows: QuerySet[M], by: Actor) -> QuerySet[M]:
    if by.kind == "system":
        return rows
    own = Q(customer=by.customer) if by.customer else Q(pk__in=[])
    if (services := people.mandate_services(by)) is not None:  # a mandate for these services only
        letters = rows.model is Letter
        kinds = [Q(kind__startswith=f"{service}/") for service in services] if letters else []
        own &= reduce(or_, kinds, Q(pk__in=[]))
    if by.kind == "officer" and by.may(READ):
        return rows if by.agency == CONTACT_CENTRE else rows.filter(own | Q(agency__in=[by.agency, ""]))
    return rows.filter(own) if by.kind in ("citizen", "officer") else rows.none()
