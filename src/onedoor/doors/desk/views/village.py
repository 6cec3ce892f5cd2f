"""Village agents: kits to take along, packets to bring back, and what became of each entry."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onedoor.dialogue import actions, queries
from onedoor.dialogue.types import LARGEST_PACKET
from onedoor.doors.desk.frame import show
from onedoor.doors.desk.kit import write_kit
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid, Refused
from onedoor.look.doors import actor_of, door

MAY = "packets.carry"


@door(audience="officer", level=3, may=MAY)
def home(request: HttpRequest) -> HttpResponse:
    """The kits that are good, the packets that came, and a place to send the next one."""
    return _show(request)


def _show(request: HttpRequest, error: Any = "", field: str = "") -> HttpResponse:
    by, at = actor_of(request), clock.now()
    context = {
        "kits": queries.list_kits(by=by, at=at),
        "packets": queries.list_packets(by=by),
        "services": queries.list_village_services(at=at),
        "me": by.account,
        "error": error,
        "field": field,
    }
    return show(request, "desk/village/home.html", context, status=422 if error else 200)


@require_POST
@door(audience="officer", level=3, may=MAY)
def take(request: HttpRequest) -> HttpResponse:
    """A new kit of the services that were ticked."""
    by, at = actor_of(request), clock.now()
    try:
        kit = actions.take_kit(services=request.POST.getlist("services"), by=by, at=at)
    except Invalid as refusal:
        return _show(request, refusal.message, "services")
    messages.success(
        request, _("The kit is ready: save it on the device, and open it once while you are here.")
    )
    return redirect(f"{reverse('desk:village')}#kit-{kit.id}")


@require_GET
@door(audience="officer", level=3, may=MAY)
def kit(request: HttpRequest, kit: UUID) -> HttpResponse:
    """The file itself, for the agent whose kit it is; it runs on her device, never on our address."""
    content = queries.get_kit_content(kit, by=actor_of(request), at=clock.now())
    response = HttpResponse(write_kit(content), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kit-{str(kit)[-8:]}.html"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@door(audience="officer", level=3, may=MAY)
def withdraw(request: HttpRequest, kit: UUID) -> HttpResponse:
    """The device is lost: nothing that comes from it counts."""
    actions.withdraw_kit(kit=kit, by=actor_of(request), at=clock.now())
    messages.success(request, _("The kit is withdrawn. Nothing that comes from it is taken in."))
    return redirect("desk:village")


@require_POST
@door(audience="officer", level=3, may=MAY)
def send(request: HttpRequest) -> HttpResponse:
    """Take a packet in, and say of each entry what became of it."""
    file = request.FILES.get("packet")
    if file is None:
        return _show(request, _("Choose the packet that the kit saved."), "packet")
    try:
        received = actions.receive_packet(
            content=file.read(LARGEST_PACKET + 1), by=actor_of(request), at=clock.now()
        )
    except Refused as refusal:
        return _show(request, refusal.message, "packet")
    return show(request, "desk/village/packet.html", {"packet": received})


@door(audience="officer", level=3, may=MAY)
def packet(request: HttpRequest, packet: UUID) -> HttpResponse:
    """A packet that came, later on."""
    found = queries.get_packet(packet, by=actor_of(request))
    return show(request, "desk/village/packet.html", {"packet": found})


@door(audience="officer", level=3, may="services.assist")
def take_up(request: HttpRequest) -> HttpResponse:
    """With the customer at the counter: the code on her slip opens what was written down with her."""
    by, error = actor_of(request), ""
    if request.method == "POST":
        try:
            number = actions.take_up_entry(code=request.POST.get("code", ""), by=by, at=clock.now())
            return redirect("desk:application", number=number)
        except Refused as refusal:
            error = str(refusal.message)
    context = {"error": error, "is_here": by.assisted is not None}
    return show(request, "desk/village/take_up.html", context, status=422 if error else 200)
