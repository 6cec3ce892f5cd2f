"""What she asked outside of any application: questions, complaints, and what came of each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from onedoor.cases import actions
from onedoor.cases import queries as cases
from onedoor.doors.portal.me import customer_of
from onedoor.feedback import queries as feedback
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import Question
from onedoor.trust import queries as trust

MOST = 2000


@door(audience="customer", level=2)
def list_asked(request: HttpRequest) -> HttpResponse:
    """Newest first, each with its promise."""
    actor, customer = customer_of(request)
    rows = [case for case in cases.list_cases(customer, by=actor) if case.application is None]
    return render(request, "portal/asked.html", {"rows": rows, "at": clock.now()})


@door(audience="customer", level=2)
def show_asked(request: HttpRequest, number: str) -> HttpResponse:
    """One of them: who answers, until when, what was written on both sides; she may write more."""
    actor, _customer = customer_of(request)
    case = cases.get_case(number, by=actor)
    if case.application is not None:
        return redirect("portal:applications")
    typed = request.POST if request.method == "POST" else take_kept_form(request) or request.POST
    words = typed.get("words", "").strip()[:MOST]
    error = ""
    if request.method == "POST":
        try:
            actions.add_note(case=case.id, text=words, audience="citizen", by=actor, at=clock.now())
            messages.success(request, _("Sent. It stands with your question."))
            return redirect("portal:asked-one", number=case.number)
        except Invalid as refusal:
            error = str(refusal.message)
    question = Question(name="words", kind="long", label=_("Add something"), value=words, error=error)
    context = {
        "case": case,
        "agency_name": trust.get_agency(case.agency).name,
        "notes": [(note, trust.get_agency(note.agency).name if note.agency else "") for note in case.notes],
        "questions": [question],
        "faults": [question] if error else [],
        "may_rate": feedback.may_rate(case.number, by=actor, at=clock.now()),
        "late": case.is_late(clock.now()),
    }
    return render(request, "portal/asked_one.html", context, status=422 if error else 200)
