"""Signing in at an agency's own service through the house: what she sees, what the service gets, and
everything that it does not get."""

import base64
import json
import time
from datetime import datetime
from uuid import UUID

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as exchange_queries
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.trust import actions as trust
from onedoor.trust import queries
from onedoor.trust.keys.ring import forget_ring
from tests.doors.portal.relying import NAME, Service, register, room
from tests.services.conftest import Report

__all__ = ["room"]


# What she sees, and what the service gets.


def test_she_sees_each_value_before_it_is_told(room: Service) -> None:
    page = room.browser.get(room.address()).content.decode()
    assert "Sign in at Reading room" in page
    assert "A service of Libraries asks who you are." in page
    assert "Mei Lin" in page
    assert "2 April 1988" in page


def test_the_service_learns_who_she_is_and_what_she_agreed_to(room: Service, mei: UUID) -> None:
    signed = room.sign_in()
    assert signed["sub"] == queries.pseudonym(mei, "LIB")
    assert (signed["acr"], signed["role"]) == ("urn:onedoor:assurance:2", "self")
    assert abs(signed["auth_time"] - time.time()) < 60
    status, claims = room.claims(signed["token"])
    assert status == 200
    assert claims == {
        "sub": signed["sub"], "role": "self", "name": "Mei Lin", "birthdate": "1988-04-02"
    }  # fmt: skip


def test_each_reading_stands_among_the_uses_of_her_data(room: Service, mei: UUID, citizen: Actor) -> None:
    token = room.sign_in()["token"]
    room.claims(token)
    room.claims(token)
    uses = exchange_queries.list_disclosures(mei, by=citizen, limit=9)
    assert [one.receiver for one in uses] == ["LIB", "LIB"]
    assert [one.agreement for one in exchange_queries.list_consents(mei, by=citizen)] == ["AG-2025-30"]
    page = room.browser.get("/who-used-my-data/").content.decode()
    assert "To keep your place in what you read online" in page


def test_a_consent_that_is_taken_back_tells_nothing_more(
    room: Service, mei: UUID, citizen: Actor, at: datetime
) -> None:
    token = room.sign_in()["token"]
    exchange.withdraw_consent(customer=mei, agreement="AG-2025-30", by=citizen, at=at)
    status, told = room.claims(token)
    assert (status, told) == (403, {"error": "insufficient_scope"})


def test_no_value_of_a_register_is_in_the_token_or_in_the_journal(room: Service, mei: UUID) -> None:
    signed = room.sign_in()
    assert "Mei" not in json.dumps(signed)
    entries = journal.list_timeline(customer=mei, by=SYSTEM)
    begun = next(one for one in entries if one.event == "trust.sign_on.begun")
    assert begun.data["service"] == NAME
    assert "Mei" not in json.dumps(begun.data)


def test_who_declines_is_sent_back_with_nothing(room: Service) -> None:
    told = room.agree("no")
    assert told["error"] == "access_denied"
    assert "code" not in told
    assert (told["state"], told["iss"]) == (room.kept["state"], "http://localhost:8000")


def test_two_agencies_know_her_by_numbers_that_nobody_can_join(room: Service, at: datetime) -> None:
    other = Service(register(at, "LAB"), room.browser, scope="openid")
    assert room.sign_in()["sub"].removeprefix("LIB-") != other.sign_in()["sub"].removeprefix("LAB-")


def test_who_agreed_in_this_browser_is_not_asked_again(room: Service) -> None:
    room.sign_in()
    assert "code" in room.brought(room.browser.get(room.address()))
    assert room.browser.get(room.address(prompt="consent")).status_code == 200


# Who is not signed in, or not well enough.


def test_a_stranger_signs_in_first_and_comes_back(room: Service) -> None:
    answer = Client().get(room.address())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=%2Fsign-on%2F")


def test_an_officer_signs_in_at_no_service(room: Service, client: Client, at: datetime) -> None:
    officer = trust.open_account(
        email="tan@rev.example", name="Tan", kind="officer", password="harbour lights 25", by=SYSTEM, at=at
    )
    desk = Client()
    desk.force_login(get_user_model().objects.get(id=officer.id))
    assert desk.get(room.address()).status_code == 403


