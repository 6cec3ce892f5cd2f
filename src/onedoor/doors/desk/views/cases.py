"""One case: who owns it, where its clock stands, what the customer sees, and what can be done."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.cases import actions as case_actions
from onedoor.cases import queries as cases
from onedoor.doors.desk.case_acts import ACTS, list_acts
from onedoor.doors.desk.case_forms import ActForm
from onedoor.doors.desk.case_page import read_case
from onedoor.doors.desk.frame import show, typed
from onedoor.doors.desk.looks import look_for_case
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.text import LANGUAGES, pick
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people
from onedoor.services import queries as services


class NewCaseForm(forms.Form):
    """What it is about; the promise comes from the service, never from the officer."""

    service = forms.ChoiceField(label=_("Service"))
    subject = forms.CharField(
        label=_("What it is about"),
        help_text=_("One line. The customer reads it."),
        max_length=200,
        error_messages={"required": _("Write what it is about.")},
    )
    lane = forms.ChoiceField(
        label=_("How soon"),
        choices=[
            ("normal", _("In the promised time")),
            ("urgent", _("Urgent: an officer on duty gets it at once")),
        ],
        widget=forms.RadioSelect,
        initial="normal",
    )

    def __init__(self, *args: Any, services: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, pick(one.title)) for one in services]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


@door(audience="officer", level=3, may="cases.read")
def show_case(request: HttpRequest, number: str) -> HttpResponse:
    """The case page."""
    return _page(request, number)


@require_POST
@door(audience="officer", level=3, may="cases.read")
def act_on_case(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one thing to the case. Mistakes come back on the same page, beside what was typed."""
    by, at = actor_of(request), clock.now()
    case = cases.find_case(number, by=by)
    if case is None or act not in ACTS:
        raise NotFound("case.unknown", _("There is no such case, or it is not yours to see."))
    form = ACTS[act].form(request.POST, request.FILES, case=case, act=act)
    if not form.is_valid():
        return _page(request, number, act, form)
    try:
        ACTS[act].perform(case=case, given=form.cleaned_data, by=by, at=at)
    except Invalid as refusal:
        field = "days" if refusal.field == "term" else refusal.field
        form.add_error(field if field in form.fields else None, str(refusal.message))
        return _page(request, number, act, form)
    except Conflict as refusal:  # a colleague was faster: show the case as it is now
        messages.warning(request, str(refusal.message))
        return redirect("desk:case", number=number)
    messages.success(request, ACTS[act].done)
    if act in ("transfer", "route") and cases.find_case(number, by=by) is None:
        return redirect("desk:work")
    return redirect("desk:case", number=number)


@door(audience="officer", level=3, may="cases.open")
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case for a customer; an urgent one has an owner before the page comes back."""
    by, at = actor_of(request), clock.now()
    customer = _customer(request)
    offered = services.list_services(at=at)
    form = NewCaseForm(typed(request), services=offered)
    if form.is_valid():
        given = form.cleaned_data
        service = next(one for one in offered if one.code == given["service"])
        promise = next((one for one in service.lanes if one.lane == given["lane"]), service.promise)
        case = case_actions.open_case(
            kind="question",
            customer=customer,
            agency=service.agency,
            service=service.code,
            subject=dict.fromkeys(LANGUAGES, given["subject"]),
            lane=given["lane"],
            promise=promise.answer,
            calendar=promise.calendar,
            by=by,
            at=at,
        )
        return redirect("desk:case", number=case.number)
    person = people.get_customer(customer, by=by) if customer else None
    context = {"form": form, "person": person, "services": offered}
    return show(request, "desk/new_case.html", context, status=422 if form.errors else 200)


def _customer(request: HttpRequest) -> UUID | None:
    text = request.POST.get("customer") or request.GET.get("customer") or ""
    try:
        return UUID(text) if text else actor_of(request).customer
    except ValueError:
        raise NotFound("people.unknown", _("There is no such customer.")) from None


def _page(request: HttpRequest, number: str, act: str = "", form: ActForm | None = None) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    case = cases.find_case(number, by=by)
    if case is None:
        raise NotFound("case.unknown", _("There is no such case, or it is not yours to see."))
    look_for_case(request, case, by, at)
    context = read_case(case, by=by, at=at)
    is_report = context["report"] is not None
    acts = list_acts(case, by, waits=context["waits"], report=is_report, task=context["task"])
    context["acts"] = [
        (code, one, form if form is not None and code == act else one.form(case=case, act=code), code == act)
        for code, one in acts.items()
    ]
    context["faulty"] = form
    return show(request, "desk/case.html", context, status=422 if form is not None else 200)
