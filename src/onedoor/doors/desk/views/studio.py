"""The service studio: every service with its versions; two of them compared; playbooks in and out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.look.doors import actor_of, door
from onedoor.services import actions
from onedoor.services import queries as services

MAY = "services.design"
LARGEST = 5_000_000


@door(audience="officer", level=3, may=MAY)
def home(request: HttpRequest) -> HttpResponse:
    """All services: what everybody gets, what is piloted, what is on the table, the lights of the gate."""
    by, at = actor_of(request), clock.now()
    across = services.list_cross_agency_services(at)
    context = {
        "rows": services.list_studio(by=by, at=at),
        "across": len(across),
        "pilots": services.list_pilots(at=at),
    }
    return show(request, "desk/studio/home.html", context)


@door(audience="officer", level=3, may=MAY)
def show_service(request: HttpRequest, service: str) -> HttpResponse:
    """The history of a service's versions, and what can be done with each."""
    by, at = actor_of(request), clock.now()
    row = next((one for one in services.list_studio(by=by, at=at) if one.service == service), None)
    if row is None:
        raise NotFound("service.unknown", _("There is no such service."))
    context = {
        "row": row,
        "versions": services.list_versions(service, by=by, at=at),
        "pilot": services.find_pilot_of(service, at=at),
    }
    return show(request, "desk/studio/service.html", context)


@door(audience="officer", level=3, may=MAY)
def compare(request: HttpRequest, service: str) -> HttpResponse:
    """Two versions of the service beside each other."""
    by = actor_of(request)
    versions = services.list_versions(service, by=by)
    old, new = (_chosen(request.GET.get(side, ""), versions) for side in ("old", "new"))
    context = {
        "service": service,
        "versions": versions,
        "old": old,
        "new": new,
        "comparison": services.compare_versions(old.id, new.id, by=by) if old and new else None,
    }
    return show(request, "desk/studio/compare.html", context)


@door(audience="officer", level=3, may=MAY)
def give_playbook(request: HttpRequest, version: UUID) -> HttpResponse:
    """The version with all that it leans on, as a file for another jurisdiction."""
    name, packed = services.make_playbook(version, by=actor_of(request))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(packed, content_type="application/zip", headers=headers)


@door(audience="officer", level=3, may=MAY)
def take_playbook(request: HttpRequest) -> HttpResponse:
    """Upload a playbook: first what it brings and runs into, then its service on the table."""
    by = actor_of(request)
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            arrival = services.read_playbook(_uploaded(request), codes=_codes(request), by=by)
        except Invalid as refusal:
            return show(request, "desk/studio/playbook.html", {"fault": refusal.message}, status=422)
        if request.POST.get("then") == "draft":
            draft = actions.draft_from_files(
                service=arrival.service, files=arrival.files, by=by, at=clock.now()
            )
            messages.success(request, _("The service is on the table. Nothing is published."))
            return redirect("desk:studio-version", version=draft, view="file")
        context = {"arrival": arrival}
    return show(request, "desk/studio/playbook.html", context)


def _uploaded(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        raise Invalid("playbook.file", _("Choose a playbook, a zip file of at most 5 MB."))
    return bytes(file.read())


def _codes(request: HttpRequest) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in request.POST.get("codes", "").upper().replace(",", " ").split()]
    if not all(theirs.isalpha() and ours.isalpha() for theirs, _sign, ours in pairs):
        raise Invalid("playbook.codes", _("Write agencies as REV=TAX, one after the other."))
    return {theirs: ours for theirs, _sign, ours in pairs}


def _chosen(asked: str, versions: Sequence[Any]) -> Any:
    return next((card for card in versions if str(card.id) == asked), None)
