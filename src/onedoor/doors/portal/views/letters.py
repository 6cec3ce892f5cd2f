"""Letters and messages: to read here, to download, to prove."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.contact import queries as contact
from onedoor.doors.portal.me import customer_of
from onedoor.look.context import NAMES
from onedoor.look.doors import door
from onedoor.trust import queries as trust

MESSAGES_SHOWN = 20


@door(audience="customer", level=2)
def list_letters(request: HttpRequest) -> HttpResponse:
    """Letters first, messages under them, newest first."""
    actor, customer = customer_of(request)
    context = {
        "letters": contact.list_letters(customer, by=actor),
        "inbox": contact.list_messages(customer, by=actor)[:MESSAGES_SHOWN],
    }
    return render(request, "portal/letters.html", context)


@door(audience="customer", level=2)
def show_letter(request: HttpRequest, number: str) -> HttpResponse:
    """What it says, who issued it, how to prove it."""
    actor, _customer = customer_of(request)
    letter = contact.get_letter(number, by=actor)
    context: dict[str, Any] = {
        "letter": letter,
        "agency_name": trust.get_agency(letter.agency).name if letter.agency else "",
        "computation": [line for line in letter.content.get("computation", ()) if _counts(line)],
        "downloads": [(language, NAMES[language]) for language in letter.pdf_languages],
    }
    return render(request, "portal/letter.html", context)


@door(audience="customer", level=2)
def download(request: HttpRequest, number: str, language: str) -> HttpResponse:
    """The PDF of a letter."""
    actor, _customer = customer_of(request)
    letter = contact.get_letter(number, by=actor)
    pdf = contact.find_pdf(letter.id, language, by=actor)
    if pdf is None:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{letter.number}-{language}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _counts(line: Mapping[str, Any]) -> bool:
    """Lines that came to nothing are left out; the PDF and the application show them all."""
    counted = line.get("unit") in ("money", "number", "days")
    if line.get("entries"):
        return False
    return not counted or Decimal(str(line.get("result") or 0)) != 0
