"""Officers sign in by their agency's provider, which is somebody else's program in a process of its own."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from onedoor.config.providers import read_providers
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import actions, queries
from onedoor.trust.models import Account
from onedoor.trust.queries.directory import find_directory_by_key
from onedoor.trust.types import DirectoryPerson
from tests.doors.desk.test_signing_in import code_now
from tests.trust.conftest import PASSWORD, SECRET, make_officer
from tests.trust.test_outside_identities import issuer, say

__all__ = ["issuer"]

ONE, TWO = "pwd", "mfa"
SUBJECT = "7f3c-grace"
BACK = "/desk/sign-in/with/rev-id/back/"
Provide = Callable[..., None]


@pytest.fixture
def provide(issuer: str, tmp_path: Path, settings: Any) -> Provide:  # a fixture
    """What the operator wrote of the Revenue Service's provider."""

    def write(**more: Any) -> None:
        (tmp_path / "secret").write_text("s3cret\n")
        row = {
            "code": "rev-id", "name": {"en": "Revenue ID", "zh-hans": "税务通行证"}, "issuer": issuer,
            "client_id": "desk", "secret_file": str(tmp_path / "secret"), "levels": {ONE: 2, TWO: 3},
            "agency": "REV",
        }  # fmt: skip
        path = tmp_path / "providers.yaml"
        path.write_text(json.dumps([row | more]))  # JSON is YAML
        settings.IDENTITY_PROVIDERS = read_providers(str(path))

    write()
    return write


@pytest.fixture
def grace(db: None, provide: Provide, at: datetime) -> Actor:
    account = make_officer("Grace Lim", "REV", "case-officer", at)
    return queries.actor_for(account.id, door="desk", assurance=3, at=at)


def mail(by: Actor) -> str:
    return queries.get_account(UUID(str(by.account))).email


def go(client: Client, subject: str = SUBJECT, **sent: Any) -> Any:
    """Off to the provider, signed in there, and back."""
    leaves = client.post("/desk/sign-in/with/rev-id/", sent)
    answer = httpx.post(leaves["Location"], data={"sub": subject})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.path == BACK
    return client.get(BACK, {name: values[0] for name, values in parse_qs(back.query).items()})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def told(client: Client) -> str:
    return client.get("/desk/sign-in/").content.decode()


def test_a_second_factor_there_opens_the_desk(grace: Actor, issuer: str) -> None:  # a fixture
    say(issuer, SUBJECT, acr=TWO, email=mail(grace).upper(), email_verified=True)
    client = Client()
    assert "Sign in with Revenue ID" in told(client)
    assert go(client, next="/desk/work/")["Location"] == "/desk/work/"
    assert client.session["assurance"] == 3
    assert client.get("/desk/").status_code == 200
    say(issuer, SUBJECT, acr=TWO)  # from now on she is known by its number for her
    again = Client()
    go(again, next="https://evil.example/")
    assert is_in(again)
    events = [entry.event for entry in journal.list_about(UUID(str(grace.account)), by=SYSTEM)]
    assert "trust.staff.identified" in events
    assert "trust.account.signed_in" in events


def test_without_one_there_her_code_is_asked_for_here(grace: Actor, issuer: str, at: datetime) -> None:
    say(issuer, SUBJECT, acr=ONE, email=mail(grace), email_verified=True)
    client = Client()
    assert go(client)["Location"] == "/desk/sign-in/"  # she has none: a passkey
    assert not is_in(client)
    assert "proved no second factor" in told(client)
    actions.enrol_totp(account=UUID(str(grace.account)), secret=SECRET, by=SYSTEM, at=at)
    assert go(client)["Location"] == "/desk/sign-in/code/"
    assert not is_in(client)
    client.post("/desk/sign-in/code/", {"code": code_now(SECRET)})
    assert is_in(client)


@pytest.mark.parametrize(
    "said",
    [
        {"acr": TWO},
        {"acr": TWO, "email": "grace.lim@rev.gov.example", "email_verified": False},
        {"acr": TWO, "email": "nobody@rev.gov.example", "email_verified": True},
    ],
    ids=["no address", "not verified", "nobody's"],
)
def test_who_is_not_known_for_sure_stays_outside(grace: Actor, issuer: str, said: dict[str, Any]) -> None:
    Account.objects.filter(id=grace.account).update(email="grace.lim@rev.gov.example")
    say(issuer, SUBJECT, **said)
    client = Client()
    go(client)
    assert not is_in(client)
    assert "there is no account for you here" in told(client)
    assert not Account.objects.filter(email="nobody@rev.gov.example").exists()


