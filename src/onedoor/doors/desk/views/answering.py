"""The contact centre: who waits, who is answered, the wall's figures, calls owed, letters to print."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.contact.types import InteractionState, Source, Topic
from onedoor.doors.desk.frame import show, typed
from onedoor.doors.desk.words import CONTACT_RESULTS
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, Refused
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people

SINCE = timedelta(hours=8)


class AnswerForm(forms.Form):
    """What an arrival was about, from what it was answered, and how it ended."""

    about = forms.CharField(
        label=_("What it was about"),
        help_text=_("One question a line."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what the customer asked.")},
    )
    sources = forms.CharField(
        label=_("Codes of the answers that you used"),
        help_text=_("One a line. You may leave this empty."),
        required=False,
        max_length=500,
        widget=forms.Textarea,
    )
    result = forms.ChoiceField(label=_("How it ended"), choices=list(CONTACT_RESULTS.items()))


class WhoForm(forms.Form):
    """Who it is, once it matters."""

    identifier = forms.CharField(
        label=_("Identity number, if it is needed"),
        help_text=_("Ask only where the answer depends on the person."),
        max_length=40,
    )


@door(audience="officer", level=3, may="contact.log")
def show_centre(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an answer, on one page."""
    by, at = actor_of(request), clock.now()
    context = {
        "at": at,
        "wall": contact.get_wall(since=at - SINCE, by=by, at=at),
        "live": contact.list_live(by=by, at=at),
        "owed": contact.list_call_backs(by=by, at=at),
        "to_print": contact.list_to_print(by=by, at=at) if by.may("contact.send") else [],
        "may_send": by.may("contact.send"),
    }
    return show(request, "desk/centre.html", context)


@require_POST
@door(audience="officer", level=3, may="contact.log")
def answer(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """Take an arrival; the page of it opens."""
    try:
        actions.answer_interaction(interaction=interaction, by=actor_of(request), at=clock.now())
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
        return redirect("desk:centre")
    return redirect("desk:arrival", interaction=interaction)


@door(audience="officer", level=3, may="contact.log")
def show_arrival(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """An arrival while it is answered: who it is if it matters, what it is about, and closing it."""
    by = actor_of(request)
    arrival = contact.get_interaction(interaction, by=by)
    identifying = request.method == "POST" and "identifier" in request.POST
    who = WhoForm(request.POST if identifying else None)
    form = AnswerForm(None if identifying else typed(request))
    if identifying and who.is_valid() and _identify(interaction, who, request):
        return redirect("desk:arrival", interaction=interaction)
    if form.is_valid():
        _close(interaction, form, request)
        messages.success(request, gettext("The contact is written down."))
        return redirect("desk:centre")
    wrong = bool(form.errors or who.errors)
    context = {
        "arrival": arrival, "form": form, "who": who, "over": arrival.state != InteractionState.LIVE,
        "person": people.get_customer(arrival.customer, by=by) if arrival.customer else None,
    }  # fmt: skip
    return show(request, "desk/arrival.html", context, status=422 if wrong else 200)


@require_POST
@door(audience="officer", level=3, may="contact.log")
def note_call(request: HttpRequest, call_back: UUID) -> HttpResponse:
    """A call that was owed: reached, or not."""
    try:
        actions.note_call(
            call_back=call_back, reached="reached" in request.POST, by=actor_of(request), at=clock.now()
        )
        messages.success(request, gettext("The call is written down."))
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:centre")


@require_POST
@door(audience="officer", level=3, may="contact.send")
def mark_printed(request: HttpRequest) -> HttpResponse:
    """These letters are printed and on their way."""
    try:
        chosen = [UUID(text) for text in request.POST.getlist("message")]
    except ValueError:
        chosen = []
    count = actions.mark_printed(messages=chosen, by=actor_of(request), at=clock.now())
    messages.success(request, gettext("%(count)s letters are marked as printed.") % {"count": count})
    return redirect("desk:centre")


def _identify(interaction: UUID, form: WhoForm, request: HttpRequest) -> bool:
    by = actor_of(request)
    try:
        found = people.find_by_identifier(form.cleaned_data["identifier"], by=by)
        if found is None:
            raise Invalid("customer.unknown", _("No customer has this number. Check it with her."))
        actions.identify_interaction(interaction=interaction, customer=found, by=by, at=clock.now())
    except Refused as refusal:
        form.add_error("identifier", str(refusal.message))
        return False
    return True


def _close(interaction: UUID, form: AnswerForm, request: HttpRequest) -> None:
    result = form.cleaned_data["result"]
    actions.close_interaction(
        interaction=interaction,
        result=result,
        topics=[Topic(subject=line, result=result) for line in _lines(form.cleaned_data["about"])],
        sources=[
            Source(kind="answer", title=code, reference=code) for code in _lines(form.cleaned_data["sources"])
        ],
        by=actor_of(request),
        at=clock.now(),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
