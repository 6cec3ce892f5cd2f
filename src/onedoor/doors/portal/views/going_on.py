"""Stopping and going on: later, on another device, through another door, or with another service."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.look.doors import door
from onedoor.look.drafts import find_open_page
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2)
def go_on(request: HttpRequest, number: str) -> HttpResponse:
    """To the first open question; where none is open, to what she has to look at."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    if application.exit is not None:
        return HttpResponseRedirect(reverse("portal:not-for-you", args=[number]))
    page = find_open_page(application) if application.can_change else ""
    if page:
        return HttpResponseRedirect(reverse("portal:page", args=[number, page]))
    return HttpResponseRedirect(reverse("portal:application", args=[number]))


@door(audience="customer", level=2)
def finish_later(request: HttpRequest, number: str) -> HttpResponse:
    """What is saved under which number, and where she can go on. POST sends her the link."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    if request.method == "POST":
        channel = actions.send_link(application=application.id, by=actor, at=clock.now())
        sent = {"email": _("We sent the link to your e-mail address.")}
        messages.success(request, sent.get(channel, _("The link is in your messages here.")))
        return HttpResponseRedirect(reverse("portal:later", args=[number]))
    service = services.get_service(application.service, at=clock.now())
    context = {"application": application, "doors": list_doors(service.doors)}
    return render(request, "portal/later.html", context)


@door(audience="customer", level=2)
def not_for_you(request: HttpRequest, number: str) -> HttpResponse:
    """The form ends early: why, and what is there instead. The answer can still be mended."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    if application.exit is None:
        return HttpResponseRedirect(reverse("portal:application", args=[number]))
    return render(request, "portal/not_for_you.html", {"application": application, "exit": application.exit})


def list_doors(doors: dict[str, object]) -> list[str]:
    """Where she can go on with the same form, in words. Online is always one."""
    words = {
        "counter": _("At any counter: an officer opens the same form with you."),
        "phone": _("By telephone: say the number of the form."),
        "kiosk": _("At a kiosk in a library or service hall."),
        "post": _("By post: send the printed form."),
    }
    offered = doors or {"counter": "full", "phone": "full"}
    online = _("Here, on any telephone or computer: sign in, and open it from your start page.")
    return [online, *(text for door, text in words.items() if offered.get(door) == "full")]
