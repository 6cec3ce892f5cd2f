"""What is typed while a contact goes on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.words import CONTACT_RESULTS


class AboutForm(forms.Form):
    """What a contact was about: each line of ``about`` is a question of its own."""

    about = forms.CharField(
        label=_("What it was about"),
        help_text=_("One question a line."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what the customer asked.")},
    )


class AnswerForm(AboutForm):
    """What an arrival was about, from what it was answered, and how it ended."""

    sources = forms.CharField(
        label=_("Codes of the answers that you used"),
        help_text=_("One a line. You may leave this empty."),
        required=False,
        max_length=500,
        widget=forms.Textarea,
    )
    result = forms.ChoiceField(label=_("How it ended"), choices=list(CONTACT_RESULTS.items()))
    caller_name = forms.CharField(
        label=_("The name she gave"),
        help_text=_("If she gave one: somebody known like this is looked for when you save."),
        required=False,
        max_length=160,
    )
    caller_birth_date = forms.DateField(
        label=_("The date of birth she gave"),
        help_text=_("Year-month-day, such as 1979-04-23."),
        required=False,
    )


class WhoForm(forms.Form):
    """Who it is, once it matters."""

    identifier = forms.CharField(
        label=_("Identity number, if it is needed"),
        help_text=_("Ask only where the answer depends on the person."),
        max_length=40,
    )


class QuestionForm(forms.Form):
    """What she answers; nothing of what we know is shown beside it."""

    candidate = forms.UUIDField(widget=forms.HiddenInput)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Year-month-day, such as 1979-04-23."),
        required=False,
    )
    identifier_end = forms.CharField(
        label=_("Last four characters of her identity number"), required=False, max_length=4
    )
    address = forms.CharField(label=_("Street and number"), required=False, max_length=200)
