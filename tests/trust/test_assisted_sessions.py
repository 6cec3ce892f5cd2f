"""An officer types for a customer who is present (R64): only with her code, and both are on record."""

from datetime import datetime, timedelta

import pytest

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound, Refused
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.trust import actions, queries
from onedoor.trust.models import AssistanceOffer, AssistedSession
from onedoor.trust.types import AssistedView
from tests.trust.conftest import ADA

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(ada_acts: Actor, at: datetime) -> str:
    """The code on Ada's own page."""
    return actions.offer_assistance(customer=ADA, by=ada_acts, at=at).code


def begin(code: str, officer: Actor, at: datetime) -> AssistedView:
    return actions.begin_assisted(customer=ADA, code=code, by=officer, at=at)


def refusals() -> list[str]:
    rows = JournalEntry.objects.filter(event="trust.assistance.refused", customer=ADA)
    return [row.data["code"] for row in rows]


def test_with_her_code_the_officer_acts_for_her(code: str, officer: Actor, at: datetime) -> None:
    session = begin(code, officer, at)
    acts = queries.actor_for(officer.account, door="desk", assurance=3, assisted=session.id, at=at)
    assert (acts.assisted, acts.customer, acts.account) == (session.id, ADA, officer.account)


def test_both_names_are_on_record(code: str, officer: Actor, at: datetime) -> None:
    begin(code, officer, at)
    entry = JournalEntry.objects.get(event="trust.assistance.begun")
    assert (entry.customer, entry.actor, entry.data["officer"]) == (ADA, officer.account, "Grace Lim")


def test_without_a_code_there_is_no_session(officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="no_code"):
        begin("123456", officer, at)
    assert refusals() == ["assistance.no_code"]


def test_a_wrong_code_is_refused_and_recorded(code: str, officer: Actor, at: datetime) -> None:
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    with pytest.raises(NotAllowed):
        begin(wrong, officer, at)
    assert refusals() == ["assistance.code_wrong"]
    assert not AssistedSession.objects.exists()


def test_five_wrong_codes_spend_the_right_one(code: str, officer: Actor, at: datetime) -> None:
    for step in range(1, 6):
        with pytest.raises(NotAllowed):
            begin(f"{(int(code) + step) % 1_000_000:06}", officer, at)
    with pytest.raises(NotAllowed, match="code_used"):
        begin(code, officer, at)


def test_a_code_lasts_ten_minutes(code: str, officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="expired"):
        begin(code, officer, at + timedelta(minutes=10))
    begin(code, officer, at + timedelta(minutes=10) - timedelta(seconds=1))


def test_a_code_works_once(code: str, officer: Actor, other_officer: Actor, at: datetime) -> None:
    begin(code, officer, at)
    with pytest.raises(NotAllowed, match="code_used"):
        begin(code, other_officer, at)


def test_a_new_code_ends_the_old_one(code: str, ada_acts: Actor, officer: Actor, at: datetime) -> None:
    newer = actions.offer_assistance(customer=ADA, by=ada_acts, at=at + timedelta(seconds=5)).code
    if newer != code:
        with pytest.raises(NotAllowed):
            begin(code, officer, at + timedelta(seconds=9))
    begin(newer, officer, at + timedelta(seconds=9))


def test_a_code_sent_by_an_officer_is_not_told_to_her(officer: Actor, at: datetime) -> None:
    sent: list[str] = []
    offered = actions.offer_assistance(customer=ADA, deliver=sent.append, by=officer, at=at)
    assert offered.code == ""
    begin(sent[0], officer, at)


def test_an_officer_cannot_have_the_code_herself(officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.offer_assistance(customer=ADA, by=officer, at=at)


def test_nobody_offers_help_to_herself_in_anothers_name(ada_acts: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.offer_assistance(customer=new_id(), by=ada_acts, at=at)


def test_a_contractor_does_not_assist(code: str, agent: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        begin(code, agent, at)


def test_a_citizen_cannot_assist(code: str, ada_acts: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        begin(code, ada_acts, at)


def test_the_session_ends_after_an_hour(code: str, officer: Actor, at: datetime) -> None:
    session = begin(code, officer, at)
    later = at + timedelta(hours=1)
    acts = queries.actor_for(officer.account, door="desk", assurance=3, assisted=session.id, at=later)
    assert (acts.assisted, acts.customer) == (None, None)


@pytest.mark.parametrize("who", ["ada_acts", "officer"])
def test_either_of_the_two_ends_it(
    who: str, code: str, officer: Actor, at: datetime, request: pytest.FixtureRequest
) -> None:
    session = begin(code, officer, at)
    actions.end_assisted(session=session.id, by=request.getfixturevalue(who), at=at)
    assert queries.find_assisted(officer.account, at=at) is None


def test_a_stranger_does_not_end_it(code: str, officer: Actor, other_officer: Actor, at: datetime) -> None:
    session = begin(code, officer, at)
    with pytest.raises(Refused):
        actions.end_assisted(session=session.id, by=other_officer, at=at)
    with pytest.raises(NotFound):
        actions.end_assisted(session=session.id, by=Actor(kind="citizen", customer=new_id()), at=at)


def test_the_next_customer_ends_the_session_with_the_last(code: str, officer: Actor, at: datetime) -> None:
    first, sent = begin(code, officer, at), []
    next_customer = new_id()
    actions.offer_assistance(customer=next_customer, deliver=sent.append, by=SYSTEM, at=at)
    actions.begin_assisted(customer=next_customer, code=sent[0], by=officer, at=at)
    assert AssistedSession.objects.get(id=first.id).ended_at == at


def test_another_officers_session_lends_nothing(
    code: str, officer: Actor, other_officer: Actor, at: datetime
) -> None:
    session = begin(code, officer, at)
    acts = queries.actor_for(other_officer.account, door="desk", assurance=3, assisted=session.id, at=at)
    assert acts.assisted is None


def test_the_code_is_not_kept(code: str) -> None:
    assert code.encode() not in bytes(AssistanceOffer.objects.get().code_hash)


def test_the_wall_hides_offers_and_sessions_of_others(
    code: str, officer: Actor, other_officer: Actor, at: datetime
) -> None:
    begin(code, officer, at)
    with scoped(Actor(kind="citizen", customer=new_id())):
        assert not AssistanceOffer.objects.exists()
        assert not AssistedSession.objects.exists()
    with scoped(other_officer):
        assert not AssistedSession.objects.exists()
    with scoped(officer):
        assert AssistedSession.objects.count() == 1


def test_her_page_knows_how_long_the_code_lasts(code: str, at: datetime) -> None:
    assert queries.find_open_code(ADA, at=at) == at + timedelta(minutes=10)
    assert queries.find_open_code(ADA, at=at + timedelta(minutes=11)) is None
