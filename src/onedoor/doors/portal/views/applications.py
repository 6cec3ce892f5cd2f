"""Look: a person's applications, and the page on which she sees everything before she signs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.look.doors import door, is_visitor
from onedoor.look.drafts import read_draft
from onedoor.services import actions
from onedoor.services import queries as services

PAGE = "page-"  # how services mark a group of answers, beside those of registers


@door(audience="customer", level=2)
def list_applications(request: HttpRequest) -> HttpResponse:
    """All of hers, newest first."""
    actor, customer = customer_of(request)
    cards = services.list_applications(customer, by=actor)
    return render(request, "portal/applications.html", {"applications": cards})


@door(audience="customer", level=2, visitors=True)
def show_application(request: HttpRequest, number: str) -> HttpResponse:
    """The whole draft: each value with its source, the result, the sums, the signature."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    return render(request, "portal/application.html", look_at(application, actor))


@door(audience="customer", level=2, visitors=True)
def check_answers(request: HttpRequest, number: str) -> HttpResponse:
    """Check your answers: what was asked, and what came of it."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    sections = [
        {
            "title": group.title,
            "lines": group.lines,
            "page": group.code.removeprefix(PAGE) if _is_page(group) else "",
        }
        for group in application.groups
        if group.lines
    ]
    return render(request, "portal/check.html", look_at(application, actor) | {"sections": sections})


@door(audience="customer", level=2, visitors=True)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take an application back, after a second thought."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    if request.method == "POST":
        actions.withdraw_application(application=application.id, by=actor, at=clock.now())
        messages.success(request, _("The application was withdrawn."))
        return HttpResponseRedirect(reverse("portal:home" if is_visitor(request) else "portal:applications"))
    return render(request, "portal/withdraw.html", {"application": application})


def look_at(application: Any, actor: Actor) -> dict[str, Any]:
    """What the look-and-sign page and the check page both show."""
    file = services.get_version(application.service, application.version)
    return read_draft(application, by=actor) | {
        "is_report": file.reports is not None,
        "similar": services.find_similar(application.number, by=actor, at=clock.now()),
        "consents": services.list_open_consents(application.number, by=actor, at=clock.now()),
        "given_consents": services.list_given_consents(application.number, by=actor, at=clock.now()),
        "parties": services.list_parties(application.id, by=actor),
        "ledger": services.get_ledger(application.id, by=actor),
        "picture": services.get_picture(application.service, application.steps, version=application.version),
        "case": cases.get_case(application.case, by=actor) if application.case else None,
        "reported": [_section(group, file) for group in application.groups if not _is_page(group)],
        "answered": [group for group in application.groups if _is_page(group) and group.lines],
    }


def _is_page(group: Any) -> bool:
    return str(group.code).startswith(PAGE)


def _section(group: Any, file: Any) -> dict[str, Any]:
    """A register's lines, and the fields of which the person may add what nobody reported."""
    fields = [one for one in file.fields.values() if one.register == group.code and one.many and one.show]
    addable = [one for one in fields if group.can_add and "amend" in one.correct]
    return {"title": group.title, "lines": group.lines, "addable": addable}
