"""What a client asks for: filters of a list, and the fields of a new report."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from onedoor.doors.api.open311.formats import Wrong
from onedoor.doors.api.open311.offers import Offer, find_offer
from onedoor.kernel.ids import find_number
from onedoor.services import queries as services
from onedoor.services.queries.reports import ReportFilters

MOST, SPAN = 1_000, timedelta(days=90)
STATES = ("open", "closed")
_ATTRIBUTE = re.compile(r"attribute\[([A-Za-z0-9_-]{1,60})\](\[\])?")
_LONGEST = {"description": 4_000, "media_url": 2_000, "address_string": 300}


def check_jurisdiction(query: Mapping[str, Any]) -> None:
    """The city is the only one served here; who names another is told so."""
    named = query.get("jurisdiction_id", "")
    if named and named != settings.JURISDICTION:
        raise Wrong(404, _("jurisdiction_id was not found. This is %(id)s.") % {"id": settings.JURISDICTION})


def read_filters(query: QueryDict, *, at: datetime) -> ReportFilters:
    """What a list is narrowed by: at most 90 days, unless reports are asked for by their numbers."""
    if ids := query.get("service_request_id", "").strip():
        numbers = [number for one in ids.split(",") if (number := find_number(one))]
        return ReportFilters(numbers=numbers[:MOST] or ["none"])
    since, until = _moment(query, "start_date"), _moment(query, "end_date")
    until = until or (min(since + SPAN, at) if since else at)
    since = since or until - SPAN
    if since > until:
        raise Wrong(400, _("start_date must not be after end_date."))
    if until - since > SPAN:
        raise Wrong(400, _("The span of start_date and end_date must not be longer than 90 days."))
    return ReportFilters(
        kinds=_codes(query.get("service_code", "")),
        states=_states(query.get("status", "")),
        since=since,
        until=until,
    )


def read_page(query: QueryDict) -> tuple[int, int]:
    """(limit, offset) of the widely used page and page_size; at most 1,000 at once."""
    size = _whole(query.get("page_size", ""), "page_size", MOST)
    page = _whole(query.get("page", ""), "page", 1)
    return min(size, MOST), min(size, MOST) * (page - 1)


def read_report(posted: QueryDict) -> tuple[Offer, dict[str, Any]]:
    """The type, and the answers of its service's questions."""
    code = posted.get("service_code", "").strip()
    if not code:
        raise Wrong(400, _("service_code was not provided."))
    offer = find_offer(code)
    if offer is None:
        raise Wrong(404, _("service_code was not found."))
    uses = offer.file.reports
    assert uses is not None
    for name, longest in _LONGEST.items():
        if len(posted.get(name, "")) > longest:
            raise Wrong(
                400, _("%(name)s must not be longer than %(longest)s.") % {"name": name, "longest": longest}
            )
    _check_link(posted.get("media_url", ""))
    answers: dict[str, Any] = {uses.kind: offer.kind, uses.place: _place(posted)}
    for use in ("description", "media_url", "email", "phone", "first_name", "last_name"):
        field = getattr(uses, use)
        if field and posted.get(use):
            answers[field] = posted[use]
    return offer, answers | _attributes(posted, offer)


def _attributes(posted: QueryDict, offer: Offer) -> dict[str, Any]:
    asked = {field.id: field for field in offer.attributes}
    given: dict[str, Any] = {id: field.initial for id, field in asked.items() if field.initial is not None}
    for name in posted:
        if not name.startswith("attribute["):
            continue
        match = _ATTRIBUTE.fullmatch(name)
        field = asked.get(match[1]) if match else None
        if field is None:
            raise Wrong(400, _("%(name)s is no attribute of this service_code.") % {"name": name[:80]})
        given[field.id] = posted.getlist(name) if field.many else posted.get(name, "")
    missing = [id for id, field in asked.items() if field.required and not given.get(id)]
    if missing:
        raise Wrong(400, _("Required attributes are missing: %(names)s.") % {"names": ", ".join(missing)})
    return given


def _place(posted: QueryDict) -> Any:
    lat, long = posted.get("lat", "").strip(), posted.get("long", "").strip()
    address = posted.get("address_string", "").strip()
    if lat or long:
        if not (_degrees(lat, 90) and _degrees(long, 180)):
            raise Wrong(400, _("lat must be a number from -90 to 90, long one from -180 to 180."))
        return {"lat": lat, "long": long, "address": address}
    if address:
        return address
    if id := posted.get("address_id", "").strip():
        spot = services.find_address_id(id)
        if spot is None:
            raise Wrong(404, _("address_id was not found."))
        return spot
    raise Wrong(400, _("Give a place: lat and long, address_string, or address_id."))


def _check_link(link: str) -> None:
    if link and not services.is_web_address(link):
        raise Wrong(400, _("media_url must be an address that begins with http:// or https://."))


def _degrees(text: str, most: int) -> bool:
    return bool(re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,15})?", text)) and abs(float(text)) <= most


def _moment(query: QueryDict, name: str) -> datetime | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        # A '+' that was not encoded in the address arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        words = _("%(name)s must be written as 2025-03-10T09:00:00+08:00.") % {"name": name}
        raise Wrong(400, words) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _codes(text: str) -> list[str]:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    if any(find_offer(code) is None for code in codes):
        raise Wrong(404, _("service_code was not found."))
    return codes


def _states(text: str) -> list[str]:
    states = [state.strip() for state in text.split(",") if state.strip()]
    if set(states) - set(STATES):
        raise Wrong(400, _("status must be open or closed."))
    return states


def _whole(text: str, name: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not re.fullmatch(r"[1-9]\d{0,5}", text):
        raise Wrong(400, _("%(name)s must be a whole number from 1.") % {"name": name})
    return int(text)
