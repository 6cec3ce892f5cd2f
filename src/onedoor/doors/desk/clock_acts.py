"""The acts about a case's time: more of it, a second request, and an enquiry passed on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions
from onedoor.cases import queries as cases
from onedoor.doors.desk.case_forms import ActForm
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import LANGUAGES, pick


class ExtendForm(ActForm):
    """The ground says how much: each choice carries its limit."""

    ground = forms.ChoiceField(label=_("Legal ground"))
    days = forms.IntegerField(
        label=_("How many days more"),
        help_text=_("Days of the case's own calendar."),
        min_value=1,
        max_value=365,
        error_messages={"required": _("Write how many days.")},
    )
    reason = forms.CharField(
        label=_("Reason, in words the customer reads"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Say why, in words the customer will read.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, case: Any, act: str) -> None:
        super().__init__(data, files, case=case, act=act)
        choices = [(one.code, _say(one)) for one in cases.list_grounds(case.service)]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """The action names the field ``term``; here it is days."""
        given = super().clean() or {}
        if given.get("days"):
            given["term"] = f"P{given['days']}D"
        return given


class AgainForm(ActForm):
    """A second request is a supervisor's to answer for."""

    text = forms.CharField(
        label=_("What we need from the customer"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what the customer should send or answer.")},
    )
    knowable = forms.ChoiceField(
        label=_("Could it have been asked the first time?"),
        choices=[
            ("yes", _("Yes: it counts as a breach, and the clock runs on")),
            ("no", _("No: nobody could know it then, and the clock waits")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why the customer must be asked again"),
        help_text=_("Officers only read this."),
        max_length=2000,
        error_messages={"required": _("Say why the customer must be asked again.")},
    )


def extend(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    actions.extend_case(
        case=case.id, ground=given["ground"], term=given["term"], reason=given["reason"], by=by, at=at
    )


def ask_again(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    actions.ask_again(
        case=case.id, text=dict.fromkeys(LANGUAGES, given["text"]), reason=given["reason"],
        knowable=given["knowable"] == "yes", by=by, at=at,
    )  # fmt: skip


def route(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    actions.route_enquiry(case=case.id, agency=given["agency"], reason=given["reason"], by=by, at=at)


def may_extend(case: Any, by: Actor) -> bool:
    return case.is_open and case.stop is None and bool(cases.list_grounds(case.service))


def was_asked(case: Any, by: Actor) -> bool:
    asked = any(stop.reason == "customer" for stop in case.stops)
    return case.is_open and case.stop is None and asked


def may_route(case: Any, by: Actor) -> bool:
    return case.is_open and case.kind == "enquiry" and not by.may("cases.transfer")


def _say(ground: Any) -> str:
    alone = _("{title}: up to {most} days, {alone} of them without a supervisor")
    with_supervisor = _("{title}: up to {most} days, a supervisor decides")
    says = str(alone if ground.alone else with_supervisor)
    return says.format(
        title=pick(ground.title), most=ground.most.days, alone=ground.alone.days if ground.alone else 0
    )
