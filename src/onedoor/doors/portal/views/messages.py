"""Messages: a thread to read and answer, writing to us, files, a call back, and one history of it all."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.cases.types import CaseView
from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.contact.types import MessageView
from onedoor.doors.portal.me import customer_of
from onedoor.doors.portal.writing import make_form, write_down
from onedoor.journal import queries as journal
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.files.kinds import MEDIA_TYPES
from onedoor.kernel.text import pick
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import Question
from onedoor.look.timeline import KINDS, list_moments
from onedoor.people import queries as people
from onedoor.trust import queries as trust


@door(audience="customer", level=2)
def show_thread(request: HttpRequest, message: UUID) -> HttpResponse:
    """A message and all that was written before and after it; opening it is reading it."""
    actor, _customer = customer_of(request)
    at = clock.now()
    asked = contact.get_message(message, by=actor)
    refusal = write_down(request, thread=asked.thread) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        return redirect("portal:message", message=message)
    thread = contact.list_thread(asked.thread, by=actor)
    for one in thread:
        if one.direction == "out" and one.read_at is None:
            actions.mark_read(message=one.id, by=actor, at=at)
    context = {
        "thread": [(one, _own_title(one, thread[0])) for one in thread], "asked": asked,
        "answers": trust.get_agency(thread[0].agency).name if thread[0].agency else "",
        "case": _find_case(thread[0], actor),
    } | make_form(request, refusal)  # fmt: skip
    return render(request, "portal/message.html", context, status=422 if refusal else 200)


@door(audience="customer", level=2)
def write(request: HttpRequest) -> HttpResponse:
    """A new message to us."""
    customer_of(request)
    refusal = write_down(request) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        return redirect("portal:letters")
    context = {"heading_words": _("Write to us")} | make_form(request, refusal, new=True)
    return render(request, "portal/write.html", context, status=422 if refusal else 200)


@door(audience="customer", level=2)
def open_file(request: HttpRequest, file: UUID) -> HttpResponse:
    """A file of a message, to keep."""
    actor, _customer = customer_of(request)
    view, content = contact.get_file(file, by=actor)
    response = HttpResponse(content, content_type=MEDIA_TYPES.get(view.kind, "text/calendar"))
    response.headers["Content-Disposition"] = f'attachment; filename="file.{view.name.rpartition(".")[2]}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@door(audience="customer", level=2)
def call_me(request: HttpRequest) -> HttpResponse:
    """Ask to be called back."""
    actor, customer = customer_of(request)
    point = people.find_default_contact(customer, "phone")
    posted = request.POST if request.method == "POST" else take_kept_form(request)
    number = posted.get("number", "") if posted else (point.value if point else "")
    reason = posted.get("reason", "") if posted else ""
    error = ""
    if request.method == "POST":
        try:
            actions.request_call_back(
                number=number, reason=reason, customer=customer, language=request.LANGUAGE_CODE,
                by=actor, at=clock.now(),
            )  # fmt: skip
            messages.success(request, _("We call you back, at the hours that you chose in your settings."))
            return redirect("portal:home")
        except Invalid as refusal:
            error = str(refusal.message)
    questions = [
        Question(name="number", kind="text", label=_("Phone number"), value=number, error=error),
        Question(name="reason", kind="long", label=_("What is it about?"), value=reason, required=False),
    ]
    context = {
        "heading_words": _("Ask us to call you"), "questions": questions,
        "faults": [one for one in questions if one.error], "send_words": _("Call me back"),
    }  # fmt: skip
    return render(request, "portal/form_page.html", context, status=422 if error else 200)


@door(audience="customer", level=2)
def history(request: HttpRequest) -> HttpResponse:
    """Everything between her and government in one list, whichever door it came through."""
    actor, customer = customer_of(request)
    kind = request.GET.get("kind", "")
    try:
        before = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        before = None
    before = before if before and before.tzinfo else None
    moments, older = list_moments(customer, by=actor, kind=kind, before=before)
    kinds = {code: title for code, (title, _starts) in KINDS.items()}
    context = {
        "moments": moments,
        "sealed": journal.list_sealed(moment.entry for moment in moments if moment.entry),
        "older": older,
        "kinds": kinds,
        "kind": kind if kind in KINDS else "",
    }
    return render(request, "portal/history.html", context)


def _own_title(message: MessageView, first: MessageView) -> str:
    """A message's title where it says something else than that it answers the first."""
    title, begun = pick(message.title), pick(first.title)
    return "" if title.removeprefix("Re: ") == begun.removeprefix("Re: ") else title


def _find_case(first: MessageView, actor: Actor) -> CaseView | None:
    try:
        return cases.get_case(first.case, by=actor) if first.case else None
    except NotFound:
        return None
