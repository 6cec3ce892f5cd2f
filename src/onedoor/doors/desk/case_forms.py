"""The small forms of a case's acts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.words import OUTCOMES, STOP_REASONS
from onedoor.kernel.text import pick
from onedoor.trust import queries as trust

Choices = Callable[[Any], list[tuple[str, Any]]]


def _colleagues(case: Any) -> list[tuple[str, Any]]:
    officers = [one for agency in (case.agency, *case.cooperating) for one in trust.list_officers(agency)]
    return [(str(one.account), f"{one.name}, {one.agency}") for one in officers]


def _agencies(case: Any) -> list[tuple[str, Any]]:
    return [(one.code, pick(one.name)) for one in trust.list_agencies() if one.code != case.agency]


_CHOICES: dict[str, Choices] = {"owner": _colleagues, "agency": _agencies}


class ActForm(forms.Form):
    """The base: knows the case, so that choices can come from it."""

    def __init__(self, data: Any = None, files: Any = None, *, case: Any, act: str) -> None:
        super().__init__(data, files, prefix=act)
        for name, choices in _CHOICES.items():
            if name in self.fields:
                self.fields[name].choices = choices(case)  # type: ignore[attr-defined]  # a ChoiceField


class NothingForm(ActForm):
    """A press is enough."""


class NoteForm(ActForm):
    text = forms.CharField(
        label=_("Text of the note"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Write the note.")},
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[("officer", _("Officers only")), ("citizen", _("The customer too"))],
        initial="officer",
    )


class AskForm(ActForm):
    text = forms.CharField(
        label=_("What we need from the customer"),
        help_text=_("Ask for everything at once. The clock stops until the answer comes."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what the customer should send or answer.")},
    )


class StopForm(ActForm):
    reason = forms.ChoiceField(
        label=_("Why the clock may stop"),
        help_text=_("The customer reads this. Our own delay is no reason."),
        choices=list(STOP_REASONS.items()),
    )


class AssignForm(ActForm):
    owner = forms.ChoiceField(label=_("New owner"))


class RefuseForm(ActForm):
    reasons = forms.CharField(
        label=_("Every reason, each on a line of its own"),
        help_text=_(
            "The customer reads them. Name everything that stands against it at once, and what helps."
        ),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Write every reason, in words the customer will read.")},
    )


class TransferForm(ActForm):
    agency = forms.ChoiceField(label=_("Agency that leads from now on"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Officers read this. Number, history and clock stay; the customer need do nothing."),
        max_length=1000,
        error_messages={"required": _("Say why, for the colleagues who take over.")},
    )


class FinishForm(ActForm):
    notes = forms.CharField(
        label=_("What was done"),
        help_text=_("Everybody reads this on the map. Write no names."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what was done. Everybody can read it.")},
    )
    photo = forms.FileField(
        label=_("A picture of it"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


class CloseForm(ActForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=list(OUTCOMES.items()))
    reason = forms.CharField(
        label=_("Reason, in words the customer reads"), required=False, max_length=2000, widget=forms.Textarea
    )