def test_a_service_that_asks_for_level_three_gets_it_or_nothing(room: Service) -> None:
    from tests.doors.portal.conftest import code_now

    asked = room.address(acr_values="urn:onedoor:assurance:3")
    assert room.browser.get(asked)["Location"].startswith("/step-up/")
    room.browser.post("/step-up/", {"code": code_now()})
    assert room.browser.get(asked).status_code == 200
    assert room.sign_in(acr_values="urn:onedoor:assurance:3")["acr"] == "urn:onedoor:assurance:3"


def test_a_level_that_she_cannot_reach_is_told_to_the_service(room: Service) -> None:
    told = room.brought(room.browser.get(room.address(acr_values="urn:onedoor:assurance:4")))
    assert told["error"] == "unmet_authentication_requirements"


def test_an_old_proof_is_made_anew_where_the_service_says_so(room: Service) -> None:
    assert room.browser.get(room.address(max_age="600")).status_code == 200
    with time_machine.travel(time.time() + 601, tick=False):
        answer = room.browser.get(room.address(max_age="600"))
    assert answer["Location"].startswith("/sign-in/?next=")
    assert room.browser.get("/my-data/").status_code == 302  # she is signed out until then


@pytest.mark.parametrize(
    ("signed_in", "more", "error"),
    [
        (False, {}, "login_required"),
        (True, {}, "consent_required"),
        (True, {"acr_values": "urn:onedoor:assurance:3"}, "interaction_required"),
    ],
)
def test_silence_is_never_a_yes(room: Service, signed_in: bool, more: dict[str, str], error: str) -> None:
    browser = room.browser if signed_in else Client()
    assert room.brought(browser.get(room.address(prompt="none", **more)))["error"] == error


# For somebody else.


@pytest.fixture
def firm(mei: UUID, report: Report, at: datetime) -> UUID:
    """Her firm, which she acts for."""
    from onedoor.people.rules import make_organisation_identifier

    firm = people.register_customer(
        name="Lantern Cafe", kind="business", identifier=make_organisation_identifier("business", 2001),
        by=SYSTEM, at=at,
    ).id  # fmt: skip
    people.grant_mandate(giver=firm, holder=mei, role="owner", by=SYSTEM, at=at)
    report("business-register", "BIZ", customer=firm, business_name="Lantern Cafe")
    return firm


def test_who_acts_for_a_firm_signs_in_as_the_firm_and_as_herself(
    room: Service, firm: UUID, mei: UUID
) -> None:
    session = room.browser.session
    session["acting_for"] = str(firm)
    session.save()
    room.scope = "openid entity_name"
    assert "You sign in there for Lantern Cafe." in room.browser.get(room.address()).content.decode()
    signed = room.sign_in()
    assert signed["sub"] == queries.pseudonym(firm, "LIB")
    assert (signed["role"], signed["act"]) == ("representative", {"sub": queries.pseudonym(mei, "LIB")})
    assert room.claims(signed["token"])[1]["entity_name"] == "Lantern Cafe"


def test_a_mandate_that_ended_opens_nothing(room: Service, firm: UUID, at: datetime) -> None:
    session = room.browser.session
    session["acting_for"] = str(firm)
    session.save()
    room.scope = "openid entity_name"
    token = room.sign_in()["token"]
    [mandate] = people_mandates(firm)
    people.end_mandate(mandate=mandate, by=SYSTEM, at=at)
    assert room.claims(token) == (401, {"error": "invalid_token"})


def people_mandates(firm: UUID) -> list[UUID]:
    from onedoor.people import queries as people_queries

    return [one.id for one in people_queries.list_mandates(firm, by=SYSTEM)]


# What is ended.


def test_a_revoked_service_signs_nobody_in_and_reads_nothing(room: Service, at: datetime) -> None:
    code, token = room.agree()["code"], room.sign_in()["token"]
    trust.revoke_client(client=room.issued.client.id, by=SYSTEM, at=at)
    assert room.browser.get(room.address()).status_code == 422
    assert room.redeem(code)[0] == 401
    assert room.claims(token)[0] == 401


