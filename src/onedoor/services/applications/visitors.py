"""Visitors: people who use a service without giving a name.

A visitor is a customer that nobody knows: a random number that is made when she begins, kept in her
own session (or told once to the system that filed for her), and in no register. What she writes hangs
on that number as everybody's does on theirs, so one filter and one wall hold for all.
"""

from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM_ID, Actor
from onedoor.kernel.errors import StepUpNeeded
from onedoor.services.files.schema import ServiceFile


def new_visitor(door: str) -> Actor:
    """Somebody who has just come in and gives no name."""
    return visitor(uuid4(), door)  # 122 random bits: it is all that shows that something is hers


def visitor(number: UUID, door: str) -> Actor:
    """The visitor with this number, who came before."""
    return Actor(kind="citizen", door=door, customer=number)


def is_visitor(by: Actor) -> bool:
    """Whether ``by`` gave no name."""
    return by.kind == "citizen" and by.account == SYSTEM_ID and by.customer is not None


def check_may_visit(file: ServiceFile, *, by: Actor) -> None:
    """Only a service that says so may be used without a name."""
    if is_visitor(by) and not file.anonymous:
        raise StepUpNeeded(max(1, file.assurance.look), _("Sign in to use this service."))
