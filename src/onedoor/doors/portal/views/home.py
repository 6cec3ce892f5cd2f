"""The start page: what this is, or what you can do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from onedoor.contact import queries as contact
from onedoor.doors.portal.me import customer_of
from onedoor.journal import queries as journal
from onedoor.kernel import clock
from onedoor.kernel.events import list_events
from onedoor.look.doors import actor_of, door, signed_in
from onedoor.payments import queries as payments
from onedoor.people import queries as people
from onedoor.services import queries as services
from onedoor.trust import queries as trust

LATEST = 4


@door(audience="public", level=0)
def home(request: HttpRequest) -> HttpResponse:
    """Signed out: what the house offers. Signed in: first what waits for this person."""
    if not signed_in(request) or actor_of(request).kind != "citizen":
        return render(request, "portal/welcome.html", {"events": services.list_life_events(at=clock.now())})
    actor, customer = customer_of(request)
    applications = services.list_applications(customer, by=actor)
    charges = payments.list_charges(customer, by=actor)
    who = people.get_customer(customer, by=actor)
    context = {
        "held_until": trust.held_until(customer, at=clock.now()),
        "lock": trust.find_lock(customer),
        "greeting": who.named(get_language() or "en"),
        "must_act": [card for card in applications if card.you_must_act and card.state == "draft"],
        "offers": services.list_offers(customer, by=actor, at=clock.now()),
        "asked": [one for one in services.list_requests(customer, by=actor) if one.state == "invited"],
        "under_way": [card for card in applications if card.state in ("checking", "signed", "decided")],
        "due": [charge for charge in charges if charge.balance > 0 and charge.state in ("due", "part_paid")],
        "letters": contact.list_letters(customer, by=actor)[:1],
        "latest": journal.list_timeline(
            customer=customer, by=actor, limit=LATEST, events=_news(), services=people.mandate_services(actor)
        ),
        "events": services.list_life_events(at=clock.now(), kind=who.kind),
        "may_represent": bool(people.list_mandates_held(actor.self_customer or customer, by=actor)),
    }
    return render(request, "portal/home.html", context)


def _news() -> list[str]:
    """Events worth a line on the start page: not each time she signed in."""
    return [event.name for event in list_events() if not event.name.startswith("trust.")]
