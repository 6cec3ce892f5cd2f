"""What is held about a person, and who used it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases import actions as cases
from onedoor.doors.portal.me import customer_of
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import why_refused
from onedoor.journal import queries as journal
from onedoor.kernel import clock
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import pick
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import Question
from onedoor.look.templatetags.look import written
from onedoor.people.types import LookPurpose
from onedoor.services import queries as services

BASES = {
    "statute": gettext_lazy("the law"),
    "consent": gettext_lazy("your consent"),
    "public-task": gettext_lazy("a public task"),
    "contract": gettext_lazy("a contract with you"),
    "vital-interest": gettext_lazy("a vital interest"),
    "legitimate-interest": gettext_lazy("a legitimate interest"),
}
PAGE = 30
STATUTES = {"income-tax-act": gettext_lazy("Income Tax Act")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One value as the page writes it: the figure, and the facts beside it."""

    title: Any
    value: str
    facts: list[tuple[str, str]]
    period: str
    source: Any
    received_at: Any
    grade: str
    disputed: bool
    reported: UUID


@door(audience="customer", level=2)
def my_data(request: HttpRequest) -> HttpResponse:
    """Every value, by register, with source, date and grade."""
    actor, customer = customer_of(request)
    held = sorted(exchange.list_held(customer, by=actor), key=lambda value: value.register)
    registers = [
        {"title": values[0].register_title, "values": [show_held(value) for value in values]}
        for _register, group in groupby(held, key=lambda value: value.register)
        if (values := list(group))
    ]
    cards = services.list_applications(customer, by=actor)
    drafts = [card for card in cards if card.state == "draft"]
    return render(request, "portal/my_data.html", {"registers": registers, "drafts": drafts})


@door(audience="customer", level=2)
def who_used_my_data(request: HttpRequest) -> HttpResponse:
    """Each use, each look of an officer and each refused attempt, newest first, a page at a time."""
    actor, customer = customer_of(request)
    before = _moment(request.GET.get("before", ""))
    uses = exchange.list_disclosures(customer, by=actor, before=before, limit=PAGE)
    last = uses[-1].happened_at if uses else None
    more = last and exchange.list_disclosures(customer, by=actor, before=last, limit=1)
    context = {
        "uses": [_use(one) for one in uses],
        "sealed": journal.list_sealed(one.entry for one in uses),
        "older": f"?{urlencode({'before': last.isoformat()})}" if last and more else "",
        "newer": reverse("portal:who-used") if before else "",
    }
    return render(request, "portal/who_used.html", context)


@door(audience="customer", level=2)
def ask_about_use(request: HttpRequest, entry: UUID) -> HttpResponse:
    """A question about one use or look opens a case with the agency behind it."""
    actor, customer = customer_of(request)
    use = exchange.find_disclosure(entry, customer=customer, by=actor)
    if use is None:
        raise NotFound("disclosure.unknown", gettext_lazy("There is no such entry in your list."))
    typed = request.POST if request.method == "POST" else take_kept_form(request) or request.POST
    words = typed.get("words", "").strip()[:2000]
    question = Question(
        name="words",
        kind="long",
        label=_("What do you want to know?"),
        value=words,
        error=_("Write what you want to know.") if request.method == "POST" and not words else "",
    )
    if request.method == "POST" and words:
        number = _open_question(use, customer, words, actor)
        messages.success(request, _("Your question was sent. Its number is %(number)s.") % {"number": number})
        return HttpResponseRedirect(reverse("portal:asked-one", args=[number]))
    context = {"use": _use(use), "questions": [question], "faults": [question] if question.error else []}
    return render(request, "portal/ask_about_use.html", context, status=422 if question.error else 200)


def _open_question(use: Any, customer: UUID, words: str, actor: Any) -> str:
    at = clock.now()
    case = cases.open_case(
        kind="data-use-question",
        customer=customer,
        agency=use.receiver,
        service=use.service,
        subject={"en": "Question about a use of data", "zh-hans": "关于数据使用的询问"},
        promise="P5D",
        calendar="working-days",
        by=actor,
        at=at,
    )
    cases.add_note(case=case.id, text=words, audience="citizen", by=actor, at=at)
    return str(case.number)


def show_held(held: Any) -> Shown:
    """A value of a register, as pages write it."""
    parts = held.value if isinstance(held.value, dict) else {}
    attribute = exchange.get_attribute(held.register, held.attribute)
    choices = attribute.choices if attribute else {}
    main = parts.get("amount", next(iter(parts.values()), None)) if parts else held.value
    kind = "money" if "amount" in parts else held.type
    facts = [(_label(key), written(value)) for key, value in parts.items() if value is not main]
    return Shown(
        held.attribute_title,
        pick(choices[main]) if isinstance(main, str) and main in choices else written(main, kind),
        facts,
        held.period,
        held.source_name,
        held.received_at,
        held.grade,
        held.state == "disputed",
        held.reported,
    )


def _label(key: str) -> str:
    known = {"date": _("Date"), "receipt": _("Receipt number"), "charity": _("Charity"), "name": _("Name")}
    return known.get(key, key.replace("_", " ").capitalize())


def _use(one: Any) -> dict[str, Any]:
    kind, _sep, which = one.basis.partition(":")
    words = str(BASES.get(kind, one.basis))
    return {
        "entry": one.entry,
        "receiver_name": one.receiver_name,
        "officer": one.officer,
        "looked": one.looked,
        "own": one.own,
        "purpose_title": _purpose(one),
        "happened_at": one.happened_at,
        "attributes": one.attributes,
        "refused": one.refused,
        "reason": why_refused(one.code),
        "withheld_until": one.withheld_until,
        "withheld_under": one.withheld_under,
        "answers": one.answers,
        "most_asked": one.most_asked,
        "basis": one.basis,
        "basis_words": f"{words} ({STATUTES[which]})" if which in STATUTES else words,
    }


def _purpose(one: Any) -> Any:
    if one.looked and one.purpose in LookPurpose.values:
        return LookPurpose(one.purpose).label
    return one.purpose_title or one.purpose


def _moment(written: str) -> datetime | None:
    try:
        read = parse_datetime(written)
    except ValueError:
        return None
    return read if read and read.tzinfo else None
