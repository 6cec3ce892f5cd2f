"""What an agency's own service does not get: wrong requests, codes, secrets and keys."""

import base64
import time
from datetime import datetime

import pytest
import time_machine
from joserfc.jwk import ECKey

from onedoor.kernel.actors import SYSTEM
from onedoor.trust import actions as trust
from onedoor.trust.types import IssuedClient
from tests.doors.portal.relying import LIB, Service, assertion, error, register, room

__all__ = ["room"]


# Requests that are wrong: nobody is sent anywhere, or the service is told.


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://reading.example/back/"},
        {"redirect_uri": "https://reading.example/back?x=1"},
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": ""},
        {"redirect_uri": "https://évil.example/"},
        {"client_id": "lib-nobody"},
        {"client_id": ""},
    ],
    ids=str,
)
def test_another_address_than_the_registered_one_is_never_gone_to(
    room: Service, changes: dict[str, str]
) -> None:
    for answer in (
        room.browser.get(room.address(**changes)),
        room.browser.post(room.address(**changes), {"answer": "yes"}),
    ):
        assert answer.status_code == 422
        assert "did not ask in the right way" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "", "code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"scope": "name"}, "invalid_scope"),
        ({"scope": "openid address"}, "invalid_scope"),
        ({"scope": "openid tax-record:spouse_relief"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"max_age": "soon"}, "invalid_request"),
    ],
    ids=str,
)
def test_a_request_that_says_too_little_or_asks_too_much_gets_its_error(
    room: Service, changes: dict[str, str], error: str
) -> None:
    told = room.brought(room.browser.post(room.address(**changes), {"answer": "yes"}))
    assert (told["error"], told["iss"]) == (error, "http://localhost:8000")
    assert "code" not in told


def test_a_nonce_counts_once(room: Service) -> None:
    assert room.redeem(room.agree(nonce="the-same-number-again")["code"])[0] == 200
    told = room.brought(room.browser.get(room.address(nonce="the-same-number-again")))
    assert told["error"] == "invalid_request"


# Codes.


def test_a_code_that_is_used_twice_ends_what_it_gave(room: Service) -> None:
    code = room.agree()["code"]
    _status, told = room.redeem(code)
    assert error(room.redeem(code)) == "invalid_grant"
    assert room.claims(told["access_token"])[0] == 401


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "v" * 43}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": "https://reading.example/other"}, "invalid_grant"),
        ({"code": "guessed"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": "é"}, "unsupported_grant_type"),
    ],
    ids=str,
)
def test_a_code_opens_nothing_without_all_that_belongs_to_it(
    room: Service, changes: dict[str, object], error: str
) -> None:
    code = room.agree()["code"]
    status, told = room.redeem(code, **changes)
    assert (status, told["error"]) == (400, error)
    assert "access_token" not in told


def test_a_code_of_another_service_is_unknown(room: Service, at: datetime) -> None:
    thief = Service(register(at, **LIB), room.browser, kept=room.kept)
    code = room.agree()["code"]
    thief.kept = room.kept
    assert error(thief.redeem(code)) == "invalid_grant"
    assert room.redeem(code)[0] == 200


def test_a_code_is_good_for_a_minute(room: Service) -> None:
    code = room.agree()["code"]
    with time_machine.travel(time.time() + 61, tick=False):
        assert error(room.redeem(code)) == "invalid_grant"


def test_a_token_is_good_for_ten_minutes(room: Service) -> None:
    token = room.sign_in()["token"]
    with time_machine.travel(time.time() + 599, tick=False):
        assert room.claims(token)[0] == 200
    with time_machine.travel(time.time() + 601, tick=False):
        assert room.claims(token) == (401, {"error": "invalid_token"})


# Clients that prove themselves.


def test_a_wrong_secret_redeems_nothing(room: Service, at: datetime) -> None:
    code = room.agree()["code"]
    other = Service(register(at, **LIB), room.browser, kept=room.kept)
    room.issued = IssuedClient(room.issued.client, other.issued.secret)
    status, told = room.redeem(code)
    assert (status, told["error"]) == (401, "invalid_client")


def test_a_renewed_secret_shuts_out_the_old_one(room: Service, at: datetime) -> None:
    renewed = trust.renew_client_secret(client=room.issued.client.id, by=SYSTEM, at=at)
    code = room.agree()["code"]
    assert room.redeem(code)[0] == 401
    room.issued = renewed
    assert room.redeem(code)[0] == 200


@pytest.fixture
def keyed(room: Service, at: datetime) -> tuple[Service, ECKey]:
    """A service that has a key of its own instead of a secret."""
    key = ECKey.generate_key("P-256", {"kid": "one"})
    keys = {"keys": [key.as_dict(private=False)]}
    return Service(register(at, public_keys=keys, **LIB), room.browser), key


def test_a_key_of_its_own_proves_a_service(keyed: tuple[Service, ECKey]) -> None:
    service, key = keyed
    code = service.agree()["code"]
    assert service.redeem(code, **assertion(key, service.issued.client.code))[0] == 200
    assert not service.issued.secret


def test_a_statement_with_its_key_counts_once(keyed: tuple[Service, ECKey]) -> None:
    service, key = keyed
    said = assertion(key, service.issued.client.code)
    assert service.redeem(service.agree()["code"], **said)[0] == 200
    assert error(service.redeem(service.agree()["code"], **said)) == "invalid_client"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.example"},
        {"lasts": -600},
        {"lasts": 90_000},
        {"iss": "lib-other"},
        {"sub": "lib-other"},
        {"jti": 7},
    ],
    ids=str,
)
def test_a_statement_for_somebody_or_some_time_else_proves_nothing(
    keyed: tuple[Service, ECKey], changes: dict[str, object]
) -> None:
    service, key = keyed
    said = assertion(key, service.issued.client.code, **changes)
    assert error(service.redeem(service.agree()["code"], **said)) == "invalid_client"


def test_neither_another_key_under_its_name_nor_none_proves_a_service(keyed: tuple[Service, ECKey]) -> None:
    service, _key = keyed
    swapped = ECKey.generate_key("P-256", {"kid": "one"})
    code, client = service.agree()["code"], service.issued.client.code
    assert error(service.redeem(code, **assertion(swapped, client))) == "invalid_client"
    unsigned = assertion(swapped, client)
    body = unsigned["client_assertion"].split(".")[1]
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    assert (
        error(service.redeem(code, **unsigned | {"client_assertion": f"{head}.{body}."})) == "invalid_client"
    )
