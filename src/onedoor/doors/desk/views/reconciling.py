"""The bank's statements against our books."""

import csv
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.payments import actions
from onedoor.payments import queries as payments

RESULTS = ("missing_here", "missing_at_bank", "amount_differs", "matched")


@door(audience="officer", level=3, may="payments.reconcile")
def list_statements(request: HttpRequest) -> HttpResponse:
    """Statements, and what each agency received. POST takes a file in; the same file again is one."""
    by = actor_of(request)
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            found = actions.take_statement(body=file.read() if file else b"", by=by, at=clock.now())
            if found.repeated:
                messages.warning(request, _("We had this file already. Nothing changed."))
            return redirect("desk:statement", statement=found.id)
        except Refused as refusal:
            messages.warning(request, str(refusal.message))
            return redirect("desk:reconciliation")
    context = {"statements": payments.list_statements(by=by), "received": payments.list_received(by=by)}
    return show(request, "desk/reconciliation.html", context)


@door(audience="officer", level=3, may="payments.reconcile")
def show_statement(request: HttpRequest, statement: UUID) -> HttpResponse:
    """Line by line, what differs first."""
    found = payments.get_statement(statement, by=actor_of(request))
    items = sorted(found.items, key=lambda item: (item.settled_at is not None, RESULTS.index(item.result)))
    return show(request, "desk/statement.html", {"statement": found, "items": items})


@require_POST
@door(audience="officer", level=3, may="payments.reconcile")
def settle(request: HttpRequest, statement: UUID, item: UUID) -> HttpResponse:
    """Clear one difference up."""
    try:
        actions.settle_item(
            item=item, how=request.POST.get("how", ""), note=request.POST.get("note", ""),
            by=actor_of(request), at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("The difference is cleared up."))
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
    return redirect("desk:statement", statement=statement)


@door(audience="officer", level=3, may="payments.reconcile")
def download(request: HttpRequest, statement: UUID) -> HttpResponse:
    """The same as CSV. What a spreadsheet would take for a formula is made text."""
    found = payments.get_statement(statement, by=actor_of(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.last_date}-bank.csv"'
    response["Cache-Control"] = "no-store"
    writer = csv.writer(response)
    writer.writerow(["date", "reference", "result", "bank", "books", "kind", "cleared_up", "note"])
    for item in found.items:
        writer.writerow(
            [item.booked_date, _safe(item.reference), item.result, item.theirs, item.ours, item.kind,
             "yes" if item.settled_at or item.result == "matched" else "no", _safe(item.note)]
        )  # fmt: skip
    return response


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
