"""Officers' accounts at the desk of whoever administers them: what she sees, gives and ends, and may not."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.cases.models import Case
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound
from onedoor.trust import actions, queries
from onedoor.trust.models import DeskKey
from tests.trust.conftest import make_officer

PAGE = "/desk/accounts/"


def hired(name: str, role: str, at: datetime, agency: str = "REV") -> Actor:
    account = make_officer(name, agency, role, at)
    return queries.actor_for(account.id, door="desk", assurance=3, at=at)


@pytest.fixture
def boss(db: None, at: datetime) -> Actor:
    """The only one who gives roles at the Revenue Service."""
    return hired("Siti Head", "supervisor", at)


@pytest.fixture
def grace(db: None, at: datetime) -> Actor:
    return hired("Grace Lim", "case-officer", at)


def staff(by: Actor, at: datetime) -> dict[str, object]:
    return {one.name: one for one in queries.list_staff("REV", by=by, at=at)}


def test_she_sees_her_agency_s_people_and_no_other_s(boss: Actor, grace: Actor, at: datetime) -> None:
    hired("Kumar Raj", "case-officer", at, "LAB")
    assert set(staff(boss, at)) == {"Siti Head", "Grace Lim"}
    for stranger in (grace, hired("Other Boss", "supervisor", at, "LAB")):
        with pytest.raises(NotAllowed):
            queries.list_staff("REV", by=stranger, at=at)


def test_who_leaves_is_shut_out_at_once(boss: Actor, grace: Actor, at: datetime) -> None:
    session = actions.begin_session(account=grace.account, door="desk", agent="", by=SYSTEM, at=at)
    actions.issue_desk_key(label="bar", by=grace, at=at)
    actions.close_officer(account=grace.account, agency="REV", by=boss, at=at)
    assert not queries.session_stands(session, grace.account)
    assert DeskKey.objects.get().active_to == at
    with pytest.raises(NotAllowed):
        queries.actor_for(grace.account, door="desk", assurance=3, at=at)
    assert not staff(boss, at)["Grace Lim"].works  # type: ignore[attr-defined]


def test_her_open_work_waits_for_another(
    boss: Actor, grace: Actor, mei: UUID, deliver: Callable[[], int], at: datetime
) -> None:
    from onedoor.cases import actions as cases

    opened = cases.open_case(
        kind="question", customer=mei, agency="REV", service="income-tax", promise="P5D",
        subject={"en": "Refund", "zh-hans": "退税"}, calendar="working-days", by=SYSTEM, at=at,
    )  # fmt: skip
    Case.objects.filter(id=opened.id).update(owner=grace.account, owner_name="Grace Lim", assigned_at=at)
    actions.close_officer(account=grace.account, agency="REV", by=boss, at=at)
    deliver()
    row = Case.objects.get(id=opened.id)
    assert row.owner != grace.account
    assert row.owner_name != "Grace Lim"


def test_nobody_closes_herself(boss: Actor, at: datetime) -> None:
    with pytest.raises(Conflict) as refusal:
        actions.close_officer(account=boss.account, agency="REV", by=boss, at=at)
    assert refusal.value.code == "staff.oneself"


def test_the_last_who_gives_roles_stays(boss: Actor, at: datetime) -> None:
    [post] = staff(boss, at)["Siti Head"].posts  # type: ignore[attr-defined]
    with pytest.raises(Conflict) as refusal:
        actions.end_post(post=post.id, by=boss, at=at)
    assert refusal.value.code == "post.last_administrator"
    hired("Second Head", "supervisor", at)
    actions.end_post(post=post.id, by=boss, at=at)


def test_another_agency_s_account_is_unknown(boss: Actor, at: datetime) -> None:
    kumar = hired("Kumar Raj", "case-officer", at, "LAB")
    with pytest.raises(NotFound):
        actions.close_officer(account=kumar.account, agency="REV", by=boss, at=at)
    with pytest.raises(NotFound):
        actions.close_officer(account=kumar.account, agency="LAB", by=boss, at=at)


def test_who_works_for_two_agencies_is_not_closed_by_one(boss: Actor, grace: Actor, at: datetime) -> None:
    actions.give_post(
        account=grace.account, agency="LAB", role="case-officer", active_from=date(2025, 1, 1), by=SYSTEM,
        at=at,
    )  # fmt: skip
    with pytest.raises(Conflict) as refusal:
        actions.close_officer(account=grace.account, agency="REV", by=boss, at=at)
    assert refusal.value.code == "staff.works_elsewhere"


def test_roles_are_given_and_ended_on_the_page(supervisor: Client, grace: Actor, at: datetime) -> None:
    email = queries.get_account(grace.account).email
    form = {"give": "yes", "email": email, "role": "auditor", "active_from": "2025-03-01"}
    assert "Auditor" in supervisor.post(PAGE, form, follow=True).content.decode()
    again = supervisor.post(PAGE, form)
    assert again.status_code == 422
    assert "already holds this role" in again.content.decode()
    assert supervisor.post(PAGE, form | {"email": "nobody@gov.example"}).status_code == 422


def test_an_account_is_closed_on_the_page(supervisor: Client, grace: Actor) -> None:
    page = supervisor.post(PAGE, {"close": str(grace.account)}, follow=True).content.decode()
    assert "Open work went back to its queue." in page
    assert "Account closed" in page
    assert not queries.get_account(grace.account).is_active
    assert supervisor.post(PAGE, {"close": "nonsense"}).status_code == 404


def test_an_officer_who_gives_no_roles_is_turned_away(desk: Client) -> None:
    assert desk.get(PAGE).status_code == 403
