"""What a designer does with a version: write, publish, decide, go back, take away. Each posts here."""

from collections.abc import Callable
from datetime import datetime, time
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import read_whole
from onedoor.services import actions
from onedoor.services import queries as services

MAY = "services.design"


@require_POST
@door(audience="officer", level=3, may=MAY)
def begin(request: HttpRequest, service: str) -> HttpResponse:
    """A draft from the folder, or from a version."""
    by, at, base = actor_of(request), clock.now(), request.POST.get("version", "")
    if base:
        draft = actions.draft_from_version(version=_uuid(base), by=by, at=at)
    else:
        draft = actions.draft_from_catalogue(service=service, by=by, at=at)
    return redirect("desk:studio-version", version=draft, view="file")


@require_POST
@door(audience="officer", level=3, may=MAY)
def unpublish(request: HttpRequest, service: str) -> HttpResponse:
    """Take the service away from customers."""
    by = actor_of(request)
    try:
        actions.unpublish_service(
            service=service, reason=_reason(request), drafts=_drafts(request), by=by, at=clock.now()
        )
        messages.success(request, _("The service is no longer published."))
    except (Conflict, Invalid) as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:studio-service", service=service)


@require_POST
@door(audience="officer", level=3, may=MAY)
def act(request: HttpRequest, version: UUID, act: str) -> HttpResponse:
    """One act on a version; a refusal is said on the page from which it came."""
    if act not in _ACTS:
        raise NotFound("studio.act", _("There is no such act."))
    do, view = _ACTS[act]
    by = actor_of(request)
    card = services.get_version_view(version, by=by).card
    try:
        say = do(request, version, by, clock.now())
    except (Conflict, Invalid) as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, say)
        if act == "discard":
            return redirect("desk:studio-service", service=card.service)
    if view == "service":
        return redirect("desk:studio-service", service=card.service)
    response = redirect("desk:studio-version", version=version, view=view)
    if name := request.POST.get("name", ""):
        response["Location"] += f"?{urlencode({'name': name})}"
    return response


def _save(request: HttpRequest, version: UUID, by: Actor, at: datetime) -> str:
    actions.save_draft_file(
        version=version,
        name=request.POST.get("name", "").strip(),
        text=request.POST.get("text", ""),
        revision=read_whole(request.POST.get("revision")),
        by=by,
        at=at,
    )
    return _("Saved and checked.")


def _remove(request: HttpRequest, version: UUID, by: Actor, at: datetime) -> str:
    revision = read_whole(request.POST.get("revision"))
    actions.remove_draft_file(
        version=version, name=request.POST.get("name", ""), revision=revision, by=by, at=at
    )
    return _("The file was taken out of the draft.")


def _publish(request: HttpRequest, version: UUID, by: Actor, at: datetime) -> str:
    day = parse_date(request.POST.get("from", "")) if request.POST.get("from") else None
    begins = datetime.combine(day, time(), clock.ZONE) if day and day > clock.today() else None
    actions.publish_version(version=version, reason=_reason(request), effective_from=begins, by=by, at=at)
    return _("The version is published.")


def _discard(request: HttpRequest, version: UUID, by: Actor, at: datetime) -> str:
    actions.discard_draft(version=version, by=by, at=at)
    return _("The draft was thrown away.")


def _decide(request: HttpRequest, version: UUID, by: Actor, at: datetime) -> str:
    decision = request.POST.get("decision", "")
    actions.decide_pilot(
        version=version,
        decision="scaled" if decision == "scaled" else "stopped",
        reason=_reason(request),
        by=by,
        at=at,
    )
    return _("The pilot is decided.")


def _roll_back(request: HttpRequest, version: UUID, by: Actor, at: datetime) -> str:
    actions.roll_back(version=version, reason=_reason(request), drafts=_drafts(request), by=by, at=at)
    return _("The earlier version is in force again.")


def _withdraw(request: HttpRequest, version: UUID, by: Actor, at: datetime) -> str:
    actions.withdraw_version(version=version, reason=_reason(request), drafts=_drafts(request), by=by, at=at)
    return _("The version was withdrawn.")


_Act = Callable[[HttpRequest, UUID, Actor, datetime], str]
_ACTS: dict[str, tuple[_Act, str]] = {
    "save": (_save, "file"),
    "remove": (_remove, "file"),
    "discard": (_discard, "service"),
    "publish": (_publish, "gate"),
    "decide": (_decide, "service"),
    "roll-back": (_roll_back, "service"),
    "withdraw": (_withdraw, "service"),
}


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:500]


def _drafts(request: HttpRequest) -> str:
    return "may_move" if request.POST.get("drafts") == "may_move" else "stay"


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotFound("version.unknown", _("There is no such version.")) from None
