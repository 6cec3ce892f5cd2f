"""The agency's own services that people sign in to, at the desk of whoever registers them."""

from datetime import datetime

import pytest
from django.test import Client

from onedoor.exchange import actions as exchange
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.trust import actions as trust
from onedoor.trust import queries

NAME = {"en": "Reading room", "zh-hans": "在线阅览室"}
BACK = "https://reading.example/back"


def acting(agency: str, *permissions: str) -> Actor:
    return Actor(kind="officer", door="desk", assurance=3, agency=agency, permissions=frozenset(permissions))


@pytest.fixture
def engineer() -> Actor:
    return acting("LIB", "sign_on.manage")


def register(by: Actor, at: datetime, **changes: object) -> object:
    given = {"agency": "LIB", "name": NAME, "redirect_uris": [BACK]} | changes
    return exchange.register_sign_on_client(**given, by=by, at=at)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "http://reading.example/back",
        "https://*.example/back",
        "https://reading.example/back#x",
        "https://user@reading.example/",
        "javascript:alert(1)",
        "//reading.example",
        "reading.example",
        "https://évil.example/",
        "https://[broken/",
    ],
)
def test_an_address_is_whole_and_safe_or_refused(engineer: Actor, at: datetime, address: str) -> None:
    with pytest.raises(Invalid) as refusal:
        register(engineer, at, redirect_uris=[address])
    assert refusal.value.code == "sign_on_client.address"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        {"scopes": ["name"]},
        {"scopes": ["name"], "agreement": "AG-2024-01"},
        {"scopes": ["name", "address"], "agreement": "AG-2025-30"},
        {"scopes": ["name"], "agreement": "AG-2025-30", "service": "move"},
    ],
    ids=str,
)
def test_no_claim_without_an_agreement_of_the_agency_that_covers_it(
    engineer: Actor, at: datetime, given: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        register(engineer, at, **given)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": []},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]},
        {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]},
    ],
    ids=str,
)
def test_only_public_keys_of_strength_are_taken(engineer: Actor, at: datetime, keys: object) -> None:
    with pytest.raises(Invalid) as refusal:
        register(engineer, at, public_keys=keys)
    assert refusal.value.code == "sign_on_client.keys"


@pytest.mark.django_db
def test_only_her_own_agency_and_only_with_the_permission(engineer: Actor, at: datetime) -> None:
    issued = register(engineer, at)
    with pytest.raises(NotAllowed):
        register(acting("REV", "sign_on.manage"), at)
    with pytest.raises(NotAllowed):
        register(acting("LIB"), at)
    for act in (trust.revoke_client, trust.renew_client_secret):
        with pytest.raises(NotFound):
            act(client=issued.client.id, by=acting("REV", "sign_on.manage"), at=at)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_secret_is_told_once_and_kept_as_a_hash(engineer: Actor, at: datetime) -> None:
    from onedoor.trust.models import SignOnClient

    issued = register(engineer, at)
    row = SignOnClient.objects.get()
    assert issued.secret.encode() not in bytes(row.secret_hash)  # type: ignore[attr-defined]
    assert not hasattr(queries.list_clients("LIB")[0], "secret")


def test_a_supervisor_registers_a_service_and_sees_its_secret_this_once(supervisor: Client) -> None:
    form = {
        "name_en": "Tax calculator", "name_zh": "税款计算器", "redirect_uris": BACK, "level": "2",
        "agreement": "AG-2024-01", "scopes": ["name"],
    }  # fmt: skip
    page = supervisor.post("/desk/sign-on/", form).content.decode()
    assert "odk_" in page
    assert "Tax calculator" in page
    again = supervisor.get("/desk/sign-on/").content.decode()
    assert "odk_" not in again
    [one] = queries.list_clients("REV")
    assert (one.scopes, one.service) == (("name",), "income-tax")


def test_what_is_wrong_is_said_beside_the_question(supervisor: Client) -> None:
    form = {"name_en": "T", "name_zh": "税", "redirect_uris": "http://x.example/", "level": "2"}
    answer = supervisor.post("/desk/sign-on/", form)
    assert answer.status_code == 422
    assert "Write each address in full" in answer.content.decode()
    assert not queries.list_clients("REV")


def test_an_ended_service_stays_in_the_list(supervisor: Client, at: datetime) -> None:
    issued = register(SYSTEM, at, agency="REV")
    supervisor.post(f"/desk/sign-on/{issued.client.id}/revoke/")  # type: ignore[attr-defined]
    assert "Ended" in supervisor.get("/desk/sign-on/").content.decode()


def test_an_officer_without_that_role_is_turned_away(desk: Client) -> None:
    assert desk.get("/desk/sign-on/").status_code == 403


def test_what_a_service_could_not_be_told_is_seen_and_begun_anew(supervisor: Client, at: datetime) -> None:
    from onedoor.trust.models import BrowserSession, LogoutNotice, SignOn

    account = trust.open_account(
        email="mei@example.org", name="Mei", kind="citizen", password="harbour lights 25", by=SYSTEM, at=at
    ).id
    issued = register(SYSTEM, at, agency="REV", logout_uri="https://reading.example/told")
    row = issued.client.id  # type: ignore[attr-defined]
    session = BrowserSession.objects.create(
        account_id=account, door="portal", begun_at=at, seen_at=at, ended_at=at
    )
    signed = SignOn.objects.create(
        client_id=row, account_id=account, session=session, holder=account, scopes=["openid"], level=2,
        redirect_uri=BACK, code_hash=b"c", token_hash=b"t", proved_at=at, runs_out_at=at, begun_at=at,
    )  # fmt: skip
    LogoutNotice.objects.create(
        sign_on=signed, client_id=row, state="stuck", attempts=8, made_at=at, failure="timeout"
    )
    page = supervisor.get("/desk/sign-on/").content.decode()
    assert "1 sign-out could not be told." in page
    assert "timeout" in page
    supervisor.post(f"/desk/sign-on/{row}/retry/")
    assert "1 sign-out is still to be told." in supervisor.get("/desk/sign-on/").content.decode()
