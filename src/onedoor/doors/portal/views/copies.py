"""A copy of everything that is held about her: asked for, taken, deleted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.look.doors import door
from onedoor.people import actions
from onedoor.people import queries as people


@door(audience="customer", level=3)
def copies(request: HttpRequest) -> HttpResponse:
    """What was asked for, and the button that asks."""
    actor, customer = customer_of(request)
    if request.method == "POST":
        actions.ask_for_copy(customer=customer, language=get_language() or "en", by=actor, at=clock.now())
        messages.success(request, _("We are putting it together. It is here in a few minutes."))
        return HttpResponseRedirect(reverse("portal:copies"))
    listed = people.list_copies(customer, by=actor, at=clock.now())
    return render(request, "portal/copies.html", {"copies": listed})


@require_POST
@door(audience="customer", level=3)
def take(request: HttpRequest, copy: UUID) -> HttpResponse:
    """The file itself; sent by the form of the page, so that no link of it can be passed on."""
    actor, _customer = customer_of(request)
    response = HttpResponse(
        actions.take_copy(copy=copy, by=actor, at=clock.now()), content_type="application/zip"
    )
    response["Content-Disposition"] = 'attachment; filename="everything-about-me.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@door(audience="customer", level=3)
def delete(request: HttpRequest, copy: UUID) -> HttpResponse:
    """Gone before its time."""
    actor, _customer = customer_of(request)
    actions.end_copy(copy=copy, by=actor, at=clock.now())
    messages.success(request, _("The copy was deleted."))
    return HttpResponseRedirect(reverse("portal:copies"))
