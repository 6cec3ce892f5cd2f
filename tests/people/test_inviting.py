"""Somebody is asked to represent by a link, and accepts in her own name; a business asks by its owner."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, StepUpNeeded
from onedoor.kernel.scope import scoped
from onedoor.people import actions, queries
from onedoor.people.models import Invitation
from onedoor.people.rules import make_organisation_identifier
from onedoor.people.types import Customer, InvitationView
from tests.people.conftest import citizen

pytestmark = pytest.mark.django_db

Invite = Callable[..., InvitationView]
NUMBER = make_organisation_identifier("business", 4711)


@pytest.fixture
def sent() -> list[tuple[str, str, str]]:
    """(kind, address, token) of what was handed to the mail."""
    return []


@pytest.fixture
def invite(ada: Customer, at: datetime, sent: list[tuple[str, str, str]]) -> Invite:
    def ask(**changed: Any) -> InvitationView:
        facts: dict[str, Any] = {
            "giver": ada.id, "name": "Ben", "contact": "ben@mail.example", "role": "attorney",
            "deliver": lambda kind, address, token, _id: sent.append((kind, address, token)),
            "by": citizen(ada), "at": at,
        }  # fmt: skip
        return actions.invite_representative(**(facts | changed))

    return ask


@pytest.fixture
def firm(ada: Customer, at: datetime) -> Customer:
    """Ada's business, just registered."""
    return actions.found_business(
        name="Quay Coffee", number=NUMBER, founder=ada.id, evidence="HC-1", by=SYSTEM, at=at
    )


@pytest.fixture
def owner(ada: Customer, firm: Customer, at: datetime) -> Actor:
    """Ada, acting for her business."""
    return queries.acting_as(citizen(ada), firm.id, at=at)


def test_who_accepts_may_act(
    invite: Invite, ada: Customer, ben: Customer, sent: list[Any], at: datetime
) -> None:
    invite(services=["income-tax"], active_to=date(2026, 1, 1), evidence="Letter of 1 March")
    ((kind, address, token),) = sent
    assert (kind, address) == ("email", "ben@mail.example")
    assert not queries.list_mandates_held(ben.id, by=citizen(ben), at=at)
    mandate = actions.accept_invitation(token=token, by=citizen(ben, assurance=2), at=at)
    assert (mandate.giver, mandate.holder, mandate.role) == (ada.id, ben.id, "attorney")
    assert (mandate.services, mandate.active_to) == (("income-tax",), date(2026, 1, 1))
    assert mandate.evidence == "Letter of 1 March"


def test_it_is_answered_once(invite: Invite, ben: Customer, sent: list[Any], at: datetime) -> None:
    invite()
    actions.accept_invitation(token=sent[0][2], by=citizen(ben), at=at)
    again = replace(citizen(ben), account=_holder(sent[0][2], at))
    with pytest.raises(Conflict, match=r"invitation\.answered_by_you"):
        actions.decline_invitation(token=sent[0][2], by=again, at=at)


def _holder(token: str, at: datetime) -> UUID:
    from onedoor.trust import queries as trust

    return trust.get_link(token, "mandate", at=at).holder or UUID(int=0)


def test_it_is_for_one_person(
    invite: Invite, ben: Customer, stranger: Actor, sent: list[Any], at: datetime
) -> None:
    invite()
    actions.open_invitation(token=sent[0][2], by=citizen(ben), at=at)
    with pytest.raises(Conflict, match=r"link\.anothers"):
        actions.accept_invitation(token=sent[0][2], by=stranger, at=at)


def test_nobody_accepts_her_own(invite: Invite, ada: Customer, sent: list[Any], at: datetime) -> None:
    invite()
    with pytest.raises(NotAllowed, match=r"mandate\.self"):
        actions.accept_invitation(token=sent[0][2], by=citizen(ada), at=at)


def test_nor_in_anothers_name_nor_badly_proved(
    invite: Invite, ben: Customer, sent: list[Any], at: datetime
) -> None:
    invite()
    acting = replace(citizen(ben), mandate=UUID(int=3))
    with pytest.raises(NotAllowed, match=r"own_name"):
        actions.accept_invitation(token=sent[0][2], by=acting, at=at)
    with pytest.raises(StepUpNeeded):
        actions.accept_invitation(token=sent[0][2], by=citizen(ben, assurance=1), at=at)


def test_it_works_for_fourteen_days(invite: Invite, ben: Customer, sent: list[Any], at: datetime) -> None:
    invite()
    with pytest.raises(NotFound):
        actions.open_invitation(token=sent[0][2], by=citizen(ben), at=at + timedelta(days=14))


