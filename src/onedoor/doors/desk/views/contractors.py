"""What contractors' people took and how right it was; checking one contact without knowing whose it is."""

from typing import Any
from uuid import UUID

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
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.text import pick
from onedoor.look.doors import actor_of, door

_YES_NO = [("yes", _("Yes")), ("no", _("No"))]
POINTS = {
    "right_answer": _("Was the answer right?"),
    "right_routing": _("Did it go to the right place?"),
    "courteous": _("Was it courteous?"),
    "data_protected": _("Were the customer's data protected?"),
}


class ScoreForm(forms.Form):
    """Four questions, each to be answered; a no needs a word."""

    comment = forms.CharField(
        label=_("What was not right"),
        help_text=_("Needed where an answer is no. The contractor reads it: write no names."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name, words in POINTS.items():
            self.fields[name] = forms.ChoiceField(
                label=words, choices=_YES_NO, widget=forms.RadioSelect,
                error_messages={"required": _("Choose yes or no.")},
            )  # fmt: skip
        self.order_fields([*POINTS, "comment"])


class StaffForm(forms.Form):
    """Who works for which firm, from today."""

    account = forms.ChoiceField(label=_("Who"))
    contractor = forms.ChoiceField(label=_("Works for"))

    def __init__(self, data: Any = None, *, people: list[Any], firms: list[Any]) -> None:
        super().__init__(data)
        titles = {one.code: pick(one.title) for one in firms}
        named = [(str(one.account), _named(one, titles)) for one in people]
        self.fields["account"].choices = named  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["contractor"].choices = list(titles.items())  # type: ignore[attr-defined]


@door(audience="officer", level=3, may="contractors.check")
def list_contractors(request: HttpRequest) -> HttpResponse:
    """Each firm's months against its contract, what waits to be checked, and who works for whom."""
    by, at = actor_of(request), clock.now()
    firms = {one.code: one for one in cases.list_contractors(by=by)}
    people = cases.list_contractor_people(by=by, at=at)
    form = StaffForm(typed(request), people=people, firms=list(firms.values()))
    if form.is_valid():
        actions.join_contractor(
            account=UUID(form.cleaned_data["account"]), contractor=form.cleaned_data["contractor"],
            active_from=local(at).date(), by=by, at=at,
        )  # fmt: skip
        messages.success(request, gettext("Kept."))
        return redirect("desk:contractors")
    months = [(firms[row.contractor], row) for row in cases.count_contractor_months(by=by, at=at)]
    context = {
        "months": months,
        "samples": cases.list_samples(by=by),
        "form": form if people and firms else None,
    }
    return show(request, "desk/contractors.html", context, status=422 if form.errors else 200)


@door(audience="officer", level=3, may="contractors.check")
def score(request: HttpRequest, sample: UUID) -> HttpResponse:
    """One contact and the form; afterwards the next one."""
    by = actor_of(request)
    found = cases.get_sample(sample, by=by)
    form = ScoreForm(typed(request))
    if form.is_valid():
        given = {name: form.cleaned_data[name] == "yes" for name in POINTS}
        comment = form.cleaned_data["comment"]
        try:
            actions.score_sample(sample=sample, **given, comment=comment, by=by, at=clock.now())
            messages.success(request, gettext("Checked."))
            return redirect("desk:contractors")
        except Invalid as refusal:
            form.add_error(refusal.field, str(refusal.message))
        except Conflict as refusal:
            messages.warning(request, str(refusal.message))
            return redirect("desk:contractors")
    context = {"sample": found, "form": form}
    return show(request, "desk/sample.html", context, status=422 if form.errors else 200)


def _named(person: Any, titles: dict[str, str]) -> str:
    firm = titles.get(person.contractor, "")
    return f"{person.name} ({firm})" if firm else str(person.name)
