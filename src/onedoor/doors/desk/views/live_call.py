"""A contact while it goes on: who it is on the left, on the right answers to read aloud and the end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onedoor.cases import queries as cases
from onedoor.contact import queries as contact
from onedoor.contact.types import InteractionState, InteractionView
from onedoor.doors.desk.call_acts import close, identify, lock, question
from onedoor.doors.desk.call_forms import AnswerForm, QuestionForm, WhoForm
from onedoor.doors.desk.frame import show, typed
from onedoor.doors.desk.shelves import open_shelf
from onedoor.doors.desk.suggesting import read_asked, suggest_for
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM_ID, Actor
from onedoor.kernel.text import as_language
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people
from onedoor.trust import queries as trust

USED, MOST_USED = "call_answers", 20
USING = "use-answer"  # the form of the page by which an answer is taken


@sensitive_post_parameters()
@door(audience="officer", level=3, may="contact.log")
def show_arrival(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """Each button of the page is a form of its own and comes back to the page."""
    by, at = actor_of(request), clock.now()
    arrival = contact.get_interaction(interaction, by=by)
    acts = {"identifier": WhoForm, "candidate": QuestionForm}
    act = next((name for name in acts if name in request.POST), "")
    who = WhoForm(request.POST if act == "identifier" else None)
    ask = QuestionForm(request.POST if act == "candidate" else None)
    used = _used(request, interaction)
    closing = request.method == "POST" and "about" in request.POST
    answers = _spoken(used, by, at)
    start = {"about": "\n".join(one.title for one in answers), "sources": "\n".join(used)}
    form = AnswerForm(typed(request) if closing else None, initial=start | {"result": "answered"})
    if "use" in request.POST:
        return _use(request, arrival, by, at)
    if who.is_valid() and identify(interaction, who, request):
        return redirect("desk:arrival", interaction=interaction)
    if ask.is_valid() and (lock if "lock" in request.POST else question)(interaction, ask, request):
        return redirect("desk:arrival", interaction=interaction)
    if form.is_valid() and close(interaction, form, request):
        return redirect("desk:centre")
    wrong = bool(form.errors or who.errors or ask.errors)
    asked = read_asked(request)
    context = {
        "arrival": arrival, "form": form, "who": who, "question": ask, "answers": answers,
        "over": arrival.state != InteractionState.LIVE, "asked": asked, "into": USING,
        "found": suggest_for(asked, by=by, at=at), "at": at, "may_lock": by.may("identities.lock"),
    } | _caller(arrival, by)  # fmt: skip
    return show(request, "desk/arrival.html", context, status=422 if wrong else 200)


@require_POST
@door(audience="officer", level=3, may="contact.log")
def suggest(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """Answers while the question is typed; the same list stands on the page without JavaScript."""
    by, at = actor_of(request), clock.now()
    contact.get_interaction(interaction, by=by)
    found = suggest_for(read_asked(request), by=by, at=at)
    return show(request, "desk/parts/suggested.html", {"into": USING, "found": found})


@door(audience="officer", level=3, may="contact.log")
def list_ringing(request: HttpRequest) -> HttpResponse:
    """Who waits now, for the banner of every page of the desk."""
    by, at = actor_of(request), clock.now()
    live = contact.list_live(by=by, at=at)
    rows = [one for one in live if one.state == InteractionState.WAITING or one.officer == SYSTEM_ID]
    response = show(
        request, "desk/parts/ringing.html", {"rows": [(one, _named(one, by)) for one in rows[:3]]}
    )
    response["Cache-Control"] = "no-store"
    return response


def _named(arrival: InteractionView, by: Actor) -> Any:
    """Whom the number is known as, which proves nothing; None where there is nobody or there are many."""
    cards = people.search(arrival.address, by=by, limit=2) if _may_look(arrival, by) else []
    return cards[0] if len(cards) == 1 else None


def _may_look(arrival: InteractionView, by: Actor) -> bool:
    return bool(arrival.address) and by.may("customers.find")


def _caller(arrival: InteractionView, by: Actor) -> dict[str, Any]:
    if arrival.customer is None:
        found = people.search(arrival.address, by=by, limit=5) if _may_look(arrival, by) else []
        return {"person": None, "candidates": found}
    customer = arrival.customer
    if not by.may("customers.read"):
        return {"person": None, "candidates": []}
    shelf = open_shelf(lambda: cases.list_cases(customer, by=by))
    return {
        "person": people.get_customer(customer, by=by),
        "candidates": [],
        "cases": shelf,
        "lock": trust.find_lock(customer),
    }


def _used(request: HttpRequest, interaction: UUID) -> list[str]:
    kept = request.session.get(USED, {})
    return list(kept.get(str(interaction), []))


def _use(request: HttpRequest, arrival: InteractionView, by: Actor, at: datetime) -> HttpResponse:
    code = request.POST["use"][:60]
    knowledge.get_answer(code, form=Form.SPOKEN, language="en", by=by, at=at)  # refuses what is none
    used = [*(one for one in _used(request, arrival.id) if one != code), code]
    kept = request.session.get(USED, {}) | {str(arrival.id): used}
    request.session[USED] = dict(list(kept.items())[-MOST_USED:])
    return redirect("desk:arrival", interaction=arrival.id)


def _spoken(used: list[str], by: Actor, at: datetime) -> list[Any]:
    language = as_language(get_language())
    return [knowledge.get_answer(one, form=Form.SPOKEN, language=language, by=by, at=at) for one in used]
