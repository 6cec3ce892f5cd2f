"""One agency asks another: what was asked and received, answering, and rating the answer once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions
from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show, typed
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.text import pick
from onedoor.look.doors import actor_of, door
from onedoor.trust import queries as trust


class AskForm(forms.Form):
    """What another agency needs to know to answer."""

    agency = forms.ChoiceField(label=_("Agency that you ask"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    needed = forms.CharField(
        label=_("What you need"),
        help_text=_("Everything at once: the clock runs from now. No names where a number will do."),
        max_length=4000,
        widget=forms.Textarea,
    )
    basis = forms.CharField(
        label=_("Legal basis"), help_text=_("The statute or agreement that lets you ask."), max_length=200
    )
    purpose = forms.CharField(label=_("What for"), max_length=200)
    urgent = forms.BooleanField(label=_("Urgent: to be answered within one working day"), required=False)

    def __init__(self, data: Any = None, *, own: str) -> None:
        super().__init__(data)
        others = [(one.code, pick(one.name)) for one in trust.list_agencies() if one.code != own]
        self.fields["agency"].choices = others  # type: ignore[attr-defined]  # a ChoiceField


class AnswerForm(forms.Form):
    """The answer, which ends the clock."""

    answer = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea)


class RateForm(forms.Form):
    """How well the other agency served this one."""

    stars = forms.TypedChoiceField(
        label=_("How well were you served?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (5, _("5: very well")),
            (4, _("4: well")),
            (3, _("3: fairly")),
            (2, _("2: badly")),
            (1, _("1: very badly")),
        ],
    )
    comment = forms.CharField(
        label=_("What could be better?"),
        help_text=_("For 1 or 2 a word is needed. The supervisor there then looks into it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )


@door(audience="officer", level=3, may="cases.read")
def list_requests(request: HttpRequest) -> HttpResponse:
    """Both sides, each with its figures."""
    by, at = actor_of(request), clock.now()
    sides = [
        (
            gettext("We asked"),
            cases.list_requests_asked(by=by),
            cases.count_requests(asked=True, by=by, at=at),
            gettext("We have asked no other agency yet."),
        ),
        (
            gettext("We were asked"),
            cases.list_requests_received(by=by),
            cases.count_requests(asked=False, by=by, at=at),
            gettext("No other agency has asked us for anything."),
        ),
    ]
    return show(request, "desk/requests.html", {"sides": sides, "at": at, "may_ask": by.may("agencies.ask")})


@door(audience="officer", level=3, may="agencies.ask")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask another agency."""
    by = actor_of(request)
    form = AskForm(typed(request), own=by.agency)
    if form.is_valid():
        try:
            asked = actions.ask_agency(**form.cleaned_data, by=by, at=clock.now())
            messages.success(request, gettext("Asked. The clock of the other agency runs."))
            return redirect("desk:request", number=asked.case.number)
        except Invalid as refusal:
            form.add_error(refusal.field, str(refusal.message))
    return show(request, "desk/ask_agency.html", {"form": form}, status=422 if form.errors else 200)


@door(audience="officer", level=3, may="cases.read")
def show_request(request: HttpRequest, number: str) -> HttpResponse:
    """One request: what is needed and why; the form to answer or to rate it, for whom it is."""
    by = actor_of(request)
    asked = cases.get_request(number, by=by)
    form = _form(request, asked)
    if form is not None and form.is_valid():
        try:
            _act(asked, form, by)
            messages.success(request, gettext("Thank you. The other agency reads it."))
            return redirect("desk:request", number=number)
        except Invalid as refusal:
            form.add_error(refusal.field, str(refusal.message))
        except Conflict as refusal:
            form.add_error(None, str(refusal.message))
    context = {"asked": asked, "case": asked.case, "form": form, "at": clock.now()}
    return show(request, "desk/request.html", context, status=422 if form and form.errors else 200)


def _form(request: HttpRequest, asked: Any) -> forms.Form | None:
    if asked.may_answer:
        return AnswerForm(typed(request))
    return RateForm(typed(request)) if asked.may_rate else None


def _act(asked: Any, form: forms.Form, by: Any) -> None:
    facts = {"case": asked.case.id, "by": by, "at": clock.now()}
    if asked.may_answer:
        actions.answer_agency(**form.cleaned_data, **facts)
    else:
        actions.rate_agency(**form.cleaned_data, **facts)
