"""Who used a person's data, for other portals: in the shape of the Estonian Data Tracker's ``findUsage``
(version 2) and of GovStack's digital registries (DRS-8)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from onedoor.doors.api.problems import PROBLEMS
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import Disclosure, UsagePage, why_refused
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import pick
from onedoor.look.operations import operation
from onedoor.people.types import LookPurpose

router = Router()
SYSTEM = "onedoor"
BEGIN = date(2000, 1, 1)


class UsageOut(BaseModel):
    """One use. ``action`` says in plain words what for; ``restriction`` is filled where a law kept the line
    back until now; ``refused`` tells an attempt, ``reason`` why it was refused."""

    logtime: datetime
    action: str
    receiverCode: str  # noqa: N815  # the protocol's names
    receiverName: str  # noqa: N815
    receiverSystem: str  # noqa: N815
    refused: bool
    reason: str
    restriction: str


class UsagesOut(BaseModel):
    """``totalUsages`` in the period, and the lines asked for, newest first."""

    totalUsages: int  # noqa: N815
    usages: list[UsageOut]


class PeriodOut(BaseModel):
    """From when to when lines are kept here."""

    periodStart: datetime  # noqa: N815
    periodEnd: datetime  # noqa: N815


class ReadingOut(BaseModel):
    """One reading, as DRS-8 names it. No names of officers: they stand on the person's own page."""

    readerInitials: str  # noqa: N815
    readerInstitutionName: str  # noqa: N815
    readerApplicationName: str  # noqa: N815
    searchDateTime: datetime  # noqa: N815


class Asked(BaseModel):
    """``periodStart`` and ``periodEnd`` are days (the last one included) or moments with their zone."""

    periodStart: str = ""  # noqa: N815
    periodEnd: str = ""  # noqa: N815
    offset: int = 0
    limit: int = 1_000
    format: str = Field("json", pattern="^(json|xml)$")


@router.get("/usage/findUsage", response={200: UsagesOut, **PROBLEMS})
@operation(audience="customer", level=2)
def find_usage(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Who used the data of whom you act for. This question becomes a line of the same list."""
    page = _read(request, asked)
    lines = [_usage(use) for use in page.uses]
    if asked.format == "xml":
        return _xml(page.total, lines)
    return UsagesOut(totalUsages=page.total, usages=lines)


@router.get("/usage/usagePeriod", response={200: PeriodOut, **PROBLEMS})
@operation(audience="customer", level=2)
def usage_period(request: HttpRequest) -> Any:
    """From when to when there are lines at all: since the house keeps its journal."""
    return PeriodOut(periodStart=_moment("", last=False), periodEnd=clock.now())


@router.get("/usage/heartbeat", response=dict[str, str], auth=None)
@operation(audience="public", level=0)
def heartbeat(request: HttpRequest) -> Any:
    """Whether this is there."""
    return {"appName": SYSTEM, "status": "ok"}


@router.get("/data/myPersonalDataUsage", response={200: list[ReadingOut], **PROBLEMS})
@operation(audience="customer", level=2)
def my_personal_data_usage(request: HttpRequest, asked: Query[Asked]) -> Any:
    """The same list as GovStack's registries give it. This question becomes a line of it too."""
    return [
        ReadingOut(
            readerInitials=_initials(use.officer),
            readerInstitutionName=pick(use.receiver_name),
            readerApplicationName=use.service or SYSTEM,
            searchDateTime=use.happened_at,
        )
        for use in _read(request, asked).uses
    ]


def _read(request: HttpRequest, asked: Asked) -> UsagePage:
    by: Actor = request.auth  # type: ignore[attr-defined]  # ninja puts the caller there
    if by.customer is None:
        raise NotFound("api.no_customer", _("This account has no customer record yet. Visit a counter."))
    at = clock.now()
    with scoped(by):
        return exchange.find_usage(
            customer=by.customer,
            since=_moment(asked.periodStart, last=False),
            until=_moment(asked.periodEnd, last=True),
            offset=asked.offset,
            limit=asked.limit,
            by=by,
            at=at,
        )


def _moment(written: str, *, last: bool) -> datetime:
    """The moment that was written; nothing written is as far as there is anything."""
    if not written:
        return clock.now() + timedelta(microseconds=1) if last else _day(BEGIN)
    try:
        read, day = parse_datetime(written), parse_date(written)
    except ValueError:
        read, day = None, None
    if day is not None:
        return _day(day + timedelta(days=1)) if last else _day(day)
    if read is None or read.tzinfo is None:
        field = "periodEnd" if last else "periodStart"
        raise Invalid("usage.moment", _("Write a day, or a moment with its time zone."), field=field)
    return read


def _day(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.ZONE)


def _usage(use: Disclosure) -> UsageOut:
    return UsageOut(
        logtime=use.happened_at.astimezone(UTC),
        action=_purpose(use),
        receiverCode=use.receiver,
        receiverName=pick(use.receiver_name),
        receiverSystem=use.service or SYSTEM,
        refused=use.refused,
        reason=why_refused(use.code) if use.refused else "",
        restriction=_restriction(use),
    )


def _purpose(use: Disclosure) -> str:
    if use.looked and use.purpose in LookPurpose.values:
        return str(LookPurpose(use.purpose).label)
    return pick(use.purpose_title) or use.purpose


def _restriction(use: Disclosure) -> str:
    if use.withheld_until is None:
        return ""
    return f"{clock.local(use.withheld_until).date()}: {pick(use.withheld_under)}"


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split())


def _xml(total: int, lines: list[UsageOut]) -> HttpResponse:
    root = ET.Element("findUsageResponse")
    ET.SubElement(root, "totalUsages").text = str(total)
    for line in lines:
        usage = ET.SubElement(root, "usages")
        for name, value in line.model_dump(mode="json").items():
            ET.SubElement(usage, name).text = str(value).lower() if isinstance(value, bool) else value
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")
