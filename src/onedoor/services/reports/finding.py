"""Finding a report of the same thing that is there already."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from onedoor.kernel.calendars import Term
from onedoor.services.applications.document import plain
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Report
from onedoor.services.places.distance import box_around, metres_between


def same_of(file: ServiceFile, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that two reports of one thing share."""
    names = file.duplicates.same if file.duplicates else ()
    return {name: plain(values.get(name)) for name in names}


def find_duplicate(file: ServiceFile, values: Mapping[str, Any], *, at: datetime) -> Report | None:
    """The nearest open report of the same thing: close enough, and not too long ago."""
    place = values.get(file.reports.place) if file.reports else None
    rule = file.duplicates
    if rule is None or not place or place.get("lat") is None:
        return None
    lat, long = float(place["lat"]), float(place["long"])
    box = box_around(lat, long, rule.within_metres)
    term = Term.parse(rule.within)
    rows = Report.objects.filter(
        service=file.service,
        state="open",
        merged_into=None,
        reported_at__gte=at - timedelta(days=term.days, minutes=term.minutes),
        same=same_of(file, values),
        lat__range=(box.south, box.north),
        long__range=(box.west, box.east),
    )
    near = [(metres_between(lat, long, row.lat or 0, row.long or 0), row) for row in rows]
    within = [pair for pair in near if pair[0] <= rule.within_metres]
    return min(within, key=lambda pair: pair[0])[1] if within else None
