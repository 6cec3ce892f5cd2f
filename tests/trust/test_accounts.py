"""An account is one person's way in; a post is what she may do there."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.ids import new_id
from onedoor.trust import actions, queries
from onedoor.trust.models import Account, Post
from onedoor.trust.types import AccountView, NewAccount
from tests.trust.conftest import ADA, PASSWORD, make_officer

pytestmark = pytest.mark.django_db


def test_the_e_mail_is_one_whatever_its_capitals(ada: AccountView, at: datetime) -> None:
    assert queries.find_account("ADA@mail.example") == ada
    with pytest.raises(Conflict):
        actions.open_account(email="ada@MAIL.example", name="Eve", kind="citizen", by=SYSTEM, at=at)


def test_a_customer_has_one_account(ada: AccountView, at: datetime) -> None:
    with pytest.raises(Conflict):
        actions.open_account(email="b@mail.example", name="B", kind="citizen", customer=ADA, by=SYSTEM, at=at)


def test_the_password_signs_in(ada: AccountView) -> None:
    request = RequestFactory().post("/sign-in/")
    assert authenticate(request, username="ada@mail.example", password=PASSWORD) == Account.objects.get(
        id=ada.id
    )
    assert authenticate(request, username="ada@mail.example", password="not this") is None


def test_a_short_password_is_refused(at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.open_account(
            email="c@mail.example", name="C", kind="citizen", password="short", by=SYSTEM, at=at
        )


def test_a_partners_account_names_its_partner(at: datetime) -> None:
    with pytest.raises(Conflict):
        actions.open_account(email="d@mail.example", name="D", kind="partner", by=SYSTEM, at=at)


@pytest.mark.parametrize("stranger", [ANONYMOUS, replace(ANONYMOUS, kind="partner", partner="X")])
def test_only_officers_and_the_house_open_accounts(stranger: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.open_account(email="e@mail.example", name="E", kind="citizen", by=stranger, at=at)


def test_many_accounts_share_one_hash_of_one_password(at: datetime) -> None:
    wanted = [NewAccount(email=f"p{i}@mail.example", name=f"P{i}") for i in range(3)]
    ids = actions.open_accounts(accounts=wanted, password=PASSWORD, by=SYSTEM, at=at)
    assert len(set(Account.objects.filter(id__in=ids).values_list("password", flat=True))) == 1
    assert Account.objects.get(email="p2@mail.example").check_password(PASSWORD)


def test_a_locked_account_acts_no_more(ada: AccountView, ada_acts: Actor, at: datetime) -> None:
    actions.lock_account(account=ada.id, by=ada_acts, at=at)
    with pytest.raises(NotAllowed, match=r"account\.locked"):
        queries.actor_for(ada.id, door="portal", assurance=2)


def test_nobody_locks_a_strangers_account(ada: AccountView, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.lock_account(account=ada.id, by=ANONYMOUS, at=at)


def test_a_citizen_acts_for_herself(ada: AccountView, ada_acts: Actor) -> None:
    assert (ada_acts.kind, ada_acts.customer, ada_acts.permissions) == ("citizen", ADA, frozenset())


def test_an_officer_has_her_roles_permissions_at_her_agency(officer: Actor) -> None:
    assert officer.agency == "REV"
    assert officer.may("customers.find")
    assert not officer.may("services.decide")


def test_a_post_begins_and_ends_half_open(at: datetime) -> None:
    account = actions.open_account(email="f@gov.example", name="F", kind="officer", by=SYSTEM, at=at)
    give = {"account": account.id, "agency": "REV", "role": "supervisor", "by": SYSTEM, "at": at}
    actions.give_post(**give, active_from=date(2025, 3, 1), active_to=date(2025, 3, 10))
    assert queries.actor_for(account.id, door="desk", assurance=3, at=at).permissions == frozenset()
    actions.give_post(**give, active_from=date(2025, 3, 10))
    assert queries.actor_for(account.id, door="desk", assurance=3, at=at).may("posts.manage")


def test_the_same_post_is_not_held_twice_at_a_time(officer: Actor, at: datetime) -> None:
    again = {"account": officer.account, "agency": "REV", "role": "counter-officer"}
    with pytest.raises(Conflict):
        actions.give_post(**again, active_from=date(2025, 6, 1), by=SYSTEM, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            account_id=again["account"], agency="REV", role="counter-officer", active_from=date(2024, 1, 1)
        )


def test_an_officer_without_a_post_may_nothing(at: datetime) -> None:
    account = actions.open_account(email="g@gov.example", name="G", kind="officer", by=SYSTEM, at=at)
    assert queries.actor_for(account.id, door="desk", assurance=3, at=at).permissions == frozenset()


def test_roles_at_two_agencies_do_not_mix(officer: Actor, at: datetime) -> None:
    actions.give_post(
        account=officer.account,
        agency="LAB",
        role="supervisor",
        active_from=date(2025, 2, 1),
        by=SYSTEM,
        at=at,
    )
    at_lab = queries.actor_for(officer.account, door="desk", assurance=3, agency="LAB", at=at)
    assert at_lab.may("posts.manage")
    assert not queries.actor_for(officer.account, door="desk", assurance=3, at=at).may("posts.manage")
    with pytest.raises(NotAllowed):
        queries.actor_for(officer.account, door="desk", assurance=3, agency="HLT", at=at)


def test_a_supervisor_gives_posts_at_her_own_agency_only(at: datetime) -> None:
    boss = queries.actor_for(
        make_officer("Boss Ng", "REV", "supervisor", at).id, door="desk", assurance=3, at=at
    )
    hand = make_officer("Hand Goh", "CTC", "phone-officer", at)
    give = {"account": hand.id, "role": "case-officer", "active_from": date(2025, 3, 1), "by": boss, "at": at}
    actions.give_post(**give, agency="REV")
    with pytest.raises(NotAllowed):
        actions.give_post(**give, agency="LAB")


def test_a_post_ends(officer: Actor, at: datetime) -> None:
    actions.end_post(post=Post.objects.get(account_id=officer.account).id, by=SYSTEM, at=at)
    assert queries.actor_for(officer.account, door="desk", assurance=3, at=at).permissions == frozenset()


def test_officers_of_an_agency_are_listed_with_their_roles(
    officer: Actor, other_officer: Actor, at: datetime
) -> None:
    (found,) = queries.list_officers("REV", at=at)
    assert (found.account, found.roles) == (officer.account, ("counter-officer",))
    assert queries.list_officers("REV", role="duty-officer", at=at) == []


def test_a_person_sees_who_tried_to_be_her(ada: AccountView, at: datetime) -> None:
    actions.record_sign_in(account=ada.id, succeeded=False, by=ANONYMOUS, at=at)
    assert JournalEntry.objects.filter(customer=ADA, event="trust.account.sign_in_failed").exists()


def test_an_unknown_account_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.get_account(new_id())
    assert queries.name_of(new_id()) == ""