def test_taken_back_it_is_dead(
    invite: Invite, ada: Customer, ben: Customer, stranger: Actor, sent: list[Any], at: datetime
) -> None:
    asked = invite()
    with pytest.raises(NotFound):
        actions.end_invitation(invitation=asked.id, by=stranger, at=at)
    actions.end_invitation(invitation=asked.id, by=citizen(ada), at=at)
    with pytest.raises(NotFound):
        actions.accept_invitation(token=sent[0][2], by=citizen(ben), at=at)
    with pytest.raises(Conflict):
        actions.end_invitation(invitation=asked.id, by=citizen(ada), at=at)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "}, {"contact": "x"}, {"role": "owner"}, {"role": "friend"}, {"services": []},
        {"active_to": date(2025, 3, 10)},
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused(invite: Invite, wrong: dict[str, Any], sent: list[Any]) -> None:
    with pytest.raises(Invalid):
        invite(**wrong)
    assert not sent


def test_only_she_herself_asks_and_at_level_three(
    invite: Invite, ada: Customer, ben: Customer, officer: Actor, at: datetime
) -> None:
    with pytest.raises(StepUpNeeded):
        invite(by=citizen(ada, assurance=2))
    for by in (citizen(ben), officer):
        with pytest.raises(NotAllowed):
            invite(by=by)


def test_the_wall_hides_invitations(invite: Invite, ada: Customer, stranger: Actor) -> None:
    invite()
    for by, count in ((citizen(ada), 1), (stranger, 0)):
        with scoped(by):
            assert Invitation.objects.count() == count


def test_a_new_business_has_its_founder_as_owner(firm: Customer, ada: Customer, at: datetime) -> None:
    (mandate,) = queries.list_mandates(firm.id, at=at)
    assert (firm.kind, mandate.holder, mandate.role, mandate.services) == (
        "business", ada.id, "owner", ("*",),
    )  # fmt: skip
    assert queries.find_ids([NUMBER]) == {NUMBER: firm.id}


def test_it_is_founded_once(firm: Customer, ada: Customer, ben: Customer, at: datetime) -> None:
    facts: dict[str, Any] = {"name": "X", "number": NUMBER, "evidence": "", "at": at}
    assert actions.found_business(**facts, founder=ada.id, by=SYSTEM).id == firm.id
    with pytest.raises(Conflict, match=r"business\.number_taken"):
        actions.found_business(**facts, founder=ben.id, by=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.found_business(**facts, founder=ben.id, by=citizen(ben))


def test_its_owner_asks_others(
    invite: Invite, firm: Customer, owner: Actor, ben: Customer, sent: list[Any], at: datetime
) -> None:
    invite(giver=firm.id, role="director", by=owner)
    mandate = actions.accept_invitation(token=sent[0][2], by=citizen(ben), at=at)
    assert mandate.giver == firm.id
    director = queries.acting_as(citizen(ben), firm.id, at=at)
    assert not queries.may_manage(firm.id, by=director, at=at)
    with pytest.raises(NotAllowed):
        invite(giver=firm.id, role="owner", by=director)
    with pytest.raises(NotFound):
        actions.end_mandate(mandate=_of(firm, "owner", at), by=replace(director, self_customer=None), at=at)


def test_a_representative_of_a_person_asks_nobody(
    invite: Invite, ada: Customer, ben: Customer, sent: list[Any], at: datetime
) -> None:
    invite()
    actions.accept_invitation(token=sent[0][2], by=citizen(ben), at=at)
    acting = queries.acting_as(citizen(ben), ada.id, at=at)
    with pytest.raises(NotAllowed):
        invite(by=acting)


def test_the_last_owner_stays_until_there_is_another(
    invite: Invite, firm: Customer, owner: Actor, ben: Customer, officer: Actor, sent: list[Any], at: datetime
) -> None:
    first = _of(firm, "owner", at)
    with pytest.raises(Conflict, match=r"mandate\.last_owner"):
        actions.end_mandate(mandate=first, by=owner, at=at)
    invite(giver=firm.id, role="owner", by=owner)
    actions.accept_invitation(token=sent[0][2], by=citizen(ben), at=at)
    actions.end_mandate(mandate=first, by=owner, at=at)
    last = _of(firm, "owner", at)
    actions.end_mandate(mandate=last, by=officer, at=at)
    assert not queries.list_mandates(firm.id, at=at)


def test_the_owner_ends_another_at_once(
    invite: Invite, firm: Customer, owner: Actor, ben: Customer, sent: list[Any], at: datetime
) -> None:
    invite(giver=firm.id, role="accountant", by=owner)
    mandate = actions.accept_invitation(token=sent[0][2], by=citizen(ben), at=at)
    actions.end_mandate(mandate=mandate.id, by=owner, at=at)
    with pytest.raises(NotAllowed):
        queries.acting_as(citizen(ben), firm.id, at=at)


def _of(firm: Customer, role: str, at: datetime) -> UUID:
    return next(one.id for one in queries.list_mandates(firm.id, at=at) if one.role == role)
