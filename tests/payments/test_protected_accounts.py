"""Money goes to no account that a thief may have named."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import queries
from onedoor.trust import actions as trust
from onedoor.trust.types import ChangeKind, Held, LockedBy
from tests.payments.test_paying_out import (
    GOOD,
    Plan,
    _the_test_bank_pays,
    clerk,
    give,
    mother,
    order,
    plan,
    states,
)

__all__ = ["_the_test_bank_pays", "clerk", "mother", "plan"]
pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(hours=24), timedelta(hours=1)


def her_id(mother: Actor) -> UUID:
    assert mother.customer is not None
    return mother.customer


def test_after_a_change_of_contact_even_the_first_account_waits_out_the_day(
    plan: Plan, mother: Actor, at: datetime
) -> None:
    payout = plan("100.00")
    trust.note_change(customer=her_id(mother), kind=ChangeKind.CONTACT, by=mother, at=at)
    give(mother, GOOD, at + HOUR)
    found = queries.find_account(her_id(mother), by=mother)
    assert found
    assert found.usable_from == at + DAY
    assert order(at + HOUR) is None
    assert order(at + DAY + HOUR)
    assert states(payout) == ["paid"]


def test_while_locked_no_account_is_named(mother: Actor, at: datetime) -> None:
    trust.lock_identity(customer=her_id(mother), how=LockedBy.HERSELF, by=mother, at=at)
    with pytest.raises(Held):
        give(mother, GOOD, at)


def test_while_locked_only_the_account_from_before_is_paid(plan: Plan, mother: Actor, at: datetime) -> None:
    payout = plan("100.00")
    give(mother, GOOD, at)
    trust.lock_identity(customer=her_id(mother), how=LockedBy.NOT_ME, since=at, by=SYSTEM, at=at + HOUR)
    assert order(at + HOUR) is None, "it was named at the moment from which nothing is trusted"
    assert states(payout) == ["planned"]


def test_an_account_from_before_the_theft_goes_on_being_paid(plan: Plan, mother: Actor, at: datetime) -> None:
    payout = plan("100.00")
    give(mother, GOOD, at)
    trust.lock_identity(customer=her_id(mother), how=LockedBy.HERSELF, by=mother, at=at + HOUR)
    assert order(at + HOUR)
    assert states(payout) == ["paid"]
