"""The page of an agency's directory: its key shown once, what its groups give, and for whom it is."""

from datetime import datetime

import pytest

from onedoor.kernel.actors import Actor
from onedoor.trust import actions, queries
from onedoor.trust.queries.directory import find_directory_by_key
from onedoor.trust.types import DirectoryPerson
from tests.doors.desk.conftest import Sit
from tests.trust.conftest import make_officer

PAGE = "/desk/accounts/directory/"


@pytest.fixture
def directory(boss: Actor, at: datetime) -> Actor:
    secret = actions.issue_directory_key(label="Keycloak", by=boss, at=at).secret
    found = find_directory_by_key(secret, at=at)
    assert found is not None
    return found


@pytest.fixture
def boss(db: None, at: datetime) -> Actor:
    account = make_officer("Siti Head", "REV", "supervisor", at)
    return queries.actor_for(account.id, door="desk", assurance=3, at=at)


def test_a_key_is_shown_once_and_revoked(sit: Sit, boss: Actor, at: datetime) -> None:
    desk = sit(boss)
    made = desk.post(PAGE, {"issue": "yes", "label": "Keycloak"})
    assert "odk_" in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    assert "odk_" not in desk.get(PAGE).content.decode()
    [key] = queries.list_directory_keys(by=boss, at=at)
    desk.post(PAGE, {"revoke": str(key.id)})
    assert queries.list_directory_keys(by=boss, at=at) == []
    assert desk.post(PAGE, {"issue": "yes", "label": ""}).status_code == 422


def test_a_group_is_given_its_role(sit: Sit, boss: Actor, directory: Actor, at: datetime) -> None:
    person = DirectoryPerson(user_name="grace", email="grace@rev.example", name="Grace Lim")
    account = actions.add_directory_user(person=person, by=directory, at=at)
    group = actions.add_directory_group(name="SG-CASEWORK", members=[account], by=directory, at=at)
    desk = sit(boss)
    page = desk.get(PAGE).content.decode()
    assert "SG-CASEWORK" in page
    assert "Grace Lim" in page
    assert "Gives no role" in page
    desk.post(PAGE, {"group": str(group), "role": "case-officer"})
    assert queries.actor_for(account, door="desk", assurance=3, at=at).may("cases.work")
    assert "Kept by the directory" in desk.get("/desk/accounts/").content.decode()
    told = desk.post(PAGE, {"group": str(group), "role": "supervisor"}, follow=True).content.decode()
    assert "A directory cannot give this role." in told
    assert desk.post(PAGE, {"group": "nonsense"}).status_code == 404


def test_it_is_for_who_administers_the_accounts(sit: Sit, at: datetime) -> None:
    clerk = make_officer("Grace Tan", "REV", "case-officer", at)
    by = queries.actor_for(clerk.id, door="desk", assurance=3, at=at)
    assert sit(by).get(PAGE).status_code == 403
