"""Who moves along and confirmed moves: her register changes, and each agency answers for her by itself."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier
from onedoor.services import actions, queries
from onedoor.services.actions.agency_work import claim_task, note_receipt
from onedoor.services.applications.types import ApplicationView
from onedoor.services.files import loading
from onedoor.services.flow.journey import journey_of
from onedoor.services.flow.telling import told_of
from onedoor.services.links.base import Receipt
from onedoor.services.models import AgencyTask
from onedoor.trust import actions as trust
from onedoor.trust.types import Held, LockedBy
from tests.services.parties.conftest import BO, CONTACT, FILES, Sign, confirm, links

pytestmark = pytest.mark.django_db
PLACE, PHONE = "3 Quay Street", "9123 4567"


@pytest.fixture
def moved(services: dict[str, Any], bo: Actor, sign: Sign) -> ApplicationView:
    """Mei Lin moves with Bo, who has an account, and with Ann, who never answers."""
    services["address"] = loading.load_service(FILES / "address").service
    return sign(
        "address", **{
            "place": PLACE, "movers-0-mover": BO, "movers-0-reach": CONTACT,
            "movers-1-mover": "Ann Goh", "movers-1-reach": PHONE,
        },
    )  # fmt: skip


def late(at: datetime) -> datetime:
    moment = at + timedelta(days=20)
    actions.watch_parties(by=SYSTEM, at=moment)
    return moment


def address_of(customer: UUID | None) -> list[Any]:
    assert customer is not None
    held = exchange.list_held(customer, by=SYSTEM)
    return [value.value for value in held if value.attribute == "address"]


def work_off(at: datetime) -> None:
    """Each agency answers each task, with a reference of its own."""
    for number, task in enumerate(AgencyTask.objects.filter(state="waiting").order_by("id")):
        claim_task(task=task.id, by=SYSTEM, at=at)
        receipt = Receipt(outcome="done", reference=f"REV-{number}")
        note_receipt(task=task.id, receipt=receipt, by=SYSTEM, at=at)


def test_who_confirmed_moves_and_who_did_not_stays(moved: ApplicationView, bo: Actor, at: datetime) -> None:
    confirm(links(at, to=CONTACT)[0], bo, at)
    late(at)
    assert address_of(moved.customer) == [PLACE]
    assert address_of(bo.customer) == [PLACE]


def test_each_agency_is_told_of_each_with_a_task_of_its_own(
    moved: ApplicationView, bo: Actor, at: datetime
) -> None:
    confirm(links(at, to=CONTACT)[0], bo, at)
    moment = late(at)
    assert {task.customer for task in AgencyTask.objects.filter(step="tax")} == {moved.customer, bo.customer}
    work_off(moment)
    proofs = {task.reference: task.state for task in queries.list_tasks_of(moved.id, by=SYSTEM)}
    assert proofs == {"REV-0": "done", "REV-1": "done"}


def test_the_agency_is_told_of_whom_and_what_was_said_alone(
    moved: ApplicationView, bo: Actor, citizen: Actor, at: datetime
) -> None:
    confirm(links(at, to=CONTACT)[0], bo, at)
    late(at)
    task = AgencyTask.objects.get(step="tax", customer=bo.customer)
    told = {one.name: one.value for one in told_of(journey_of(task.application, by=SYSTEM, at=at), task)}
    assert told == {"who": BO, "place": PLACE}


def test_she_sees_her_own_proof_and_the_applicant_does_not(
    moved: ApplicationView, bo: Actor, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    confirm(links(at, to=CONTACT)[0], bo, at)
    late(at)
    assert [(task.step, task.of_another) for task in queries.list_tasks_of(moved.id, by=bo)] == [
        ("tax", True)
    ]
    assert [task.of_another for task in queries.list_tasks_of(moved.id, by=citizen)] == [False]
    assert queries.list_tasks_of(moved.id, by=stranger) == []
    party = queries.list_requests(bo.customer, by=bo)[0].id  # type: ignore[arg-type]
    assert [task.step for task in queries.list_tasks_of_party(party, by=bo)] == ["tax"]
    assert queries.list_tasks_of_party(party, by=citizen) == []
    with scoped(stranger):
        assert not AgencyTask.objects.exists()


def test_a_locked_person_moves_with_nobody_and_the_applicant_reads_only_that_she_did_not_answer(
    moved: ApplicationView, bo: Actor, citizen: Actor, at: datetime
) -> None:
    assert bo.customer is not None
    trust.lock_identity(customer=bo.customer, how=LockedBy.HERSELF, by=bo, at=at)
    with pytest.raises(Held):
        confirm(links(at, to=CONTACT)[0], bo, at)
    late(at)
    assert address_of(bo.customer) == []
    assert {party.state for party in queries.list_parties(moved.id, by=citizen)} == {"expired"}
    assert address_of(moved.customer) == [PLACE], "the rest goes on"


def family(mei: UUID, name: str, born: date, at: datetime, number: int) -> UUID:
    child = people.register_customer(
        name=name, birth_date=born, identifier=make_identifier(born, number), by=SYSTEM, at=at
    ).id
    people.record_relation(
        customer=mei, other=child, kind="child", register="civil-register", by=SYSTEM, at=at
    )
    return child


def test_her_own_child_moves_by_her_signature_and_is_sent_no_link(
    services: dict[str, Any], mei: UUID, sign: Sign, at: datetime
) -> None:
    services["address"] = loading.load_service(FILES / "address").service
    an = family(mei, "Lin An", date(2015, 5, 1), at, 11)
    sign("address", **{"place": PLACE, "movers-0-mover": "Lin An", "movers-0-reach": "mei@mail.example"})
    assert links(at) == []
    assert address_of(an) == [PLACE]
    assert AgencyTask.objects.filter(step="tax", customer=an).exists()


def test_a_child_of_fifteen_and_a_child_of_somebody_else_are_asked(
    services: dict[str, Any], mei: UUID, sign: Sign, at: datetime
) -> None:
    services["address"] = loading.load_service(FILES / "address").service
    teen = family(mei, "Lin Bo", date(2010, 3, 10), at, 12)
    sign("address", **{
        "place": PLACE, "movers-0-mover": "Lin Bo", "movers-0-reach": "teen@mail.example",
        "movers-1-mover": "Tan Yi", "movers-1-reach": "tan@mail.example",
    })  # fmt: skip
    assert len(links(at)) == 2
    assert address_of(teen) == []
