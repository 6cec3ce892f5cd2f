"""When a line is not right: which ways there are, and what the customer says instead."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.asking import KINDS
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import pick
from onedoor.look.questions import YES_NO, Option, Question, join_date

WAYS = {
    "amend": _("The customer gives another figure"),
    "dispute": _("Ask who reported it to check it"),
}


class CorrectionForm(forms.Form):
    """What is wrong and what shall happen."""

    way = forms.ChoiceField(
        label=_("What shall we do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what shall happen with this value.")},
    )
    reason = forms.CharField(
        label=_("What is wrong, in the customer's words"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what is wrong.")},
    )
    revision = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ways: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = list(ways.items())  # type: ignore[attr-defined]  # a ChoiceField
        if len(ways) == 1:
            self.fields["way"].initial = next(iter(ways))


def find_line(application: Any, field: str, index: int) -> Any:
    """The line of the draft. Raises NotFound when it is not there or nothing can be done to it."""
    for group in application.groups:
        for line in group.lines:
            if (line.field, line.index) == (field, index) and (line.can_amend or line.can_dispute):
                return line
    raise NotFound("value.unknown", _("This form has no such value, or it cannot be changed here."))


def main_part(line: Any) -> Any:
    """The figure of an entry that has several."""
    return next((part for part in line.parts if part.type == "money"), line.parts[0]) if line.parts else None


def question_for(line: Any, posted: QueryDict | None, error: Any) -> Question:
    """What should it be? Asked as the line's own type."""
    part = main_part(line)
    type_ = part.type if part else line.type
    kind = "choice" if type_ == "boolean" else KINDS.get(type_, "text")
    options: tuple[Option, ...] = tuple(
        Option(choice.code, pick(getattr(choice, "text", None) or choice.label)) for choice in line.choices
    )
    typed = (
        (join_date(posted, "value") if kind in ("date", "datetime") else posted.get("value", ""))
        if posted
        else ""
    )
    return Question(
        name="value",
        kind=kind,
        label=_("What should it be?"),
        value=typed or "",
        error=error,
        options=options or (tuple(YES_NO) if kind == "choice" else ()),
        width="20",
    )


def read_value(line: Any, answers: dict[str, Any]) -> Any:
    """The value to hand on: an entry with several parts keeps its other parts."""
    value = answers.get("value") or None
    part = main_part(line)
    if part is None or value is None:
        return value
    return {one.id: one.value for one in line.parts} | {part.id: value}
