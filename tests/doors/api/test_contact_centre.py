"""A program that an officer answers calls with: it finds, reads and logs in her name, and no further."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from onedoor.contact.models import Interaction
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.trust import actions as trust
from tests.cases.conftest import Hire, hire  # noqa: F401  # fixtures
from tests.services.conftest import MEI_ID

pytestmark = pytest.mark.django_db

Call = Callable[..., Any]
CONTACT = {"door": "phone", "topics": [{"subject": "When is my pass ready?"}], "result": "answered"}


@pytest.fixture
def officer(hire: Hire) -> Actor:  # noqa: F811
    return hire("Mei Tan")


@pytest.fixture
def call(client: Client, officer: Actor, at: datetime) -> Call:
    """Calls the interface with the officer's key, unless another is given."""
    own = trust.issue_desk_key(label="Telephone bar", by=officer, at=at).secret

    def send(path: str, body: Any = None, *, key: str = own, purpose: str = "answer-customer") -> Any:
        headers = {"Authorization": f"Bearer {key}", "Onedoor-Purpose": purpose}
        address = f"/api/v1/desk/customers/{path}"
        if body is None:
            return client.get(address, headers=headers)
        return client.post(address, json.dumps(body), content_type="application/json", headers=headers)

    return send


def test_a_customer_is_found_by_her_identifier(call: Call, mei: UUID) -> None:
    found = call("find", {"identifier": f" {MEI_ID.lower()} "})

    assert found.status_code == 200
    assert found.json()["id"] == str(mei)
    assert "birth_date" not in found.json()


def test_who_is_not_there_is_not_found(call: Call, mei: UUID) -> None:
    assert call("find", {"identifier": "S0000000Z"}).status_code == 404
    assert call("find", {"identifier": ""}).status_code == 422


def test_what_is_read_stands_in_her_history(call: Call, mei: UUID, officer: Actor) -> None:
    lines = call(f"{mei}/history").json()

    assert lines[0]["event"] == "people.customer.viewed"
    with scoped(SYSTEM):
        entry = JournalEntry.objects.get(event="people.customer.viewed", customer=mei)
    assert (entry.actor, entry.purpose, entry.door) == (officer.account, "answer-customer", "api")


@pytest.mark.parametrize("purpose", ["", "curious", "read-protected-details"])
def test_nothing_is_read_without_a_purpose(call: Call, mei: UUID, purpose: str) -> None:
    assert call(f"{mei}/history", purpose=purpose).status_code == 422


def test_the_newest_come_first_and_only_so_many(call: Call, mei: UUID) -> None:
    for _ in range(3):
        call(f"{mei}/contacts", CONTACT)

    lines = call(f"{mei}/history?limit=2").json()

    assert [line["event"] for line in lines] == ["people.customer.viewed", "contact.interaction.logged"]


def test_a_contact_is_kept_in_her_name_and_its_own_time(call: Call, mei: UUID, officer: Actor) -> None:
    answer = call(f"{mei}/contacts", CONTACT)

    assert answer.status_code == 201
    kept = Interaction.objects.get(id=answer.json()["id"])
    assert (kept.customer, kept.door, kept.officer, kept.result) == (
        mei,
        "phone",
        officer.account,
        "answered",
    )


@pytest.mark.parametrize("change", [{"topics": []}, {"door": "dream"}, {"topics": [{"subject": ""}]}])
def test_half_a_contact_is_refused_and_nothing_kept(call: Call, mei: UUID, change: dict[str, Any]) -> None:
    answer = call(f"{mei}/contacts", CONTACT | change)

    assert answer.status_code == 422
    assert not Interaction.objects.exists()


def test_nobody_is_nobody(call: Call) -> None:
    assert call(f"{uuid4()}/history").status_code == 404
    assert call(f"{uuid4()}/contacts", CONTACT).status_code == 404


@pytest.mark.parametrize("key", ["", "odk_1234_wrong", "Bearer", "odk__"])
def test_another_text_opens_nothing(call: Call, mei: UUID, key: str) -> None:
    assert call(f"{mei}/history", key=key).status_code == 401


def test_a_key_ends_with_the_shift(call: Call, officer: Actor, mei: UUID, at: datetime) -> None:
    old = trust.issue_desk_key(label="Yesterday", by=officer, at=at - timedelta(hours=13)).secret

    assert call(f"{mei}/history", key=old).status_code == 401


def test_a_key_that_was_taken_back_opens_nothing(call: Call, officer: Actor, mei: UUID, at: datetime) -> None:
    issued = trust.issue_desk_key(label="Lost", by=officer, at=at)
    trust.revoke_desk_key(key=issued.key.id, by=officer, at=at)

    assert call(f"{mei}/history", key=issued.secret).status_code == 401


def test_a_key_of_somebody_whose_post_ended_opens_nothing(
    call: Call, officer: Actor, mei: UUID, at: datetime
) -> None:
    trust.lock_account(account=officer.account, by=SYSTEM, at=at)

    assert call(f"{mei}/history").status_code == 401


def test_a_key_allows_what_the_role_does_and_no_more(
    call: Call,
    hire: Hire,  # noqa: F811
    mei: UUID,
    at: datetime,
) -> None:
    designer = hire("Dana Goh", role="service-designer")
    hers = trust.issue_desk_key(label="Bar", by=designer, at=at).secret

    assert call(f"{mei}/history", key=hers).status_code == 403
    assert call(f"{mei}/contacts", CONTACT, key=hers).status_code in (403, 404)
