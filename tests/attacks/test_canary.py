"""No list, count, filter, order, suggestion or error changes by what one may not know of: every page is read
before and after something happens elsewhere, and says the same."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from onedoor.kernel.actors import Actor
from tests.attacks.belongings import Things, nobodys
from tests.attacks.crawler import crawl
from tests.attacks.hands import Hand
from tests.cases.conftest import Hire

# How much was in time, as everybody reads it in the statistics at the portal; who is on duty where.
PUBLISHED = ("/desk/charter/", "/desk/duty/", "/statistics/", "/transparency/")
DESK = (
    "/desk/", "/desk/work/", "/desk/agency-requests/", "/desk/time/", "/desk/dispatch/", "/desk/payouts/",
    "/desk/ratings/", "/desk/contacts/", "/desk/counters/", "/desk/answers/?q=gift", "/desk/post/",
    "/desk/arrivals/", "/desk/contractors/", "/desk/routing/", "/desk/duty/", "/desk/merges/",
    *(
        f"/desk/work/?{query}"
        for query in (
            "from=0", "from=-1", "from=999", "late", "unowned", "mine", "state=open", "state=closed",
            "lane=normal", "service=income-tax",

            "lane=priority", "order=due", "order=-opened", "q=gift", "customer=Mei", "queue=REV", "page=2",
        )
    ),
    "/desk/payouts/?state=planned", "/desk/ratings/?poor=1",
)  # fmt: skip


PORTAL = (
    "/", "/applications/", "/letters/", "/payments/", "/appointments/", "/requests/", "/my-data/",
    "/who-used-my-data/", "/my-history/", "/representatives/", "/acting-for/", "/reports/", "/statistics/",
    "/reports/?state=closed", "/my-history/?kind=case",
)  # fmt: skip
BOXES = [
    ("/desk/search/", "q"), ("/desk/search/#", "q"), ("/desk/cases/new/?customer", "customer"),
    ("/desk/answers/write/?case", "case"), ("/desk/contacts/?case", "case"), ("/desk/contacts/", "case"),
    ("/desk/agency-requests/?q", "q"), ("/desk/work/?queue", "queue"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    """A page that says at what minute it was made differs by itself."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def read(browser: Client, *asked: str) -> dict[str, str]:
    """What each of these says, and every page that one comes to from there."""
    pages = {address: as_words(answer) for address, answer, _forms in crawl(browser, *asked)}
    return pages | {address: as_words(browser.get(address)) for address in asked}


def as_words(answer: Any, asked: str = "\0") -> str:
    """The answer without what was asked for and what differs from call to call."""
    words = (answer.content.decode(errors="replace") + str(answer.get("Location", ""))).replace(asked, "…")
    return f"{answer.status_code} " + re.sub(
        r'(csrfmiddlewaretoken" value="|nonce="|X-CSRFToken": ")[^"]*', r"\1…", words
    )


def changed(before: dict[str, str], after: dict[str, str]) -> str:
    """The pages that say something else, with what is new there."""
    found = []
    for address in sorted(before | after):
        old, new = before.get(address, "").splitlines(), after.get(address, "").splitlines()
        if old != new and not address.startswith(PUBLISHED):
            found.append(f"{address}: {[line.strip() for line in new if line not in old][:4]}")
    return "\n".join(found)


@pytest.mark.parametrize("role", ["case-officer", "supervisor", "counter-officer", "medical-officer"])
def test_what_another_agency_does_changes_nothing_at_this_desk(
    hire: Hire, sit: Callable[[Actor], Client], mei: UUID, role: str, request: pytest.FixtureRequest
) -> None:
    desk = sit(hire("Some One", agency="HLT" if role == "medical-officer" else "LAB", role=role))
    before = read(desk, *DESK)

    request.getfixturevalue("hers")

    assert changed(before, read(desk, *DESK)) == ""


def test_at_the_agency_itself_the_same_pages_do_change(
    desk: Client, mei: UUID, request: pytest.FixtureRequest
) -> None:
    before = read(desk, *DESK)

    request.getfixturevalue("hers")

    assert "/desk/work/" in changed(before, read(desk, *DESK))


def test_a_strangers_pages_do_not_change_either(
    other: Client, mei: UUID, request: pytest.FixtureRequest
) -> None:
    before = read(other, *PORTAL)

    request.getfixturevalue("hers")

    assert changed(before, read(other, *PORTAL)) == ""


def test_nor_do_another_partners(shipyard: Hand, request: pytest.FixtureRequest) -> None:
    pages = ("/partner/", "/partner/files/", "/partner/questions/")
    before = read(shipyard.browser, *pages)
    asked = shipyard.browser.get("/api/partner/v1/corrections", headers=shipyard.head).content

    request.getfixturevalue("of_the_food_bank")

    assert changed(before, read(shipyard.browser, *pages)) == ""
    assert shipyard.browser.get("/api/partner/v1/corrections", headers=shipyard.head).content == asked


@pytest.mark.parametrize(("address", "field"), BOXES)
def test_a_number_typed_into_a_box_of_the_desk_finds_nothing_elsewhere(
    hire: Hire, sit: Callable[[Actor], Client], hers: Things, address: str, field: str
) -> None:
    desk = sit(hire("Some One", agency="LAB", role="supervisor"))

    for number in hers.by_start.values():
        typed = {"topics-0-subject": "A gift", "result": "answered", "reason": "One thing", field: number}
        about_it, about_nothing = (
            as_words(send(desk, address, typed | {field: one}), one) for one in (number, nobodys(number))
        )
        assert about_it.splitlines() == about_nothing.splitlines()


@pytest.mark.parametrize("address", ["/rate/", "/rate/?number", "/pair/", "/verify/?code"])
def test_nor_in_a_box_of_the_portal(other: Client, hers: Things, address: str) -> None:
    """Who is not signed in may follow and rate by the number alone, which she was given; another customer
    is known not to be she."""
    for number in hers.by_start.values():
        about_it, about_nothing = (
            as_words(send(other, address, {"number": one, "code": one, "stars": "1"}), one)
            for one in (number, nobodys(number))
        )
        assert about_it.splitlines() == about_nothing.splitlines()


def send(browser: Client, address: str, typed: dict[str, str]) -> Any:
    """As a form that is sent, or as one that asks in the address."""
    path, asks, field = address.partition("?")
    if asks:
        return browser.get(path, {field: typed[field]})
    head = {"HX-Request": "true"} if path.endswith("#") else None
    return browser.post(path.rstrip("#"), typed, headers=head)
