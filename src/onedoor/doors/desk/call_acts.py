"""What is done in a contact that goes on; a refusal stands in the form."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onedoor.contact import actions
from onedoor.contact.types import InteractionView, Source, Topic
from onedoor.doors.desk.call_forms import AnswerForm, QuestionForm, WhoForm
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, Refused
from onedoor.kernel.text import has_chinese
from onedoor.look.doors import actor_of
from onedoor.people import queries as people
from onedoor.people.types import Answers, Arrival, Match


def question(interaction: UUID, form: QuestionForm, request: HttpRequest) -> bool:
    try:
        right = actions.question_caller(
            interaction=interaction,
            customer=form.cleaned_data["candidate"],
            answers=_read_answers(form),
            by=actor_of(request),
            at=clock.now(),
        )
    except Refused as refusal:
        form.add_error("birth_date", str(refusal.message))
        return False
    if not right:
        form.add_error("birth_date", _("These answers are not hers. Nothing more is told; it is counted."))
    return right


def lock(interaction: UUID, form: QuestionForm, request: HttpRequest) -> bool:
    """The same questions, for less: right answers lock her identity."""
    try:
        done = actions.lock_caller(
            interaction=interaction,
            customer=form.cleaned_data["candidate"],
            answers=_read_answers(form),
            by=actor_of(request),
            at=clock.now(),
        )
    except Refused as refusal:
        form.add_error("birth_date", str(refusal.message))
        return False
    if done is None:
        form.add_error("birth_date", _("These answers are not hers. Nothing more is told; it is counted."))
        return False
    messages.success(request, gettext("The identity is locked. All known contacts are told."))
    return True


def identify(interaction: UUID, form: WhoForm, request: HttpRequest) -> bool:
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


def close(interaction: UUID, form: AnswerForm, request: HttpRequest) -> bool:
    """Written down; whoever gave a name and was not identified may be somebody known."""
    result, by, at = form.cleaned_data["result"], actor_of(request), clock.now()
    closed = actions.close_interaction(
        interaction=interaction,
        result=result,
        topics=[Topic(subject=line, result=result) for line in _lines(form.cleaned_data["about"])],
        sources=[
            Source(kind="answer", title=code, reference=code) for code in _lines(form.cleaned_data["sources"])
        ],
        by=by,
        at=at,
    )
    messages.success(request, gettext("The contact is written down."))
    if closed.customer is None and form.cleaned_data["caller_name"] and by.may("customers.find"):
        messages.info(request, _place(closed, form, by, at))
    return True


def _read_answers(form: QuestionForm) -> Answers:
    said = form.cleaned_data
    return Answers(
        birth_date=said["birth_date"], identifier_end=said["identifier_end"], address=said["address"]
    )


def _place(closed: InteractionView, form: AnswerForm, by: Actor, at: datetime) -> str:
    name = form.cleaned_data["caller_name"]
    arrival = Arrival(
        name="" if has_chinese(name) else name,
        name_zh=name[:80] if has_chinese(name) else "",
        birth_date=form.cleaned_data["caller_birth_date"],
        phone=closed.address if closed.door == "phone" else "",
    )
    match = actions.place_arrival(contact=closed.id, arrival=arrival, by=by, at=at)
    return {
        Match.CERTAIN: gettext("She is known, and the contact stands on her page."),
        Match.POSSIBLE: gettext("She may be somebody known: it waits under “Possibly known”."),
        Match.NONE: gettext("Nobody known is like her. The contact stays without a name."),
    }[match]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
