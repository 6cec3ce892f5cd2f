"""A report as GeoReport v2 writes it. Nothing of who reported is among the fields."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from onedoor.kernel import clock
from onedoor.kernel.text import pick
from onedoor.services.queries.reports import PublicReport
from onedoor.trust import queries as trust


def show_report(report: PublicReport) -> dict[str, Any]:
    """An entry of the list of requests."""
    return {
        "service_request_id": report.number,
        "status": report.state,
        "status_notes": report.notes or _merged(report) or None,
        "service_name": pick(report.title),
        "service_code": report.kind,
        "description": report.description or None,
        "agency_responsible": pick(trust.get_agency(report.agency).name),
        "service_notice": None,
        "requested_datetime": _written(report.reported_at),
        "updated_datetime": _written(report.changed_at),
        "expected_datetime": _written(report.promised_at),
        "address": report.address or None,
        "address_id": None,
        "zipcode": None,
        "lat": report.lat,
        "long": report.long,
        "media_url": _picture(report) or None,
    }


def show_filed(report: PublicReport, *, account: str) -> dict[str, Any]:
    """What who filed it is told: the number, and what is promised. ``account`` opens it to her alone."""
    promise = _("We promised it by %(when)s.") % {"when": _written(report.promised_at)}
    return {
        "service_request_id": report.number,
        "service_notice": _merged(report) or promise,
        "account_id": account or None,
    }


def _merged(report: PublicReport) -> str:
    if not report.merged_into:
        return ""
    words = _("This was reported before as %(number)s; you will be told together.")
    return words % {"number": report.merged_into}


def _picture(report: PublicReport) -> str:
    for which in ("after", "before"):
        if getattr(report, which):
            return f"{settings.PUBLIC_URL}/reports/{report.number}/{which}/"
    return report.media_url


def _written(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat(timespec="seconds") if moment else None
