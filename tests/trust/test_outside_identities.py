"""Signing in with an outside identity provider. The provider is somebody else's program (oidc-provider-mock)
in a process of its own; it puts whatever we tell it into its tokens, so that it can also misbehave."""

import base64
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from onedoor.config.providers import read_providers
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, StepUpNeeded
from onedoor.kernel.ids import new_id
from onedoor.trust import actions, oidc, queries
from onedoor.trust.queries.identities import get_provider
from onedoor.trust.rules import level_by_provider
from onedoor.trust.types import AccountView, Away, Proved

WEAK, STRONG = "https://city-id.example/loa/low", "https://city-id.example/loa/substantial"
SUBJECT = "ada-at-the-city"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider, started once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "-n", "true"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _each in range(150):
        assert process.poll() is None, "the provider ended"
        try:
            httpx.get(address)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider does not answer")


@pytest.fixture(autouse=True)
def city_id(issuer: str, tmp_path: Path, settings: Any) -> str:
    """What the operator wrote."""
    (tmp_path / "secret").write_text("s3cret/with:signs\n")
    row = {
        "code": "city-id", "name": {"en": "City ID", "zh-hans": "城市通行证"}, "issuer": issuer,
        "client_id": "one:door", "secret_file": str(tmp_path / "secret"), "levels": {WEAK: 1, STRONG: 3},
    }  # fmt: skip
    other = row | {"code": "other", "issuer": "https://nobody.example", "levels": {"x": 2}}
    path = tmp_path / "providers.yaml"
    path.write_text(json.dumps([row, other]))  # JSON is YAML
    settings.IDENTITY_PROVIDERS = read_providers(str(path))
    return "city-id"


@pytest.fixture
def ada_proved(ada: AccountView) -> Actor:
    """The citizen at level 3."""
    return queries.actor_for(ada.id, door="portal", assurance=3)


@pytest.fixture
def linked(ada_proved: Actor, at: datetime) -> Actor:
    """She linked her identity at the provider."""
    link(ada_proved, at)
    return ada_proved


def say(issuer: str, subject: str = SUBJECT, **claims: Any) -> None:
    httpx.put(f"{issuer}/users/{subject}", json=claims).raise_for_status()


