"""The contact centre: who waits, who is answered, the wall's figures, calls owed, letters to print."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict
from onedoor.look.doors import actor_of, door

SINCE = timedelta(hours=8)


@door(audience="officer", level=3, may="contact.log")
def show_centre(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an answer, on one page."""
    by, at = actor_of(request), clock.now()
    context = {
        "at": at,
        "wall": contact.get_wall(since=at - SINCE, by=by, at=at),
        "live": contact.list_live(by=by, at=at),
        "owed": contact.list_call_backs(by=by, at=at),
        "to_print": contact.list_to_print(by=by, at=at) if by.may("contact.send") else [],
        "may_send": by.may("contact.send"),
    }
    return show(request, "desk/centre.html", context)


@require_POST
@door(audience="officer", level=3, may="contact.log")
def answer(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """Take an arrival; the page of it opens."""
    try:
        actions.answer_interaction(interaction=interaction, by=actor_of(request), at=clock.now())
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
        return redirect("desk:centre")
    return redirect("desk:arrival", interaction=interaction)


@require_POST
@door(audience="officer", level=3, may="contact.log")
def note_call(request: HttpRequest, call_back: UUID) -> HttpResponse:
    """A call that was owed: reached, or not."""
    try:
        actions.note_call(
            call_back=call_back, reached="reached" in request.POST, by=actor_of(request), at=clock.now()
        )
        messages.success(request, gettext("The call is written down."))
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:centre")


@require_POST
@door(audience="officer", level=3, may="contact.send")
def mark_printed(request: HttpRequest) -> HttpResponse:
    """These letters are printed and on their way."""
    try:
        chosen = [UUID(text) for text in request.POST.getlist("message")]
    except ValueError:
        chosen = []
    count = actions.mark_printed(messages=chosen, by=actor_of(request), at=clock.now())
    messages.success(request, gettext("%(count)s letters are marked as printed.") % {"count": count})
    return redirect("desk:centre")
