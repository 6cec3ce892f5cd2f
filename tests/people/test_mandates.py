"""Acting for somebody else: given by her, for a time, never passed on, and she sees it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, StepUpNeeded
from onedoor.kernel.scope import scoped
from onedoor.people import actions, queries
from onedoor.people.models import Customer as CustomerRow
from onedoor.people.types import Customer, Mandate
from onedoor.trust import actions as trust
from tests.people.conftest import citizen

pytestmark = pytest.mark.django_db


def grant(ada: Customer, ben: Customer, at: datetime, **more: Any) -> Mandate:
    facts: dict[str, Any] = {"role": "accountant", "by": citizen(ada)} | more
    return actions.grant_mandate(giver=ada.id, holder=ben.id, at=at, **facts)


def test_with_a_mandate_he_acts_for_her(ada: Customer, ben: Customer, at: datetime) -> None:
    mandate = grant(ada, ben, at)
    acts = queries.acting_as(citizen(ben), ada.id, at=at)
    assert (acts.customer, acts.self_customer, acts.mandate) == (ada.id, ben.id, mandate.id)


def test_without_one_he_does_not(ada: Customer, ben: Customer, at: datetime) -> None:
    with pytest.raises(NotAllowed, match=r"mandate\.none"):
        queries.acting_as(citizen(ben), ada.id, at=at)


def test_it_does_not_work_the_other_way(ada: Customer, ben: Customer, at: datetime) -> None:
    grant(ada, ben, at)
    with pytest.raises(NotAllowed):
        queries.acting_as(citizen(ada), ben.id, at=at)


def test_it_holds_in_its_half_open_period(ada: Customer, ben: Customer, at: datetime) -> None:
    grant(ada, ben, at, active_from=date(2025, 3, 11), active_to=date(2025, 3, 12))
    for days, may in ((0, False), (1, True), (2, False)):
        held = queries.list_mandates_held(ben.id, by=citizen(ben), at=at + timedelta(days=days))
        assert bool(held) is may


def test_it_is_given_at_level_three(ada: Customer, ben: Customer, at: datetime) -> None:
    with pytest.raises(StepUpNeeded):
        grant(ada, ben, at, by=citizen(ada, assurance=2))


def test_nobody_takes_one(ada: Customer, ben: Customer, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        grant(ada, ben, at, by=citizen(ben))


def test_it_cannot_be_passed_on(ada: Customer, ben: Customer, at: datetime) -> None:
    grant(ada, ben, at)
    third = actions.register_customer(name="Third", by=SYSTEM, at=at)
    acting = queries.acting_as(citizen(ben), ada.id, at=at)
    with pytest.raises(NotAllowed):
        actions.grant_mandate(giver=ada.id, holder=third.id, role="carer", by=acting, at=at)


def test_it_covers_its_services_only(ada: Customer, ben: Customer, at: datetime) -> None:
    grant(ada, ben, at, services=["income-tax"])
    acting = queries.acting_as(citizen(ben), ada.id, at=at)
    assert queries.mandate_covers(acting, "income-tax")
    assert not queries.mandate_covers(acting, "departure-clearance")
    assert queries.mandate_covers(citizen(ben), "departure-clearance")


def test_it_may_cover_every_service(ada: Customer, ben: Customer, at: datetime) -> None:
    grant(ada, ben, at)
    assert queries.mandate_covers(queries.acting_as(citizen(ben), ada.id, at=at), "anything")


def test_the_same_mandate_is_given_once_at_a_time(ada: Customer, ben: Customer, at: datetime) -> None:
    grant(ada, ben, at, active_to=date(2025, 4, 1))
    with pytest.raises(Conflict):
        grant(ada, ben, at, active_from=date(2025, 3, 31))
    grant(ada, ben, at, active_from=date(2025, 4, 1))


@pytest.mark.parametrize(
    "wrong",
    [{"role": "friend"}, {"services": []}, {"active_to": date(2025, 3, 10)}, {"active_to": date(2020, 1, 1)}],
)
def test_what_cannot_be_right_is_refused(
    ada: Customer, ben: Customer, at: datetime, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        grant(ada, ben, at, **wrong)


def test_nobody_needs_a_mandate_for_herself(ada: Customer, at: datetime) -> None:
    with pytest.raises(Invalid):
        grant(ada, ada, at)


@pytest.mark.parametrize("who", ["giver", "holder", "officer"])
def test_either_side_or_an_officer_ends_it(
    who: str, ada: Customer, ben: Customer, officer: Actor, at: datetime
) -> None:
    mandate = grant(ada, ben, at, active_from=date(2025, 1, 1))
    by = {"giver": citizen(ada), "holder": citizen(ben), "officer": officer}[who]
    actions.end_mandate(mandate=mandate.id, by=by, at=at)
    with pytest.raises(NotAllowed):
        queries.acting_as(citizen(ben), ada.id, at=at)


def test_a_stranger_does_not_end_it(ada: Customer, ben: Customer, stranger: Actor, at: datetime) -> None:
    mandate = grant(ada, ben, at)
    with pytest.raises(NotFound):
        actions.end_mandate(mandate=mandate.id, by=stranger, at=at)


def test_both_sides_have_it_on_record(ada: Customer, ben: Customer, at: datetime) -> None:
    grant(ada, ben, at)
    rows = JournalEntry.objects.filter(event__startswith="people.mandate")
    assert {(row.event, row.customer) for row in rows} == {
        ("people.mandate.granted", ada.id),
        ("people.mandate.received", ben.id),
    }


def test_a_session_for_somebody_falls_back_when_the_mandate_ended(
    ada: Customer, ben: Customer, at: datetime
) -> None:
    mandate = grant(ada, ben, at, active_from=date(2025, 1, 1))
    account = trust.open_account(
        email="ben@mail.example", name="Ben", kind="citizen", customer=ben.id, by=SYSTEM, at=at
    ).id
    session: dict[str, Any] = {"door": "portal", "assurance": 2, "acting_for": ada.id, "at": at}
    assert queries.acting_account(account, **session).customer == ada.id
    actions.end_mandate(mandate=mandate.id, by=SYSTEM, at=at)
    assert queries.acting_account(account, **session).customer == ben.id


def test_the_wall_shows_those_tied_to_her_and_no_others(ada: Customer, ben: Customer, at: datetime) -> None:
    with scoped(citizen(ben)):
        assert list(CustomerRow.objects.values_list("id", flat=True)) == [ben.id]
    grant(ada, ben, at)
    with scoped(citizen(ben)):
        assert set(CustomerRow.objects.values_list("id", flat=True)) == {ada.id, ben.id}
        assert queries.get_customer(ada.id, by=citizen(ben)).id == ada.id


def test_parents_see_their_children(ada: Customer, ben: Customer, stranger: Actor, at: datetime) -> None:
    for _ in range(2):
        actions.record_relation(
            customer=ada.id, other=ben.id, kind="child", register="civil-register", by=SYSTEM, at=at
        )
    with scoped(citizen(ada)):
        (child,) = queries.list_relations(ada.id, by=citizen(ada))
    assert (child.other, child.kind, child.name_zh) == (ben.id, "child", "林伟本")
    with scoped(stranger), pytest.raises(NotFound):
        queries.list_relations(ada.id, by=stranger)
