"""Who is at the portal: always a customer, herself or by mandate."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.look.doors import actor_of


def customer_of(request: HttpRequest) -> tuple[Actor, UUID]:
    """The actor and the customer whose business this session is about."""
    actor = actor_of(request)
    if actor.customer is None:
        raise NotFound("portal.no_customer", _("This account has no customer record yet. Visit a counter."))
    return actor, actor.customer
