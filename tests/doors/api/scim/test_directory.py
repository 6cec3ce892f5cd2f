"""A directory's day: officers come, change, move between groups and leave; and what it may not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.trust import actions, queries
from onedoor.trust.models import Account
from tests.doors.api.scim.conftest import GROUP, PATCH, USER, hired

pytestmark = pytest.mark.django_db(transaction=True)
Directory = Callable[..., Any]


def grace(**changed: Any) -> dict[str, Any]:
    return {
        "schemas": [USER, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId": "00ujl29u0le5T6Aj10h7",
        "userName": "grace.lim@rev.example",
        "name": {"givenName": "Grace", "familyName": "Lim", "formatted": "Grace Lim"},
        "displayName": "Grace Lim",
        "emails": [{"value": "grace.lim@rev.example", "type": "work", "primary": True}],
        "active": True,
        "title": "Assessor",
        **changed,
    }


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": list(operations)}


def group_of(directory: Directory, name: str, *members: str) -> str:
    sent = {"schemas": [GROUP], "displayName": name, "members": [{"value": one} for one in members]}
    made = directory("POST", "/Groups", sent)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def come(directory: Directory, **changed: Any) -> str:
    made = directory("POST", "/Users", grace(**changed))
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def may(account: str, permission: str, at: datetime) -> bool:
    return queries.actor_for(UUID(account), door="desk", assurance=3, at=at).may(permission)


def test_who_comes_by_her_group_works_and_who_goes_does_not(directory: Directory, at: datetime) -> None:
    account = come(directory)
    assert not may(account, "cases.work", at)  # an account is no role
    group = group_of(directory, "Case officer", account)
    assert may(account, "cases.work", at)
    moved = directory("PATCH", f"/Groups/{group}", patch(
        {"op": "Remove", "path": "members", "value": [{"value": account}]}  # as Microsoft Entra sends it
    ))  # fmt: skip
    assert moved.status_code == 200, moved.text
    assert not may(account, "cases.work", at)
    added = patch({"op": "Add", "path": "members", "value": [{"value": account}]})
    assert directory("PATCH", f"/Groups/{group}", added).status_code == 200
    assert may(account, "cases.work", at)
    assert directory("DELETE", f"/Groups/{group}").status_code == 204
    assert not may(account, "cases.work", at)
    events = [entry.event for entry in journal.list_about(UUID(account), by=SYSTEM)]
    assert "trust.directory.took_over" in events


@pytest.mark.parametrize(
    "said",
    [
        {"op": "Replace", "path": "active", "value": "False"},  # Microsoft Entra
        {"op": "replace", "value": {"active": False}},  # Okta
    ],
    ids=["entra", "okta"],
)
def test_who_is_not_active_is_shut_out_before_the_answer(
    directory: Directory, said: dict[str, Any], at: datetime
) -> None:
    account = come(directory)
    group_of(directory, "Case officer", account)
    session = actions.begin_session(account=UUID(account), door="desk", agent="", by=SYSTEM, at=at)
    key = actions.issue_desk_key(
        label="bar", by=queries.actor_for(UUID(account), door="desk", assurance=3, at=at), at=at
    ).secret
    assert directory("PATCH", f"/Users/{account}", patch(said)).json()["active"] is False
    assert not queries.session_stands(session, UUID(account))
    assert queries.find_officer_by_key(key, at=at) is None
    with pytest.raises(NotAllowed):
        queries.actor_for(UUID(account), door="desk", assurance=3, at=at)
    back = directory("PATCH", f"/Users/{account}", patch({"op": "replace", "path": "active", "value": True}))
    assert back.json()["active"] is True
    assert may(account, "cases.work", at)  # she is still in her group


def test_who_is_deleted_and_comes_again_keeps_her_account(directory: Directory) -> None:
    account = come(directory)
    assert directory("DELETE", f"/Users/{account}").status_code == 204
    assert directory("GET", f"/Users/{account}").status_code == 404
    assert not Account.objects.get(id=account).is_active
    assert come(directory) == account
    assert Account.objects.get(id=account).is_active


def test_it_takes_over_the_agency_s_own_and_nobody_else_s(directory: Directory, at: datetime) -> None:
    kai = hired("Kai Tan", "case-officer", at)
    mail = Account.objects.get(id=kai.account).email
    found = directory("GET", f'/Users?filter=userName eq "{mail.upper()}"').json()
    assert [one["id"] for one in found["Resources"]] == [str(kai.account)]
    changed = grace(userName=mail, displayName="Kai Tan-Lim", emails=[{"value": mail, "type": "work"}])
    assert directory("PUT", f"/Users/{kai.account}", changed).json()["displayName"] == "Kai Tan-Lim"
    lee = hired("Lee Ann", "case-officer", at)
    assert directory("DELETE", f"/Users/{lee.account}").status_code == 204  # one whom it never sent
    mail = Account.objects.get(id=lee.account).email
    again = directory("POST", "/Users", grace(userName=mail, externalId="lee", emails=[{"value": mail}]))
    assert again.json()["id"] == str(lee.account)
    stranger = hired("Kumar Raj", "case-officer", at, "LAB")
    assert directory("GET", f"/Users/{stranger.account}").status_code == 404
    mail = Account.objects.get(id=stranger.account).email
    taken = directory("POST", "/Users", grace(userName=mail, emails=[{"value": mail}]))
    assert (taken.status_code, taken.json()["scimType"]) == (409, "uniqueness")
    assert "LAB" not in taken.text


def test_another_agency_s_directory_sees_nothing_of_hers(directory: Directory) -> None:
    account = come(directory)
    group = group_of(directory, "Case officer", account)
    for path in (f"/Users/{account}", f"/Groups/{group}"):
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            assert directory(method, path, grace(), agency="LAB").status_code == 404
    assert directory("GET", "/Groups", agency="LAB").json()["totalResults"] == 0
    seen = directory("GET", '/Users?filter=externalId eq "00ujl29u0le5T6Aj10h7"', agency="LAB").json()
    assert seen["totalResults"] == 0
    sent = {"schemas": [GROUP], "displayName": "Case officer", "members": [{"value": account}]}
    assert directory("POST", "/Groups", sent, agency="LAB").status_code == 400


def test_her_name_is_not_changed_while_she_works_for_another_too(directory: Directory, at: datetime) -> None:
    account = come(directory)
    actions.give_post(
        account=UUID(account), agency="LAB", role="case-officer", active_from=at.date(), by=SYSTEM, at=at
    )
    other = grace(displayName="Somebody Else")
    assert directory("PUT", f"/Users/{account}", other).status_code == 409
    gone = directory("PATCH", f"/Users/{account}", patch({"op": "replace", "path": "active", "value": False}))
    assert gone.status_code == 200
    assert queries.actor_for(UUID(account), door="desk", assurance=3, at=at).agency == "LAB"


@pytest.mark.parametrize("name", ["Supervisor", "auditor", "secrecy-auditor"])
def test_a_directory_gives_no_role_that_looks_over_others(
    directory: Directory, name: str, at: datetime
) -> None:
    account = come(directory)
    group = group_of(directory, name, account)
    assert not may(account, "posts.manage", at)
    boss = hired("Rosa Lau", "supervisor", at)
    with pytest.raises(Invalid):
        actions.map_directory_group(group=UUID(group), role="supervisor", by=boss, at=at)


def test_an_officer_says_what_a_group_gives(directory: Directory, at: datetime) -> None:
    account = come(directory)
    group = UUID(group_of(directory, "SG-REV-CASEWORK-PRD", account))
    boss = hired("Rosa Lau", "supervisor", at)
    actions.map_directory_group(group=group, role="case-officer", by=boss, at=at)
    assert may(account, "cases.work", at)
    [post] = [
        post.id
        for one in queries.list_staff("REV", by=boss, at=at)
        if str(one.account) == account
        for post in one.posts
    ]
    with pytest.raises(Conflict):  # the directory would give it again
        actions.end_post(post=post, by=boss, at=at)
    actions.map_directory_group(group=group, role="", by=boss, at=at)
    assert not may(account, "cases.work", at)
    with pytest.raises(NotAllowed):
        actions.map_directory_group(
            group=group, role="case-officer", by=hired("Kai Tan", "case-officer", at), at=at
        )


def test_two_who_change_her_at_once_are_told(directory: Directory) -> None:
    account = come(directory)
    version = directory("GET", f"/Users/{account}").headers["ETag"]
    unchanged = directory("GET", f"/Users/{account}", **{"If-None-Match": version})
    assert unchanged.status_code == 304
    first = directory("PUT", f"/Users/{account}", grace(displayName="Grace"), **{"If-Match": version})
    assert first.status_code == 200
    second = directory("PUT", f"/Users/{account}", grace(displayName="Lim"), **{"If-Match": version})
    assert second.status_code == 412
    assert directory("GET", f"/Users/{account}").json()["displayName"] == "Grace"


@pytest.mark.parametrize(
    ("method", "path", "sent", "kind"),
    [
        ("POST", "/Users", {"schemas": [USER], "userName": "x"}, "invalidValue"),
        ("POST", "/Users", grace(emails=[{"value": "no address"}]), "invalidValue"),
        ("GET", "/Users?filter=userName eq", None, "invalidFilter"),
        ("GET", '/Users?filter=password sw "a"', None, "invalidFilter"),
        ("POST", "/Groups", {"schemas": [GROUP], "displayName": " "}, "invalidValue"),
        ("POST", "/Groups", {"schemas": [GROUP], "displayName": "x", "members": [{"value": "y"}]},
         "invalidValue"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_in_scim_s_words(
    directory: Directory, method: str, path: str, sent: Any, kind: str
) -> None:
    told = directory(method, path, sent)
    assert (told.status_code, told.json()["scimType"]) == (400, kind), told.text
    assert told.headers["Content-Type"] == "application/scim+json"


def test_without_a_key_in_force_nothing_opens(directory: Directory, at: datetime) -> None:
    assert directory("GET", "/Users", agency="").status_code == 401
    assert directory("GET", "/Users", agency="", Authorization="Bearer odk_0000_nothing").status_code == 401
    assert directory("GET", "/Users").status_code == 200
    boss = hired("Rosa Lau", "supervisor", at)
    [key] = queries.list_directory_keys(by=boss, at=at)
    actions.revoke_directory_key(key=key.id, by=boss, at=at)
    assert directory("GET", "/Users").status_code == 401
    with pytest.raises(NotAllowed):
        actions.issue_directory_key(label="x", by=hired("Kai Tan", "case-officer", at), at=at)
    officer_key = actions.issue_desk_key(label="bar", by=boss, at=at).secret
    assert directory("GET", "/Users", agency="", Authorization=f"Bearer {officer_key}").status_code == 401


def test_bulk_is_refused_as_the_configuration_says(directory: Directory) -> None:
    assert directory("POST", "/Bulk", {}).status_code == 501
    assert directory("GET", "/ServiceProviderConfig").json()["bulk"]["supported"] is False
    assert directory("GET", "/Nothing").json()["status"] == "404"
