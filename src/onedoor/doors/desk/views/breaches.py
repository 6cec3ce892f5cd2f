"""Breaches of data: opened, assessed, told to whom they concern, reported, closed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show
from onedoor.exchange import actions
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import BreachView, Risk
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.look.doors import actor_of, door
from onedoor.services import queries as services
from onedoor.trust import queries as trust

FIELDS = ("what", "account", "agency", "attribute", "began", "ended", "found")
MAY = "breaches.handle"


@door(audience="officer", level=3, may=MAY)
def list_breaches(request: HttpRequest) -> HttpResponse:
    """Open ones first, and a form for a new one, which works out at once who is affected."""
    by, at = actor_of(request), clock.now()
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    error, field = "", ""
    if request.method == "POST":
        try:
            breach = _open(typed, by, at)
            return redirect("desk:breach", breach.number)
        except (Invalid, NotFound) as refusal:
            error, field = str(refusal.message), refusal.field or "account"
    registers = exchange.list_registers()
    context = {
        "breaches": exchange.list_breaches(by=by, at=at),
        "agencies": trust.list_agencies(),
        "registers": [(one, one.attributes.values()) for one in registers],
        "typed": typed,
        "error": error,
        "field": field,
    }
    return show(request, "desk/breaches.html", context, status=422 if error else 200)


@door(audience="officer", level=3, may=MAY)
def show_breach(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands: the clock, the risk, the notice, who could not be reached, what is to do next."""
    return _page(request, number)


@require_POST
@door(audience="officer", level=3, may=MAY)
def act(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """One step."""
    by, at, posted = actor_of(request), clock.now(), request.POST
    try:
        if kind == "assess":
            actions.assess_breach(number=number, risk=posted.get("risk", ""), by=by, at=at)
        elif kind == "draft":
            notice: dict[str, str] = {
                language: posted.get(f"notice-{language}", "")[:5_000] for language in LANGUAGES
            }
            actions.draft_notice(number=number, notice=notice, by=by, at=at)
        elif kind == "approve":
            actions.approve_notice(number=number, by=by, at=at)
        elif kind == "reported":
            actions.note_reported(number=number, by=by, at=at)
        elif kind == "close":
            actions.close_breach(number=number, measures=posted.get("measures", ""), by=by, at=at)
        else:
            raise NotFound("breach.unknown", gettext_lazy("There is no such breach."))
    except (Invalid, Conflict) as refusal:
        return _page(request, number, str(refusal.message))
    messages.success(request, _("Done."))
    return redirect("desk:breach", number)


@door(audience="officer", level=3, may=MAY)
def report(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """For the authority: JSON, or PDF."""
    content = services.report_breach(number, by=actor_of(request), at=clock.now())
    if kind == "json":
        response = HttpResponse(services.report_as_json(content), content_type="application/json")
    else:
        response = HttpResponse(services.report_as_pdf(content), content_type="application/pdf")
    ending = "json" if kind == "json" else "pdf"
    response["Content-Disposition"] = f'attachment; filename="breach-{number}.{ending}"'
    return response


def _page(request: HttpRequest, number: str, error: str = "") -> HttpResponse:
    by, at = actor_of(request), clock.now()
    breach = exchange.get_breach(number, by=by, at=at)
    notices, inbox_only = services.count_notices(breach)
    typed = {language: request.POST.get(f"notice-{language}", "") for language in LANGUAGES}
    proposed = typed if any(typed.values()) else breach.notice or services.propose_notice(breach)
    context: dict[str, Any] = {
        "breach": breach,
        "notices": notices,
        "told": sum(one.times for one in notices),
        "inbox_only": inbox_only,
        "proposed": proposed,
        "chinese": proposed["zh-hans"],
        "risks": [choice for choice in Risk.choices if choice[0] != Risk.UNKNOWN],
        "mine": breach.drafted_by == by.account,
        "cases": services.list_breach_cases(number, by=by),
        "data": _titles(breach),
        "at": at,
        "error": error,
    }
    return show(request, "desk/breach.html", context, status=409 if error else 200)


def _titles(breach: BreachView) -> list[Text]:
    """Which data it is about, as people read it; none where it is about all."""
    register = next((one for one in exchange.list_registers() if one.code == breach.register), None)
    if register is None:
        return []
    attribute = register.attributes.get(breach.attribute)
    return [register.title, attribute.title] if attribute else [register.title]


def _open(typed: dict[str, str], by: Actor, at: datetime) -> Any:
    account = None
    if typed["account"]:
        found = trust.find_account(typed["account"])
        if found is None:
            words = gettext_lazy("There is no account with this e-mail address.")
            raise NotFound("account.unknown", words, field="account")
        account = found.id
    register, _dot, attribute = typed["attribute"].partition(".")
    return actions.open_breach(
        what=typed["what"],
        began_at=_moment(typed["began"], "began"),
        ended_at=_moment(typed["ended"], "ended"),
        found_at=_moment(typed["found"], "found"),
        account=account,
        agency=typed["agency"],
        register=register,
        attribute=attribute,
        by=by,
        at=at,
    )


def _moment(written: str, field: str) -> datetime:
    try:
        read = parse_datetime(written)
    except ValueError:
        read = None
    if read is None:
        raise Invalid("breach.time", gettext_lazy("Give a day and a time."), field=field)
    return read if read.tzinfo else read.replace(tzinfo=clock.ZONE)
