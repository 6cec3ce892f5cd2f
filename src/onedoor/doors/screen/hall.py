"""In the hall: a number for the counter queue, the numbers that were called, and one's own requests on
the television after one confirmed its code."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from onedoor.cases import queries as cases
from onedoor.contact import actions as contact_actions
from onedoor.contact import queries as contact
from onedoor.doors.screen.kinds import KIOSK, TV
from onedoor.doors.screen.views import frame_of, no_store
from onedoor.kernel import clock
from onedoor.kernel.scope import scoped
from onedoor.look.doors import door
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

STATES = {"open": _("In progress"), "waiting": _("Waiting"), "closed": _("Finished")}
PAIRING = "screen_pairing"
BOARD_SECONDS, PAIRING_SECONDS, SHOWN_SECONDS = 10, 5, 180


@door(audience="public", level=0)
def ticket(request: HttpRequest) -> HttpResponse:
    """A number for one of the queues; it is shown large, and the screen then forgets it."""
    by = KIOSK.somebody
    taken = None
    if request.method == "POST":
        with scoped(by):
            taken = contact_actions.take_ticket(
                queue=request.POST.get("queue", ""), door=by.door, language=get_language() or "en", by=by,
                at=clock.now(),
            )  # fmt: skip
    context = frame_of(KIOSK) | {
        "taken": taken,
        "offices": contact.list_offices(),
        "refresh": 20 if taken else KIOSK.idle_seconds,
        "refresh_to": reverse("screen:end", args=[KIOSK.code]),
    }
    return no_store(render(request, "screen/ticket.html", context))


@door(audience="public", level=0)
def board(request: HttpRequest, queue: str) -> HttpResponse:
    """The numbers called last, with the desk to go to; it renews itself."""
    office = contact.get_office_of(queue)
    context = frame_of(TV) | {
        "office": office,
        "called": contact.list_called(queue, at=clock.now()),
        "refresh": BOARD_SECONDS,
        "refresh_to": request.path,
    }
    return no_store(render(request, "screen/board.html", context))


@door(audience="public", level=0)
def mine(request: HttpRequest) -> HttpResponse:
    """Until a code is confirmed: the code. Then how far her own requests are, for three minutes."""
    at, kept = clock.now(), request.session.get(PAIRING)
    by = trust.find_paired(UUID(kept["id"]), at=at) if kept else None
    context = frame_of(TV)
    if by is None:
        if kept is None or kept["until"] <= at.isoformat():
            shown = trust_actions.begin_pairing(door=TV.profile.door, by=TV.somebody, at=at)
            kept = {"id": str(shown.id), "code": shown.code, "until": shown.expires_at.isoformat()}
            request.session[PAIRING] = kept
        address = request.build_absolute_uri(f"{reverse('portal:pair')}?code={kept['code']}")
        context |= {"code": kept["code"], "address": address, "refresh": PAIRING_SECONDS}
        context["refresh_to"] = request.path
        return no_store(render(request, "screen/pair.html", context))
    assert by.customer is not None
    with scoped(by):
        mine = cases.list_cases(by.customer, by=by, limit=8)
    context |= {
        "rows": [(case, STATES[case.state.value]) for case in mine],
        "refresh": SHOWN_SECONDS,
        "refresh_to": reverse("screen:forget"),
    }
    return no_store(render(request, "screen/mine.html", context))


@door(audience="public", level=0)
def forget(request: HttpRequest) -> HttpResponse:
    """The television shows nothing of hers any more."""
    kept = request.session.pop(PAIRING, None)
    if kept:
        trust_actions.end_pairing(pairing=UUID(kept["id"]), by=TV.somebody, at=clock.now())
    return redirect("screen:show", screen=TV.code)