def test_her_list_shows_the_service_and_ends_it(room: Service, at: datetime) -> None:
    token = room.sign_in()["token"]
    page = room.browser.get("/security/sessions/").content.decode()
    assert "Reading room" in page
    [one] = queries.list_sign_ons(by=actor_of_session(room.browser), at=at)
    room.browser.post("/security/sessions/", {"sign_on": str(one.id)})
    assert room.claims(token)[0] == 401
    assert "Reading room" not in room.browser.get("/security/sessions/").content.decode()


def test_a_stranger_cannot_end_it(room: Service, stranger: Actor, at: datetime) -> None:
    token = room.sign_in()["token"]
    [one] = queries.list_sign_ons(by=actor_of_session(room.browser), at=at)
    from onedoor.kernel.errors import NotFound

    with pytest.raises(NotFound):
        trust.end_sign_on(sign_on=one.id, by=stranger, at=at)
    assert room.claims(token)[0] == 200


def test_signing_out_here_ends_it_there(room: Service) -> None:
    token = room.sign_in()["token"]
    room.browser.post("/sign-out/")
    assert room.claims(token)[0] == 401


def test_a_locked_account_is_signed_in_nowhere(room: Service, account: UUID, at: datetime) -> None:
    token = room.sign_in()["token"]
    trust.lock_account(account=account, by=SYSTEM, at=at)
    assert room.claims(token)[0] == 401


def test_signing_out_at_the_service_signs_her_out_here_too(room: Service) -> None:
    signed = room.sign_in()
    asked = {
        "id_token_hint": signed["id_token"], "post_logout_redirect_uri": "https://reading.example/",
        "state": "s1",
    }  # fmt: skip
    answer = room.browser.get("/sign-on/end/", asked)
    assert answer["Location"] == "https://reading.example/?state=s1"
    assert room.claims(signed["token"])[0] == 401
    assert room.browser.get("/my-data/").status_code == 302


def test_after_signing_out_nobody_is_sent_to_an_unregistered_address(room: Service) -> None:
    asked = {
        "id_token_hint": room.sign_in()["id_token"], "post_logout_redirect_uri": "https://evil.example/"
    }  # fmt: skip
    assert room.browser.get("/sign-on/end/", asked)["Location"] == "/"


def test_without_proof_of_whom_it_is_about_she_is_asked(room: Service) -> None:
    page = room.browser.get("/sign-on/end/", {"client_id": room.issued.client.code})
    assert "Sign out here too?" in page.content.decode()
    assert room.browser.get("/my-data/").status_code == 200
    forged = room.browser.get("/sign-on/end/", {"id_token_hint": "a.b.c"})
    assert forged.status_code == 422


def test_a_token_for_one_service_reads_nothing_of_another(room: Service, at: datetime) -> None:
    other = Service(register(at, "LAB"), room.browser, scope="openid")
    status, told = other.claims(other.sign_in()["token"])
    assert (status, set(told)) == (200, {"sub", "role"})
    assert other.claims("guessed")[0] == 401
    assert other.claims("")[0] == 401


def test_an_old_key_is_published_until_its_tokens_ran_out(
    room: Service, at: datetime, request: pytest.FixtureRequest
) -> None:
    before = room.sign_in()["id_token"]
    trust.rotate_key(purpose="token", by=SYSTEM, at=at)
    forget_ring()  # as it is after the commit
    request.addfinalizer(forget_ring)
    kids = [key["kid"] for key in Client().get("/sign-on/keys.json").json()["keys"]]
    assert len(kids) == 2
    assert room.read(before)["sub"]
    after = room.sign_in()["id_token"]
    assert [
        json.loads(base64.urlsafe_b64decode(one.split(".")[0] + "==="))["kid"] for one in (after, before)
    ] == kids


def actor_of_session(browser: Client) -> Actor:
    from onedoor.people import queries as people_queries

    return people_queries.acting_account(UUID(browser.session["_auth_user_id"]), door="portal", assurance=2)
