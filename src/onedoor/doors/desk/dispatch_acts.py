"""Acts of a case that comes from a dispatch: not ours, together with another, by itself again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions
from onedoor.cases import queries as cases
from onedoor.doors.desk.case_forms import ActForm
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid
from onedoor.trust.types import CONTACT_CENTRE


class DisputeForm(ActForm):
    reason = forms.CharField(
        label=_("Why it is not yours, and whose it is"),
        help_text=_("It stays with you, and its clock runs on, until the contact centre has decided."),
        max_length=2000,
        error_messages={"required": _("Say why it is not yours, and whose it is.")},
    )


class SameForm(ActForm):
    number = forms.CharField(
        label=_("Number of the order that it is answered with"),
        help_text=_("Each keeps its own number, and both customers read the outcome."),
        max_length=40,
        error_messages={"required": _("Write the number of the other order.")},
    )


YES_NO = (("yes", _("Yes")), ("no", _("No")))


class FollowUpForm(forms.Form):
    """What the customer says of the answer that she got; the last three only where she was reached."""

    reached = forms.ChoiceField(
        label=_("Did you reach her?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you reached her.")},
    )
    contacted = forms.ChoiceField(
        label=_("Did the agency contact her in time?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    solved = forms.ChoiceField(
        label=_("Is it solved?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    satisfied = forms.ChoiceField(
        label=_("Is she satisfied?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    comment = forms.CharField(
        label=_("In her words"),
        help_text=_("What is not solved goes back to the agency with these words; she reads them too."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        """All of it where she was reached."""
        said = super().clean() or {}
        if said.get("reached") == "yes":
            for name in ("contacted", "solved", "satisfied"):
                if not said.get(name):
                    self.add_error(name, _("Ask her this too."))
        return said


def dispute(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    actions.dispute_dispatch(case=case.id, reason=given["reason"], by=by, at=at)


def join(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    other = cases.find_case(given["number"], by=by)
    if other is None:
        raise Invalid("order.unknown", _("There is no such order. Check the number."), field="number")
    actions.join_orders(case=case.id, same_as=other.id, by=by, at=at)


def part(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    actions.part_orders(case=case.id, by=by, at=at)


def may_dispute(case: Any, by: Actor) -> bool:
    return bool(case.is_open) and case.kind == "enquiry" and case.agency == by.agency != CONTACT_CENTRE


def may_join(case: Any, by: Actor) -> bool:
    return case.is_open and case.kind == "enquiry" and by.agency == CONTACT_CENTRE and case.same_as is None


def may_part(case: Any, by: Actor) -> bool:
    return case.is_open and by.agency == CONTACT_CENTRE and case.same_as is not None
