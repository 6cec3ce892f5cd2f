"""A stolen identity at the counter: locked when the person and her papers were seen, opened by two."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.desk.looks import find_look
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import Text
from onedoor.look.doors import actor_of, door
from onedoor.trust import actions
from onedoor.trust import queries as trust
from onedoor.trust.types import LockedBy

LOOKED_BACK = timedelta(days=90)


@require_POST
@door(audience="officer", level=3, may="accounts.lock")
def protect(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Lock, or say as the first or the second that the lock may be opened; the officer saw her each time."""
    by, at = actor_of(request), clock.now()
    if find_look(request, customer, at) is None:
        return redirect("desk:open", customer=customer)
    if not request.POST.get("seen"):
        messages.warning(request, _("Say first that you have seen the person and her papers."))
        return redirect("desk:customer", customer=customer)
    try:
        lock = trust.find_lock(customer)
        if lock is None:
            actions.lock_identity(customer=customer, how=LockedBy.SEEN, by=by, at=at)
            messages.success(request, _("The identity is locked. All known contacts are told."))
        elif lock.asked_by is None or lock.asked_by == by.account:
            actions.ask_to_open(customer=customer, by=by, at=at)
            messages.success(request, _("Noted. Now a colleague must see her and open the lock."))
        else:
            actions.open_identity(customer=customer, by=by, at=at)
            messages.success(request, _("The lock is open."))
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
    return redirect("desk:customer", customer=customer)


def describe_protection(customer: UUID, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the customer's page says of a lock or a hold, and who got data about her lately."""
    lock = trust.find_lock(customer)
    return {
        "lock": lock,
        "held_until": trust.held_until(customer, at=at),
        "may_lock": by.may("accounts.lock"),
        "second": lock is not None and lock.asked_by not in (None, by.account),
        "receivers": _receivers(customer, by, lock.since - LOOKED_BACK) if lock else [],
    }


def _receivers(customer: UUID, by: Actor, since: datetime) -> list[Text]:
    found: dict[str, Text] = {}
    for use in exchange.list_disclosures(customer, by=by, limit=200):
        if use.happened_at >= since and not use.refused:
            found.setdefault(use.receiver, use.receiver_name)
    return [found[code] for code in sorted(found)]
