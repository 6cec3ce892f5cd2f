"""A step that gives an entity number founds a business; taken back, it is struck off."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import queries as people
from onedoor.people.rules import identifier_kind
from onedoor.services import actions
from onedoor.services.files import loading
from onedoor.services.flow import giving
from onedoor.services.models import Application, BroughtValue

pytestmark = pytest.mark.django_db

FILE = """
service: found
title: {en: Start a business, zh-hans: 创办企业}
agency: BIZ
assurance: {look: 2, sign: 2}
ask:
  - page: name
    items:
      - {id: business_name, type: string, required: true, text: {en: Name, zh-hans: 名称}}
steps:
  - {id: sign, by: customer, does: sign}
  - id: register
    by: BIZ
    does: task
    auto: "true"
    title: {en: The business is registered, zh-hans: 企业登记}
    gives:
      - id: entity_number
        number: HB
        text: {en: Entity number, zh-hans: 实体编号}
        register: business-register
        attribute: entity_number
"""


@pytest.fixture
def registered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mei: UUID, citizen: Actor, deliver: Callable[[], int],
    at: datetime,
) -> Application:  # fmt: skip
    """Mei Lin has started Quay Coffee."""
    (tmp_path / "found").mkdir()
    (tmp_path / "found" / "service.yaml").write_text(FILE)
    file = loading.load_service(tmp_path / "found").service
    files: dict[str, Any] = {**loading.get_catalogue().services, "found": file}
    monkeypatch.setattr(loading, "_kept", lambda _root: loading.Catalogue(files))
    first = actions.start_application(customer=mei, service="found", door="portal", by=citizen, at=at)
    saved = actions.save_page(
        application=first.id, page="name", answers={"business_name": "Quay Coffee"}, revision=first.revision,
        by=citizen, at=at,
    ).application  # fmt: skip
    actions.sign_application(
        application=saved.id, revision=saved.revision, fingerprint=saved.fingerprint, by=citizen, at=at
    )
    deliver()
    return Application.objects.get(pk=first.id)


def business(at: datetime) -> tuple[str, UUID]:
    number = str(BroughtValue.objects.get(name="entity_number").value)
    return number, people.find_ids([number])[number]


def held(customer: UUID) -> dict[str, Any]:
    return {one.attribute: one.value for one in exchange.list_held(customer, by=SYSTEM)}


def test_the_business_is_a_customer_and_its_founder_its_owner(
    registered: Application, citizen: Actor, mei: UUID, at: datetime
) -> None:
    number, firm = business(at)
    assert identifier_kind(number) == "business"
    (mandate,) = people.list_mandates_held(mei, by=citizen)  # as of the worker's day
    assert (mandate.giver, mandate.giver_name, mandate.role) == (firm, "Quay Coffee", "owner")
    assert mandate.evidence == registered.number


def test_its_register_knows_it_from_now_on(registered: Application, at: datetime) -> None:
    number, firm = business(at)
    assert held(firm) == {
        "entity_number": number, "business_name": "Quay Coffee", "business_state": "live",
    }  # fmt: skip


def test_taken_back_it_is_struck_off(registered: Application, at: datetime) -> None:
    from onedoor.services.applications.lookup import file_of

    _number, firm = business(at)
    file = file_of(registered)
    giving.take_back(registered, file, file.steps[1], by=SYSTEM, at=at)
    assert held(firm)["business_state"] == "ceased"
