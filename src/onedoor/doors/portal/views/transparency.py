"""What agencies do with persons' data, for everybody to see and to work with."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.kernel import clock
from onedoor.look.doors import door
from onedoor.look.transparency import context_of, read_report, rows_of


@door(audience="public", level=0)
def show_report(request: HttpRequest) -> HttpResponse:
    """The figures, by month and agency."""
    return render(request, "portal/transparency.html", context_of(read_report(at=clock.now())))


@door(audience="public", level=0)
def give_figures(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # spreadsheets need the mark
    response["Content-Disposition"] = 'attachment; filename="use-of-data.csv"'
    csv.writer(response).writerows(rows_of(read_report(at=clock.now())))
    return response