def go(address: str, subject: str = SUBJECT) -> dict[str, str]:
    """She signs in there; what her browser brings back."""
    answer = httpx.post(address, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/sign-in/with/city-id/back/"
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def link(by: Actor, at: datetime, subject: str = SUBJECT, acr: str = STRONG) -> None:
    assert by.account
    away = actions.go_to_provider(provider="city-id", account=by.account, by=by, at=at)
    say(f"http://{urlsplit(away.address).netloc}", subject, acr=acr)
    actions.link_identity(
        provider="city-id", account=by.account, challenge=away.id, answer=go(away.address, subject), by=by,
        at=at,
    )  # fmt: skip


def leave(at: datetime) -> Away:
    return actions.go_to_provider(provider="city-id", account=None, by=SYSTEM, at=at)


def arrive(away: Away, answer: dict[str, str], at: datetime, provider: str = "city-id") -> Proved:
    return actions.sign_in_by_provider(provider=provider, challenge=away.id, answer=answer, by=SYSTEM, at=at)


def sign_in(at: datetime, subject: str = SUBJECT) -> Proved:
    away = leave(at)
    return arrive(away, go(away.address, subject), at)


def refused(at: datetime) -> str:
    with pytest.raises(Invalid) as refusal:
        sign_in(at)
    return refusal.value.code


@pytest.mark.parametrize(("acr", "level"), [(WEAK, 1), (STRONG, 3)])
def test_the_table_says_what_its_word_is_worth(
    issuer: str, linked: Actor, acr: str, level: int, at: datetime
) -> None:
    say(issuer, acr=acr)
    assert sign_in(at) == Proved(UUID(str(linked.account)), level)


@pytest.mark.parametrize("acr", [f"{STRONG}/more", "", None, 3, [STRONG], {"a": 1}, STRONG.upper()], ids=str)
def test_what_stands_in_no_row_is_refused(issuer: str, linked: Actor, acr: Any, at: datetime) -> None:
    say(issuer, acr=acr)
    assert refused(at) == "identity.acr"


@pytest.mark.parametrize(
    ("row", "proofing", "level"), [(3, 1, 1), (3, 2, 3), (1, 3, 1), (2, 2, 2), (2, 3, 2)]
)
def test_never_above_the_row_nor_above_what_was_proofed_here(row: int, proofing: int, level: int) -> None:
    assert level_by_provider({"a": row}, "a", proofing) == level
    assert level_by_provider({"a": row}, "b", proofing) == 0


def test_an_email_links_nobody(issuer: str, ada: AccountView, at: datetime) -> None:
    say(issuer, acr=STRONG, email=ada.email, email_verified=True)
    assert refused(at) == "identity.unlinked"


def test_somebody_else_there_is_nobody_here(issuer: str, linked: Actor, at: datetime) -> None:
    say(issuer, "bo", acr=STRONG)
    with pytest.raises(Invalid):
        sign_in(at, "bo")


@pytest.mark.parametrize(
    "lie",
    [
        {"exp": 1}, {"exp": None}, {"iat": 1}, {"iat": 99_999_999_999}, {"aud": "another"}, {"aud": None},
        {"aud": ["one:door", "another"]}, {"azp": "another"}, {"iss": "https://evil.example"},
        {"nonce": "another"}, {"nonce": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_for_another_time_place_or_question_is_refused(
    issuer: str, linked: Actor, lie: dict[str, Any], at: datetime
) -> None:
    say(issuer, acr=STRONG, **lie)
    assert refused(at) == "identity.unproved"


def test_what_she_brings_counts_once(issuer: str, linked: Actor, at: datetime) -> None:
    away = leave(at)
    answer = go(away.address)
    arrive(away, answer, at)
    with pytest.raises(Invalid) as refusal:
        arrive(away, answer, at)
    assert refusal.value.code == "identity.again"


def test_a_code_counts_once_at_the_provider_too(issuer: str, linked: Actor, at: datetime) -> None:
    first, second = leave(at), leave(at)
    answer = go(first.address)
    arrive(first, answer, at)
    with pytest.raises(Invalid):
        arrive(second, answer | {"state": parse_qs(urlsplit(second.address).query)["state"][0]}, at)


def test_somebody_elses_answer_signs_nobody_in(issuer: str, linked: Actor, at: datetime) -> None:
    hers, mine = leave(at), leave(at)
    with pytest.raises(Invalid):
        arrive(mine, go(hers.address), at)
    with pytest.raises(Invalid):
        arrive(hers, {"code": "x", "state": ""}, at)


def test_an_answer_from_another_issuer_is_refused(issuer: str, linked: Actor, at: datetime) -> None:
    away = leave(at)
    with pytest.raises(Invalid):
        arrive(away, go(away.address) | {"iss": "https://evil.example"}, at)
    away = leave(at)
    assert arrive(away, go(away.address) | {"iss": issuer}, at).level == 3


def test_a_question_for_one_provider_is_not_answered_by_another(linked: Actor, at: datetime) -> None:
    away = leave(at)
    with pytest.raises(Invalid):
        arrive(away, go(away.address), at, provider="other")


def test_each_question_carries_its_own_proof_key(db: None, at: datetime) -> None:
    first, second = (parse_qs(urlsplit(leave(at).address).query) for _each in range(2))

    assert first["code_challenge_method"] == ["S256"]
    assert first["acr_values"] == [f"{STRONG} {WEAK}"]
    for name in ("code_challenge", "state", "nonce"):
        assert first[name] != second[name]


def test_a_password_alone_links_nothing(ada_acts: Actor, at: datetime) -> None:
    assert ada_acts.account
    with pytest.raises(StepUpNeeded):
        actions.go_to_provider(provider="city-id", account=ada_acts.account, by=ada_acts, at=at)


def test_a_link_for_signing_in_links_nothing(issuer: str, ada_proved: Actor, at: datetime) -> None:
    assert ada_proved.account
    away = leave(at)
    with pytest.raises(Invalid):
        actions.link_identity(
            provider="city-id", account=ada_proved.account, challenge=away.id, answer=go(away.address),
            by=ada_proved, at=at,
        )  # fmt: skip


def test_one_identity_is_one_account(linked: Actor, at: datetime) -> None:
    other = actions.open_account(
        email="bo@mail.example", name="Bo", kind="citizen", customer=new_id(), by=SYSTEM, at=at
    )
    bo = queries.actor_for(other.id, door="portal", assurance=3)
    with pytest.raises(Conflict):
        link(bo, at)
    with pytest.raises(NotAllowed):
        actions.go_to_provider(provider="city-id", account=linked.account, by=bo, at=at)


def test_an_ended_link_signs_nobody_in(issuer: str, linked: Actor, at: datetime) -> None:
    assert linked.account
    [identity] = queries.list_identities(linked.account, by=linked)
    with pytest.raises(NotFound):
        actions.unlink_identity(identity=new_id(), by=linked, at=at)
    actions.unlink_identity(identity=identity.id, by=linked, at=at)
    assert refused(at) == "identity.unlinked"


def test_a_locked_account_stays_shut(issuer: str, linked: Actor, at: datetime) -> None:
    actions.lock_account(account=linked.account, by=SYSTEM, at=at)
    assert refused(at) == "identity.unlinked"


def test_a_provider_that_is_away_says_so(at: datetime, db: None) -> None:
    with pytest.raises(NotFound):
        actions.go_to_provider(provider="unheard-of", account=None, by=SYSTEM, at=at)


def test_only_the_providers_own_key_signs(city_id: str) -> None:
    now = int(time.time())
    provider = get_provider(city_id)
    claims = {
        "iss": provider.issuer, "aud": provider.client_id, "sub": SUBJECT, "nonce": "n", "acr": STRONG,
        "iat": now, "exp": now + 60,
    }  # fmt: skip
    ours, theirs, another = OctKey.import_key("x" * 64), RSAKey.generate_key(2048), RSAKey.generate_key(2048)
    keys = KeySet([theirs]).as_dict(private=False)
    good = jwt.encode({"alg": "RS256"}, claims, theirs)
    assert oidc.check_token(provider, good, keys, nonce="n").subject == SUBJECT

    body = jwt.encode({"alg": "HS256"}, claims, ours).split(".")
    unsigned = ".".join([base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("="), body[1], ""])
    for forged in (".".join(body), unsigned, jwt.encode({"alg": "RS256"}, claims, another), "", "a.b.c"):
        with pytest.raises(oidc.Unproved):
            oidc.check_token(provider, forged, keys, nonce="n")


@pytest.mark.parametrize(
    "wrong", [{"levels": {}}, {"levels": {"a": 4}}, {"issuer": "http://id.example"}, {"code": "Not a code"}]
)
def test_a_file_that_says_too_much_is_refused_at_the_start(
    wrong: dict[str, Any], tmp_path: Path, city_id: str
) -> None:

    row = get_provider(city_id).model_dump(mode="json") | wrong
    path = tmp_path / "wrong.yaml"
    path.write_text(json.dumps([row]))
    with pytest.raises(ImproperlyConfigured):
        read_providers(str(path))
