"""How a person wants to be dealt with."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import LANGUAGES, as_language
from onedoor.look.context import NAMES
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import Option, Question
from onedoor.look.views import keep_language
from onedoor.people import actions
from onedoor.people import queries as people
from onedoor.people.types import AccessNeed, Digest, Door, Hours, Mandate


@door(audience="customer", level=2)
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, channel, hours and what makes it possible to deal with us."""
    actor, customer = customer_of(request)
    held = people.preferences(customer)
    typed = request.POST if request.method == "POST" else take_kept_form(request)
    error = ""
    if request.method == "POST":
        try:
            chosen = _chosen(request.POST) | {"representative": _read_id(request.POST.get("representative"))}
            actions.change_preferences(customer=customer, by=actor, at=clock.now(), **chosen)
            language = as_language(request.POST.get("language"))
            with override(language):
                messages.success(request, _("Your settings were saved."))
            saved = HttpResponseRedirect(reverse("portal:preferences"))
            return keep_language(saved, language)
        except Refused as refusal:
            error = str(refusal.message)
    shown = _chosen(typed) if typed else _held(held)
    questions = _questions(shown, error) + _representatives(customer, actor, shown)
    context = {
        "heading_words": _("Settings"),
        "lead": _("How do you want to deal with government? Every agency follows this."),
        "questions": questions,
        "faults": [question for question in questions if question.error],
        "send_words": _("Save"),
    }
    return render(request, "portal/preferences.html", context, status=422 if error else 200)


def _chosen(posted: Any) -> dict[str, Any]:
    return {
        "language": posted.get("language", "en"),
        "door": posted.get("door", Door.PORTAL),
        "hours": posted.get("hours", Hours.ANY),
        "digest": posted.get("digest", Digest.WHEN_USED),
        "access_needs": tuple(posted.getlist("access_needs")),
        "representative": posted.get("representative", ""),
    }


def _held(held: Any) -> dict[str, Any]:
    names = ("language", "door", "hours", "digest", "access_needs", "representative")
    return {name: getattr(held, name) for name in names}


def _read_id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _representatives(customer: UUID, actor: Actor, shown: dict[str, Any]) -> list[Question]:
    """Who may hear from us in her place: those who may act for her. Nobody may: nothing is asked."""
    held = people.list_mandates(customer, by=actor, at=clock.now())
    may = [one for one in held if one.giver == customer]
    if not may:
        return []
    language = get_language() or ""
    names = {str(one.holder): _named(one, language) for one in may}
    return [
        Question(
            name="representative",
            kind="choice",
            label=_("Who shall get news and letters?"),
            options=(Option("", _("I myself")), *(Option(id, name) for id, name in names.items())),
            value=str(shown["representative"] or ""),
            required=False,
        )
    ]


def _named(mandate: Mandate, language: str) -> str:
    names = (mandate.holder_name_zh, mandate.holder_name)
    return next(filter(None, names if language.startswith("zh") else reversed(names)), "")


def _questions(shown: dict[str, Any], error: str) -> list[Question]:
    return [
        Question(
            name="language",
            kind="choice",
            label=_("In which language shall we write and speak?"),
            options=tuple(Option(code, NAMES[code]) for code in LANGUAGES),
            value=shown["language"],
            error=error,
        ),
        Question(
            name="door",
            kind="choice",
            label=_("How shall we tell you news?"),
            hint=_("Whatever you choose, everything is also kept here."),
            options=_options(Door),
            value=shown["door"],
        ),
        Question(
            name="hours",
            kind="select",
            label=_("When may we call?"),
            options=_options(Hours),
            value=shown["hours"],
        ),
        Question(
            name="digest",
            kind="choice",
            label=_("Shall we tell you each month who used your data?"),
            hint=_("You can always look yourself under “Who used my data”."),
            options=_options(Digest),
            value=shown["digest"],
        ),
        Question(
            name="access_needs",
            kind="choices",
            label=_("Do you need any of these?"),
            options=_options(AccessNeed),
            value=list(shown["access_needs"]),
            required=False,
        ),
    ]


def _options(choices: Any) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in choices.choices)
