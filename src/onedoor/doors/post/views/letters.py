"""Letters that came in: the list, one letter with its pages, and where it belongs."""

import io
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from PIL import Image

from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import READ
from onedoor.doors.post.types import LetterState, LetterView
from onedoor.doors.post.views.frame import show
from onedoor.doors.post.words import FAULTS, FIELDS, SOURCES, STATES, WHY, WRONG
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.files import guarded
from onedoor.people import queries as people
from onedoor.trust import queries as trust
from onedoor.trust.types import Agency

ASIDE = ("double", "advertisement", "not-ours", "unreadable")


@door(audience="officer", level=3, may=READ)
def list_letters(request: HttpRequest) -> HttpResponse:
    """What waits, those due first; what could not be scanned; what was filed last."""
    by, at = actor_of(request), clock.now()
    faults = [
        (when, SOURCES.get(source, source), FAULTS.get(code, code))
        for when, source, code in queries.list_refused_scans(by=by, since=at - timedelta(days=7))
    ]
    context = {
        "waiting": [
            (one, WHY.get(one.why, one.why), one.due_at < at) for one in queries.list_waiting_letters(by=by)
        ],
        "settled": [(one, STATES[one.state]) for one in queries.list_settled_letters(by=by)],
        "faults": faults,
        "agency": trust.get_agency(by.agency).name if by.agency else "",
    }
    return show(request, "post/letters.html", context)


@door(audience="officer", level=3, may=READ)
def show_letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """One letter: its pages, what was read, and whose it is. A customer is found by what is typed here,
    which travels in the form and never in the address."""
    by = actor_of(request)
    found, error, field = [], "", "reference"
    if request.method == "POST" and request.POST.get("then") == "find":
        found = people.search(request.POST.get("text", ""), by=by, limit=8)
        error = (
            "" if found else _("We found nobody. Type a name, an identifier, a phone number or an e-mail.")
        )
    elif request.method == "POST":
        try:
            return _file(request, letter)
        except Refused as refusal:
            error, field = str(refusal.message), refusal.field or field
    view = queries.get_letter(letter, by=by)
    context = {
        "senders": [
            (one, [FIELDS[name] for name in one.agrees], [FIELDS[name] for name in one.differs])
            for one in queries.list_senders(letter, by=by, at=clock.now())
        ],
        "field": field, "wrong": list(WRONG.items()), "agencies": _list_others(view),
        "is_filed": view.state in (LetterState.FILED, LetterState.ANSWERED),
        "was_taken_back": view.why == "taken-back", "may_breach": by.may("breaches.handle"),
        "letter": view, "state": STATES[view.state], "why": WHY.get(view.why, view.why), "found": found,
        "error": error, "typed": request.POST.get("text", ""), "reference": request.POST.get("reference", ""),
        "asides": [(one, WHY[one]) for one in ASIDE], "sheets": range(1, view.pages + 1),
        "source": SOURCES.get(view.source, view.source),
    }  # fmt: skip
    return show(request, "post/letter.html", context, status=422 if error else 200)


def _list_others(view: LetterView) -> list[Agency]:
    here = view.agency or view.room
    return [one for one in trust.list_agencies() if one.code != here]


def _file(request: HttpRequest, letter: UUID) -> HttpResponse:
    by, at, then = actor_of(request), clock.now(), request.POST.get("then")
    if then == "aside":
        actions.set_aside(letter=letter, why=request.POST.get("why", ""), by=by, at=at)
        messages.success(request, _("The letter is set aside. It stays on record."))
        return redirect("post:letters")
    if then == "give":
        actions.give_letter(letter=letter, agency=request.POST.get("agency", ""), by=by, at=at)
        messages.success(request, _("The letter is in that agency's letter room now."))
        return redirect("post:letters")
    if then == "back":
        actions.take_back(letter=letter, why=request.POST.get("back", ""), by=by, at=at)
        messages.success(request, _("The letter is taken back. Say anew where it belongs."))
        return redirect("post:letter", letter=letter)
    customer = request.POST.get("customer", "")
    try:
        chosen = UUID(customer) if customer else None
    except ValueError:
        chosen = None
    filed = actions.index_letter(
        letter=letter, reference=request.POST.get("reference", ""), customer=chosen, by=by, at=at
    )
    if filed.is_form:
        return redirect("post:verify", letter=letter)
    if filed.state == LetterState.ANSWERED:
        messages.success(request, _("The letter is filed, and what it asks is answered by letter."))
    else:
        messages.success(request, _("The letter is filed. Its promise counts from the day on which it came."))
    return redirect("post:letters")


@door(audience="officer", level=3, may=READ)
def show_page(request: HttpRequest, letter: UUID, position: int) -> HttpResponse:
    """One page as a picture."""
    picture = queries.get_picture(letter, position, by=actor_of(request))
    return guarded(HttpResponse(picture, content_type="image/jpeg"))


@door(audience="officer", level=3, may=READ)
def show_crop(request: HttpRequest, letter: UUID, index: int) -> HttpResponse:
    """The part of a page where one answer stands."""
    by = actor_of(request)
    readings = queries.get_letter(letter, by=by).readings
    if index >= len(readings):
        return HttpResponse(status=404)
    reading = readings[index]
    with Image.open(io.BytesIO(queries.get_picture(letter, reading.sheet, by=by))) as page:
        left, top, width, height = reading.crop
        box = (left * page.width // 1000, top * page.height // 1000,
               (left + width) * page.width // 1000, (top + height) * page.height // 1000)  # fmt: skip
        buffer = io.BytesIO()
        page.crop(box).save(buffer, "JPEG", quality=80)
    return guarded(HttpResponse(buffer.getvalue(), content_type="image/jpeg"))
