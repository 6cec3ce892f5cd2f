"""“Not right?”: give one's own figure beside the reported one, or have the source check it."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.doors.portal.asking import KINDS
from onedoor.doors.portal.me import customer_of
from onedoor.doors.portal.views.sign import show_difference
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotFound, Refused
from onedoor.kernel.text import pick
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import YES_NO, Option, Question, join_date
from onedoor.look.templatetags.look import moment
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2)
def not_right(request: HttpRequest, number: str, field: str, index: int) -> HttpResponse:
    """One value, and the two things that can be done about it."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    line = _find_line(application, field, index)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _act(request, application, line, actor)
        except Conflict as conflict:
            return show_difference(request, application, conflict)
        except Refused as caught:
            refusal = caught
    typed = request.POST if request.method == "POST" else take_kept_form(request) or QueryDict()
    amend, dispute = _questions(line, typed, refusal)
    context = {
        "application": application,
        "line": line,
        "amend_questions": amend,
        "dispute_questions": dispute,
        "faults": [question for question in (*amend, *dispute) if question.error],
    }
    return render(request, "portal/not_right.html", context, status=422 if refusal else 200)


@door(audience="customer", level=2)
def add(request: HttpRequest, number: str, field: str) -> HttpResponse:
    """An entry that nobody reported, such as a donation: the person's own word."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    known = services.get_file(application.service).fields.get(field)
    if known is None:
        raise NotFound("value.unknown", gettext_lazy("This form has no such value."))
    entry = _new_entry(known)
    error: Any = ""
    if request.method == "POST":
        try:
            actions.add_item(
                application=application.id,
                field=field,
                value=_value(entry, request.POST),
                revision=_revision(request.POST),
                by=actor,
                at=clock.now(),
            )
            messages.success(request, _("It was added. Look at the result again."))
            return HttpResponseRedirect(reverse("portal:application", args=[number]))
        except Conflict as conflict:
            return show_difference(request, application, conflict)
        except Refused as refusal:
            error = refusal.message
    typed = request.POST if request.method == "POST" else take_kept_form(request) or QueryDict()
    questions = _value_questions(entry, typed, error)
    context = {
        "heading_words": _("Add what is missing: %(label)s") % {"label": pick(known.text)},
        "lead": pick(known.help),
        "questions": questions,
        "faults": [question for question in questions if question.error],
        "send_words": _("Add"),
        "number": number,
        "revision": application.revision,
    }
    return render(request, "portal/add.html", context, status=422 if error else 200)


def _new_entry(known: Any) -> Any:
    parts = [SimpleNamespace(id=part.id, label=part.text, type=part.type, value=None) for part in known.parts]
    return SimpleNamespace(label=known.text, type=known.type, choices=known.choices, parts=parts, shown=None)


def _revision(posted: QueryDict) -> int:
    revision = posted.get("revision", "")
    return int(revision) if revision.isdecimal() and len(revision) < 10 else 0


def _act(request: HttpRequest, application: Any, line: Any, actor: Actor) -> HttpResponse:
    posted, at = request.POST, clock.now()
    what: dict[str, Any] = {
        "application": application.id,
        "field": line.field,
        "index": line.index,
        "revision": _revision(posted),
        "by": actor,
        "at": at,
    }
    if posted.get("act") == "dispute":
        case = actions.dispute_value(reason=posted.get("doubt", ""), **what)
        words = _("We asked the source. Case %(number)s, an answer by %(at)s.")
        messages.success(request, words % {"number": case.case_number, "at": moment(case.promised_at)})
    elif posted.get("act") == "take-back":
        actions.amend_value(value=None, reason="", **what)
        messages.success(request, _("The reported figure is used again."))
    else:
        actions.amend_value(value=_value(line, posted), reason=posted.get("reason", ""), **what)
        messages.success(request, _("Your figure is used. Look at the result again."))
    return HttpResponseRedirect(reverse("portal:application", args=[application.number]))


def _find_line(application: Any, field: str, index: int) -> Any:
    lines = (line for group in application.groups for line in group.lines)
    found = next((line for line in lines if (line.field, line.index) == (field, index)), None)
    if found is None:
        raise NotFound("value.unknown", gettext_lazy("This form has no such value."))
    return found


def _value(line: Any, posted: QueryDict) -> Any:
    if not line.parts:
        return _typed("value", line.type, posted)
    return {part.id: _typed(f"value-{part.id}", part.type, posted) for part in line.parts}


def _typed(name: str, type: str, posted: QueryDict) -> str:
    return (join_date(posted, name) or "") if type == "date" else posted.get(name, "").strip()


def _questions(line: Any, typed: QueryDict, refusal: Refused | None) -> tuple[list[Question], list[Question]]:
    act = typed.get("act", "")
    message = refusal.message if refusal else ""
    at_reason = refusal is not None and refusal.field == "reason"
    amend = _value_questions(line, typed, "" if at_reason or act == "dispute" else message)
    amend.append(
        Question(
            name="reason",
            kind="long",
            label=_("Why is it different?"),
            hint=_("A few words, for the officer who may look at it."),
            value=typed.get("reason", ""),
            error=message if at_reason and act != "dispute" else "",
        )
    )
    doubt = Question(
        name="doubt",
        kind="long",
        label=_("What is wrong?"),
        value=typed.get("doubt", ""),
        error=message if act == "dispute" else "",
    )
    return amend, [doubt]


def _value_questions(line: Any, typed: QueryDict, error: Any) -> list[Question]:
    if not line.parts:
        return [_value_question("value", line.label, line.type, line.choices, line.shown, typed, error)]
    return [
        _value_question(f"value-{part.id}", part.label, part.type, (), part.value, typed, "" if n else error)
        for n, part in enumerate(line.parts)
    ]


def _value_question(
    name: str, label: Any, type: str, choices: Any, held: Any, typed: QueryDict, error: Any
) -> Question:
    options = tuple(Option(one.code, pick(getattr(one, "text", None) or one.label)) for one in choices)
    kind = KINDS.get(type, "text")
    if type == "boolean":
        kind, options = "choice", YES_NO
    value = _typed(name, type, typed) if typed else held
    if type == "money" and isinstance(value, Decimal):
        value = f"{value:,.2f}".removesuffix(".00")
    if type == "boolean" and typed:
        value = typed.get(name, "")
    return Question(name=name, kind=kind, label=pick(label), value=value, options=options, error=error)
