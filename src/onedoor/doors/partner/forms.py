"""What a partner fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """One file of the partner's feed."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or JSON, in UTF-8 or GB18030."),
        allow_empty_file=True,  # the intake says F01, in the same words everywhere
        max_length=200,
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.json"}),
    )


class AnswerForm(forms.Form):
    """The answer to a question about a reported value."""

    answer = forms.ChoiceField(
        label=_("Is the value right?"),
        choices=[
            ("confirm", _("It is right")),
            ("correct", _("It is wrong: I give the right one")),
            ("withdraw", _("It should not have been reported: take it back")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the value is right.")},
    )
    value = forms.CharField(
        label=_("The right value"), help_text=_("Only if it is wrong."), required=False, max_length=500
    )
    note = forms.CharField(
        label=_("Note to the person and the officer (optional)"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("answer") == "correct" and not found.get("value"):
            self.add_error("value", _("Write the right value."))
        return found
