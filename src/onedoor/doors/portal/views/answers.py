"""Help: search in one's own words, read an answer, and say whether it helped."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid
from onedoor.kernel.text import as_language
from onedoor.knowledge import actions
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Option, Question

LONGEST = 500


@door(audience="public", level=0)
def help_page(request: HttpRequest) -> HttpResponse:
    """A search over the answers, all of them by shelf, and how to reach a person. What was searched
    comes with the body of the request, so that it stands in no address."""
    by, at, language = actor_of(request), clock.now(), as_language(get_language())
    asked = request.POST.get("asked", "").strip()
    hits = knowledge.find_answers(asked, language=language, by=by, at=at) if asked else []
    if asked and not hits:
        actions.note_unanswered(text=asked, language=language, by=by, at=at)
    question = Question(
        name="asked",
        kind="text",
        label=_("What do you want to know?"),
        hint=_("In your own words. Leave out your name and your numbers."),
        value=asked[:200],
    )
    context = {
        "question": question,
        "asked": asked,
        "hits": hits,
        "topics": knowledge.list_topics(language=language, by=by, at=at),
    }
    return render(request, "portal/help.html", context)


@door(audience="public", level=0)
def show_answer(request: HttpRequest, code: str) -> HttpResponse:
    """One answer, and the question whether it helped."""
    return _show(request, code)


@require_POST
@door(audience="public", level=0)
def say_whether_it_helped(request: HttpRequest, code: str) -> HttpResponse:
    """Count it; who said so is not kept."""
    helped, comment = request.POST.get("helpful", ""), request.POST.get("comment", "")
    if helped not in ("yes", "no"):
        return _show(request, code, error=_("Choose yes or no."), status=422)
    try:
        actions.mark_helpful(
            code=code, helpful=helped == "yes", door="portal", by=actor_of(request), at=clock.now(),
            comment=comment,
        )  # fmt: skip
    except Invalid as refusal:
        return _show(request, code, comment_error=refusal.message, status=422)
    return HttpResponseRedirect(reverse("portal:answer", args=[code]) + "?thanks=1")


def _show(
    request: HttpRequest, code: str, *, error: object = "", comment_error: object = "", status: int = 200
) -> HttpResponse:
    answer = knowledge.get_answer(
        code, form=Form.LONG, language=as_language(get_language()), by=actor_of(request), at=clock.now()
    )
    questions = [
        Question(
            name="helpful",
            kind="choice",
            label=_("Was this helpful?"),
            options=(Option("yes", _("Yes")), Option("no", _("No"))),
            value=request.POST.get("helpful", ""),
            error=error,
        ),
        Question(
            name="comment",
            kind="long",
            label=_("What was missing?"),
            hint=_("You need not say. Please write nothing about yourself."),
            value=request.POST.get("comment", "")[: LONGEST * 2],
            required=False,
            error=comment_error,
        ),
    ]
    context = {
        "answer": answer,
        "questions": questions,
        "faults": [one for one in questions if one.error],
        "thanked": request.GET.get("thanks") == "1",
    }
    return render(request, "portal/help_answer.html", context, status=status)
