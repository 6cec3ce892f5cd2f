"""At the desk: who arrives is decided, and two records become one and two again."""

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions, queries
from onedoor.people.types import Arrival

pytestmark = pytest.mark.django_db
REASON = "She showed her card"


@pytest.fixture
def twin(mei: UUID, at: datetime) -> UUID:
    """Mei Lin once more, under her English name."""
    return actions.register_customer(
        name="May Lin", email="may@mail.example", address="1 Old Street", by=SYSTEM, at=at
    ).id


def said(mei: UUID) -> Arrival:
    person = queries.get_customer(mei, by=SYSTEM)
    return Arrival(name=person.name, birth_date=person.birth_date)


def test_an_arrival_is_shown_beside_who_is_known_and_decided(
    supervisor: Client, mei: UUID, at: datetime
) -> None:
    kept = actions.keep_arrival(arrival=said(mei), by=SYSTEM, at=at)
    assert reverse("desk:who-is-it", args=[kept.id]) in supervisor.get("/desk/arrivals/").content.decode()
    address = reverse("desk:who-is-it", args=[kept.id])
    assert "Said now" in supervisor.get(address).content.decode()
    assert supervisor.post(address, {"answer": ""}).status_code == 422
    assert supervisor.post(address, {"answer": str(mei)}).status_code == 302
    assert queries.get_arrival(kept.id, by=SYSTEM).customer == mei


def test_a_merge_is_looked_at_first_then_done_then_undone(supervisor: Client, mei: UUID, twin: UUID) -> None:
    found = supervisor.post(reverse("desk:merge-find", args=[mei]), {"q": "May"}).content.decode()
    address = reverse("desk:merge", args=[mei, twin])
    assert address in found
    assert "What moves" in supervisor.get(address).content.decode()
    unchosen = supervisor.post(address, {"reason": REASON})
    assert (unchosen.status_code, REASON in unchosen.content.decode()) == (422, True)
    done = supervisor.post(address, {"reason": REASON, "choice.field.name": "keep"})
    assert done.status_code == 302
    assert supervisor.get(address).status_code == 409
    old = supervisor.get(reverse("desk:open", args=[twin]))
    assert old["Location"] == reverse("desk:open", args=[mei])
    (view,) = queries.list_merges(by=SYSTEM)
    assert supervisor.post("/desk/merges/", {"merge": "x"}).status_code == 422
    assert supervisor.post("/desk/merges/", {"merge": str(view.id)}).status_code == 302
    assert queries.get_customer(twin, by=SYSTEM).id == twin


def test_two_people_are_told_apart(supervisor: Client, mei: UUID, twin: UUID) -> None:
    address = reverse("desk:merge", args=[mei, twin])
    assert supervisor.post(address, {"reason": "Sisters", "act": "different"}).status_code == 302
    assert supervisor.get(address).status_code == 409


def test_others_may_not(desk: Client, contractor: Client, mei: UUID, twin: UUID) -> None:
    for browser in (desk, contractor):
        for address in ("/desk/merges/", "/desk/arrivals/", reverse("desk:merge", args=[mei, twin])):
            assert browser.get(address).status_code == 403
