"""How news reaches a customer: her channel, her language and hours, or her representative in her place."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onedoor.contact.models import CaseChannel
from onedoor.contact.rules import choose_channel
from onedoor.contact.types import Channel
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.people import queries as people

_KIND = {Channel.EMAIL: "email", Channel.TEXT: "phone", Channel.PHONE: "phone", Channel.POST: "post"}


@dataclass(frozen=True, slots=True)
class Reach:
    """``recipient`` is the customer or the one who hears from us in her place; ``address`` is empty in
    the inbox, which everybody has."""

    recipient: UUID
    language: str
    hours: str
    channel: Channel
    address: str
    access_needs: tuple[str, ...]


def find_reach(customer: UUID, case: UUID | None = None, channel: Channel | None = None) -> Reach:
    """Where a message to her goes now: by ``channel`` if that is settled, else by the one chosen for the
    case, else by her usual one."""
    with transaction.atomic(), scoped(SYSTEM):
        wishes = people.preferences(customer)
        recipient = wishes.representative or customer
        points = {point.kind: point.value for point in reversed(people.list_contact_points(recipient))}
        override = str(channel or "")
        if case and not override:
            chosen = CaseChannel.objects.filter(customer=customer, case=case)
            override = chosen.values_list("channel", flat=True).first() or ""
    found = choose_channel(wishes.door, reachable=points, needs=wishes.access_needs, override=override)
    address = points.get(_KIND.get(found, ""), "")
    return Reach(recipient, wishes.language, wishes.hours, found, address, wishes.access_needs)


def find_language(customer: UUID | None, offered: str) -> str:
    """The language somebody writes in: as she said, else as she prefers."""
    if offered or customer is None:
        return offered
    with transaction.atomic(), scoped(SYSTEM):
        return people.preferences(customer).language


def list_emails(customer: UUID) -> list[str]:
    """Every e-mail address that she has: for a warning that must not miss her."""
    with transaction.atomic(), scoped(SYSTEM):
        return [point.value for point in people.list_contact_points(customer) if point.kind == "email"]
