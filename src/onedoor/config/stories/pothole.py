"""Somebody without a name reports a hole in the road, by telephone app and in the browser."""

import secrets
import time

import httpx

from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor
from onedoor.services.queries import get_city

FIVE_METRES = 0.000045  # degrees of latitude


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    lat, long = _choose_place()
    story = Telling("A night-shift worker sees a deep hole in the road. She does not say who she is.")
    client = httpx.Client(base_url=base, timeout=30)
    with story.step("her app asks the city what can be reported (Open311)"):
        kinds = client.get("/open311/v2/services.json").json()
    story.promise(
        any(kind["service_code"] == "pothole" for kind in kinds), "potholes among others", len(kinds)
    )
    with story.step("and what it should ask her"):
        asked = client.get("/open311/v2/services/pothole.json").json()["attributes"]
    story.figure("questions", ", ".join(one["code"] for one in asked if one.get("required")))
    with story.step("she sends it"):
        sent = client.post("/open311/v2/requests.json", data=_report(asked, lat, long))
    sent.raise_for_status()
    number = sent.json()[0].get("service_request_id", "")
    story.promise(bool(number), "a number at once, and no account needed (R24)", number)
    found = _look(client, number)
    story.promise(
        found.get("status") == "open", "the app sees how it stands", found.get("agency_responsible")
    )
    story.promise(
        bool(found.get("expected_datetime")), "with the promise for potholes", found.get("expected_datetime")
    )
    said = str(found)
    story.promise("night@" not in said and "Nell" not in said, "and nothing of who reported it (R50)")
    with story.step("a neighbour looks at the map in a browser"):
        visitor = Visitor(base)
        visitor.open("/reports/")
    there = [text for text, href in visitor.page.links if number in href]
    story.promise(len(there) > 1, "the hole is on the city's map, and in the list beside it", there[-1:])
    with story.step("and reports the same hole, from the other side of the street"):
        again = client.post("/open311/v2/requests.json", data=_report(asked, lat + FIVE_METRES, long))
    second = again.json()[0].get("service_request_id", "")
    visitor.open(f"/reports/{second}/")
    story.promise(visitor.sees(number), "two reports of one hole are one piece of work", second)
    visitor.open(f"/reports/{number}/")
    story.promise(visitor.sees("1 other person reported it too"), "and the first one says so")
    return story.end()


def _choose_place() -> tuple[float, float]:
    """Somewhere along one of the city's streets, so that each run finds a hole of its own."""
    line = secrets.choice(list(get_city().streets.values())).line
    corner, part = secrets.randbelow(len(line) - 1), secrets.randbelow(100_000) / 100_000
    (lat, long), (next_lat, next_long) = line[corner], line[corner + 1]
    return lat + (next_lat - lat) * part, long + (next_long - long) * part


def _report(asked: list[dict[str, object]], lat: float, long: float) -> dict[str, str]:
    given = {
        "service_code": "pothole", "lat": f"{lat:.6f}", "long": f"{long:.6f}", "first_name": "Nell",
        "email": "night@mail.harbour.example", "description": "Deep hole beside the bus stop",
    }  # fmt: skip
    for one in asked:
        values = one.get("values") or []
        if one.get("required") and isinstance(values, list) and values:
            given[f"attribute[{one['code']}]"] = str(values[0]["key"])
    return given


def _look(client: httpx.Client, number: str) -> dict[str, object]:
    for _ in range(20):
        answer = client.get(f"/open311/v2/requests/{number}.json")
        if answer.status_code == 200 and answer.json():
            found: dict[str, object] = answer.json()[0]
            return found
        time.sleep(0.5)
    return {}
