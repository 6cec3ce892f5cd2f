"""Receipts of consents: to read, to take along, and to check."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.look.doors import door


@door(audience="customer", level=2)
def show_receipt(request: HttpRequest, consent: UUID) -> HttpResponse:
    """The receipt to read; the signed file is one link away."""
    actor, _customer = customer_of(request)
    signed = exchange.get_consent_receipt(consent, by=actor, at=clock.now())
    receipt = exchange.check_consent_receipt(json.dumps(signed))
    response = render(
        request, "portal/consent_receipt.html", {"receipt": _readable(receipt), "consent": consent}
    )
    response["Cache-Control"] = "private, no-store"
    return response


@door(audience="customer", level=2)
def download_receipt(request: HttpRequest, consent: UUID) -> HttpResponse:
    """The receipt, signed, as a file for other programs."""
    actor, _customer = customer_of(request)
    answer = JsonResponse(exchange.get_consent_receipt(consent, by=actor, at=clock.now()))
    answer["Content-Disposition"] = f'attachment; filename="consent-{consent}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@door(audience="public", level=0)
def verify_receipt(request: HttpRequest) -> HttpResponse:
    """Whether a receipt is ours and unchanged; for anybody who was handed one."""
    written = request.POST.get("receipt", "").strip() if request.method == "POST" else ""
    receipt = exchange.check_consent_receipt(written) if written else None
    context = {"asked": bool(written), "receipt": _readable(receipt)}
    return render(request, "portal/verify_receipt.html", context)


def _readable(receipt: dict[str, Any] | None) -> dict[str, Any] | None:
    """The receipt with its events in words, and its hash in groups that fit on a telephone."""
    if receipt is None:
        return None
    processing = receipt["processing"]
    titles = {one["attribute"]: one["text"] for one in processing["pii_information"]}
    titles |= {one["id"]: one["name"] for one in processing["recipients"]}
    words = {
        "given": _("Given"),
        "withdrawn": _("Taken back"),
        "withdrawn in part": _("Taken back in part"),
        "acknowledged": _("Acknowledged by the receiver"),
        "refused": _("Refused by the receiver"),
    }
    events = [
        {
            "when": datetime.fromisoformat(one["at"]),
            "words": words.get(one["state"], one["state"]),
            "part": titles.get(one.get("attribute") or one.get("recipient")),
        }
        for one in receipt["events"]
    ]
    digest = receipt["notice"]["hash"]
    groups = " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
    return receipt | {"events": events, "shown": groups}