def test_a_word_that_stands_in_no_row_opens_nothing(grace: Actor, issuer: str) -> None:  # a fixture
    say(issuer, SUBJECT, acr="guessed", email=mail(grace), email_verified=True)
    client = Client()
    go(client)
    assert not is_in(client)
    events = [entry.event for entry in journal.list_about(UUID(str(grace.account)), by=SYSTEM)]
    assert "trust.staff.refused" in events


def test_it_speaks_for_its_own_agency_alone(grace: Actor, issuer: str, at: datetime) -> None:
    stranger = make_officer("Kumar Raj", "LAB", "case-officer", at)
    say(issuer, SUBJECT, acr=TWO, email=stranger.email, email_verified=True)
    client = Client()
    go(client)
    assert not is_in(client)
    say(issuer, SUBJECT, acr=TWO, email=mail(grace), email_verified=True)
    actions.give_post(
        account=UUID(str(grace.account)), agency="LAB", role="case-officer", active_from=at.date(),
        by=SYSTEM, at=at,
    )  # fmt: skip
    go(client)  # with it one would be at the other agency's desk too
    assert not is_in(client)


def test_who_left_is_not_let_in(grace: Actor, issuer: str, at: datetime) -> None:
    say(issuer, SUBJECT, acr=TWO, email=mail(grace), email_verified=True)
    go(client := Client())
    assert is_in(client)
    actions.close_officer(account=UUID(str(grace.account)), agency="REV", by=SYSTEM, at=at)
    go(later := Client())
    assert not is_in(later)
    assert client.get("/desk/").status_code != 200


def test_whom_the_directory_sent_is_known_by_its_number(
    provide: Provide, issuer: str, at: datetime, db: None
) -> None:
    boss = make_officer("Siti Head", "REV", "supervisor", at)
    by = queries.actor_for(boss.id, door="desk", assurance=3, at=at)
    key = actions.issue_directory_key(label="Entra", by=by, at=at).secret
    directory = find_directory_by_key(key, at=at)
    assert directory is not None
    person = DirectoryPerson(
        user_name="lee", email="lee@rev.gov.example", name="Lee Ann", external_id="object-1"
    )
    account = actions.add_directory_user(person=person, by=directory, at=at)
    actions.add_directory_group(name="case-officer", members=[account], by=directory, at=at)
    say(issuer, "pairwise-1", acr=TWO, oid="object-1")
    go(client := Client(), "pairwise-1")
    assert is_in(client)
    assert client.session["_auth_user_id"] == str(account)


def test_an_answer_counts_once_and_in_one_browser(grace: Actor, issuer: str) -> None:  # a fixture
    say(issuer, SUBJECT, acr=TWO, email=mail(grace), email_verified=True)
    client, thief = Client(), Client()
    leaves = client.post("/desk/sign-in/with/rev-id/")
    back = urlsplit(httpx.post(leaves["Location"], data={"sub": SUBJECT}).headers["Location"])
    answer = {name: values[0] for name, values in parse_qs(back.query).items()}
    thief.get(BACK, answer)
    assert not is_in(thief)
    client.get(BACK, {**answer, "state": "another"})
    assert not is_in(client)
    client.get(BACK, answer)
    assert not is_in(client)


def test_where_it_is_required_a_password_opens_nothing(provide: Provide, grace: Actor, at: datetime) -> None:
    provide(required=True)
    boss = make_officer("Siti Head", "REV", "supervisor", at)
    for account, goes_in in ((UUID(str(grace.account)), False), (boss.id, True)):
        actions.change_password(account=account, password=PASSWORD, by=SYSTEM, at=at)
        actions.enrol_totp(account=account, secret=SECRET, by=SYSTEM, at=at)
        client = Client()
        client.post("/desk/sign-in/", {"email": queries.get_account(account).email, "password": PASSWORD})
        client.post("/desk/sign-in/code/", {"code": code_now(SECRET)})
        assert is_in(client) is goes_in  # who gives roles must come in when the provider is down
        assert goes_in or "sign in with Revenue ID" in told(client)


def test_a_provider_that_is_down_says_so(grace: Actor, provide: Provide) -> None:
    provide(issuer="http://127.0.0.1:9")
    client = Client()
    assert client.post("/desk/sign-in/with/rev-id/")["Location"] == "/desk/sign-in/"
    assert "does not answer now" in told(client)


def test_an_agency_s_provider_is_none_for_customers(grace: Actor, client: Client) -> None:
    assert "Revenue ID" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/with/rev-id/back/", {"code": "x"}).status_code in (302, 404)
    assert client.get("/desk/sign-in/with/unheard-of/back/").status_code in (302, 404)


def test_required_without_an_agency_ends_the_start(provide: Provide) -> None:
    with pytest.raises(ImproperlyConfigured, match="say which 'agency'"):
        provide(agency="", required=True)
