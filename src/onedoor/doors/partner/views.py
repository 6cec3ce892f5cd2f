"""Pages of a partner's clerk: files, receipts, questions."""

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.partner.forms import AnswerForm, FileForm
from onedoor.doors.partner.outcomes import outcome_lines
from onedoor.exchange import actions, queries
from onedoor.exchange.types import PartnerView
from onedoor.kernel import clock
from onedoor.kernel.errors import NotFound, Refused
from onedoor.look.doors import actor_of, door

SHOWN_ROWS = 200


@door(audience="partner", level=2)
def home(request: HttpRequest) -> HttpResponse:
    """The newest batches, and questions that wait."""
    me, by = _me(request), actor_of(request)
    waiting = queries.list_corrections(me.code, by=by, at=clock.now(), open_only=True)
    wanted = queries.list_report_requests(me.code, by=by, at=clock.now(), open_only=True)
    batches = queries.list_batches(me.code, by=by)
    context = {"me": me, "batches": batches, "waiting": waiting, "wanted": wanted}
    return _page(request, "partner/home.html", context)


@door(audience="partner", level=2)
def send(request: HttpRequest) -> HttpResponse:
    """Check a file, or send it."""
    me, by = _me(request), actor_of(request)
    feed = queries.find_feed(me.kind)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context = {"me": me, "feed": feed, "form": form}
    if request.method != "POST" or not form.is_valid():
        return _page(request, "partner/send.html", context, status=422 if request.method == "POST" else 200)
    file = form.cleaned_data["file"]
    if request.POST.get("do") == "check":
        check = queries.check_file(file.file, feed=feed, today=clock.today())
        return _page(request, "partner/checked.html", context | {"check": check, "told": _told(check.code)})
    receipt = actions.receive_batch(
        partner=me.code, feed=feed, file=file.file, filename=file.name or "", by=by, at=clock.now()
    )
    if receipt.repeated:
        messages.info(request, _("This very file was taken in before. Nothing was counted twice."))
    return HttpResponseRedirect(reverse("partner:receipt", args=[receipt.number]))


@door(audience="partner", level=2)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt of a batch with its faulty rows first."""
    by = actor_of(request)
    found = queries.get_receipt(number, by=by)
    rows = queries.list_rows(number, by=by, limit=SHOWN_ROWS, faulty=True)
    context = {"me": _me(request), "receipt": found, "rows": rows, "told": _told(found.code)}
    return _page(request, "partner/receipt.html", context)


@door(audience="partner", level=2)
def outcome(request: HttpRequest, number: str) -> HttpResponse:
    """Every row's outcome as CSV, with masked numbers."""
    by = actor_of(request)
    found = queries.get_receipt(number, by=by)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # spreadsheets need the mark
    response["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    csv.writer(response).writerows(outcome_lines(queries.iter_rows(number, by=by)))
    return response


@door(audience="partner", level=2)
def questions(request: HttpRequest) -> HttpResponse:
    """Questions about reported values, those that wait first."""
    me = _me(request)
    found = queries.list_corrections(me.code, by=actor_of(request), at=clock.now())
    return _page(request, "partner/questions.html", {"me": me, "questions": found})


@door(audience="partner", level=2)
def question(request: HttpRequest, number: str) -> HttpResponse:
    """One question, and the form to answer it."""
    by = actor_of(request)
    found = queries.find_correction(number, by=by, at=clock.now())
    if found is None:
        raise NotFound("exchange.correction.unknown", _("There is no such question to you."))
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_correction(number=number, by=by, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Thank you. The person and the agency see your answer."))
            return HttpResponseRedirect(reverse("partner:questions"))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    context = {"me": _me(request), "question": found, "form": form}
    return _page(request, "partner/question.html", context, status=422 if form.errors else 200)


@door(audience="partner", level=2)
def file_format(request: HttpRequest) -> HttpResponse:
    """How a file is written, and what every code means."""
    me = _me(request)
    context = {"me": me, "feed": queries.find_feed(me.kind), "codes": queries.list_codes()}
    return _page(
        request,
        "partner/format.html",
        context | {"example": queries.example_file(queries.find_feed(me.kind))},
    )


def _me(request: HttpRequest) -> PartnerView:
    return queries.get_partner(actor_of(request).partner, day=clock.today())


def _told(code: str) -> str:
    return queries.explain_code(code) if code else ""


def _page(request: HttpRequest, name: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    links = [
        (reverse("partner:files"), _("Files")),
        (reverse("partner:send"), _("Send a file")),
        (reverse("partner:questions"), _("Questions to you")),
        (reverse("partner:format"), _("How a file is written")),
    ]
    return render(request, name, context | {"links": links}, status=status)
