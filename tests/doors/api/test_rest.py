"""Systems use every service as people do: the same refusals, the same values, the same signature."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier
from onedoor.trust import actions as trust
from tests.contracts.house import ROOT

API = "/api/v1"
Call = Callable[..., Any]


@pytest.fixture
def firm(db: None, at: datetime) -> UUID:
    """Tan & Partners, who file for others."""
    born = date(1970, 6, 1)
    return people.register_customer(
        name="Tan & Partners", birth_date=born, identifier=make_identifier(born, 3), by=SYSTEM, at=at
    ).id


@pytest.fixture
def key(firm: UUID, at: datetime) -> str:
    return trust.issue_partner_key(
        partner="tan", label="Tan & Partners' software", customer=firm, by=SYSTEM, at=at
    ).secret


@pytest.fixture
def call(client: Client, key: str) -> Call:
    """A system that calls with its key."""

    def send(method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {key}", "Accept-Language": "en"} | headers
        given = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(client, method)(API + path, headers=sent, **given)

    return send


@pytest.fixture
def report_of(call: Call) -> Call:
    """A street report of the firm's own, as far as its pages were answered."""

    def begin(**pages: dict[str, Any]) -> Any:
        started = call("post", "/applications", {"service": "street-issue"}).json()
        number, revision = started["number"], started["revision"]
        for page, answers in pages.items():
            path = f"/applications/{number}/pages/{page}"
            saved = call("put", path, {"answers": answers, "revision": revision})
            assert saved.status_code == 200, saved.content
            revision = saved.json()["revision"]
        return call("get", f"/applications/{number}").json()

    return begin


WHOLE = {
    "what": {"kind": "pothole"},
    "where": {"place": {"lat": 5.209, "long": 105.052, "address": ""}, "ground": "street"},
    "more": {"depth": "deep", "description": "By the blue gate."},
    "contact": {},
}


def test_the_description_that_is_served_is_the_one_in_the_manual(client: Client, db: None) -> None:
    served = client.get(f"{API}/openapi.json").json()

    assert served == json.loads((ROOT / "docs" / "reference" / "openapi.json").read_text())


def test_services_are_listed_and_shown_to_anybody(client: Client, db: None) -> None:
    listed = client.get(f"{API}/services", headers={"Accept-Language": "en"}).json()
    assert {one["code"] for one in listed} >= {"income-tax", "departure-clearance", "street-issue"}

    shown = client.get(f"{API}/services/street-issue", headers={"Accept-Language": "zh-CN"}).json()

    assert shown["title"] == "街道问题上报"
    assert [page["id"] for page in shown["pages"]] == ["what", "where", "more", "contact"]
    kind = shown["pages"][0]["answers"]["properties"]["kind"]
    assert kind["enum"][0] == "pothole"
    assert (
        shown["pages"][0]["questionnaire"]["item"][0]["answerOption"][0]["valueCoding"]["code"] == "pothole"
    )
    depth = shown["pages"][2]["answers"]
    assert depth["properties"]["depth"]["x-asked-when"] == 'kind == "pothole"'
    assert "depth" not in depth["required"]


def test_a_system_files_and_follows_its_own_report(call: Call, report_of: Call) -> None:
    seen = report_of(**WHOLE)
    assert seen["can_sign"]

    body = {"revision": seen["revision"], "fingerprint": seen["fingerprint"]}
    signed = call("post", f"/applications/{seen['number']}/sign", body)

    assert signed.status_code == 200
    assert len(signed.json()["sha256"]) == 64
    after = call("get", f"/applications/{seen['number']}").json()
    assert (after["state"], after["agency"]) == ("signed", "CTY")
    assert [card["number"] for card in call("get", "/applications").json()] == [seen["number"]]
    assert call("get", f"/applications/{seen['number']}/payments").json() == []


def test_answers_come_back_as_they_were_sent(call: Call, report_of: Call) -> None:
    number = report_of(what=WHOLE["what"], where=WHOLE["where"])["number"]

    page = call("get", f"/applications/{number}/pages/where").json()

    assert page["answers"]["ground"] == "street"
    assert page["answers"]["place"] == {"lat": "5.209000", "long": "105.052000", "address": ""}


def test_what_must_be_mended_has_its_path_and_is_kept(call: Call, report_of: Call) -> None:
    seen = report_of(what=WHOLE["what"])
    path = f"/applications/{seen['number']}/pages/where"

    answer = call("put", path, {"answers": {"ground": "moon"}, "revision": seen["revision"]})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    found = answer.json()
    assert found["code"] == "application.answers"
    assert {one["path"] for one in found["errors"]} == {"/answers/place", "/answers/ground"}
    assert call("get", path).json()["errors"]["ground"] == "Choose one of the answers shown."


def test_problems_are_told_in_the_callers_language(call: Call) -> None:
    answer = call("get", "/applications/HC-0000-0000-0", **{"Accept-Language": "zh-CN"})

    assert (answer.status_code, answer.json()["code"]) == (404, "application.unknown")
    assert answer.json()["title"] == "找不到此申请。"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("post", "/applications", {"service": "street-issue", "door": "desk"}, 422),
        ("post", "/applications", {"service": 7}, 422),
        ("post", "/applications", {"service": "dragon"}, 404),
        ("post", "/applications", ["street-issue"], 422),
        ("get", "/nothing", None, 404),
        ("get", "/services/dragon", None, 404),
    ],
)
def test_other_refusals_are_problems_too(call: Call, method: str, path: str, body: Any, status: int) -> None:
    answer = call(method, path, body)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "code", "errors"}


def test_a_stale_revision_or_fingerprint_signs_nothing(call: Call, report_of: Call) -> None:
    seen = report_of(**WHOLE)
    path = f"/applications/{seen['number']}/sign"

    stale = call("post", path, {"revision": 1, "fingerprint": seen["fingerprint"]})
    unseen = call("post", path, {"revision": seen["revision"], "fingerprint": "0" * 64})

    assert (stale.status_code, stale.json()["code"]) == (409, "application.moved_on")
    assert (unseen.status_code, unseen.json()["code"]) == (409, "application.changed")


def test_withdrawing(call: Call, report_of: Call) -> None:
    seen = report_of(what=WHOLE["what"])

    answer = call("post", f"/applications/{seen['number']}/withdraw", {})

    assert answer.json()["state"] == "withdrawn"


def test_nobody_without_a_key_or_session(client: Client, db: None) -> None:
    for headers in ({}, {"Authorization": "Bearer odk_0000_nothing"}, {"Authorization": "Basic eA=="}):
        answer = client.get(f"{API}/applications", headers=headers)
        assert answer.status_code == 401, headers
        assert answer["Content-Type"] == "application/problem+json"


def test_a_partners_key_for_pushing_opens_nothing_here_and_the_other_way_round(
    client: Client, key: str, at: datetime, firm: UUID
) -> None:
    pushing = trust.issue_partner_key(partner="foodbank", label="upload", by=SYSTEM, at=at).secret

    here = client.get(f"{API}/applications", headers={"Authorization": f"Bearer {pushing}"})
    there = client.get("/api/partner/v1/corrections", headers={"Authorization": f"Bearer {key}"})

    assert (here.status_code, there.status_code) == (401, 401)


def test_a_mandate_lets_a_system_act_and_its_end_ends_it(
    call: Call,
    firm: UUID,
    mei: UUID,
    year: None,
    at: datetime,
) -> None:
    acting = {"Onedoor-Acting-For": str(mei)}
    refused = call("post", "/applications", {"service": "income-tax"}, **acting)
    assert (refused.status_code, refused.json()["code"]) == (403, "mandate.none")
    mandate = people.grant_mandate(
        giver=mei, holder=firm, role="accountant", services=["income-tax"], by=SYSTEM, at=at
    )

    started = call("post", "/applications", {"service": "income-tax"}, **acting)
    number = started.json()["number"]

    assert started.status_code == 201
    values = call("get", f"/applications/{number}/values", **acting).json()
    wages = next(one for one in values["values"] if one["field"] == "gross_pay")
    assert (wages["value"], wages["source"], wages["grade"]) == ("60000.00", "Harbour Shipyard", "B")
    assert values["explanation"]
    other = call("post", "/applications", {"service": "street-issue"}, **acting)
    assert (other.status_code, other.json()["code"]) == (403, "application.not_mandated")
    assert call("get", f"/applications/{number}").status_code == 404  # not in its own name
    people.end_mandate(mandate=mandate.id, by=SYSTEM, at=at)
    assert call("get", f"/applications/{number}", **acting).status_code == 403


def test_a_key_is_not_proof_enough_where_a_code_is_asked_for(
    call: Call,
    firm: UUID,
    mei: UUID,
    year: None,
    at: datetime,
) -> None:
    people.grant_mandate(giver=mei, holder=firm, role="accountant", services=["income-tax"], by=SYSTEM, at=at)
    acting = {"Onedoor-Acting-For": str(mei)}
    seen = call("post", "/applications", {"service": "income-tax"}, **acting).json()

    body = {"revision": seen["revision"], "fingerprint": seen["fingerprint"]}
    answer = call("post", f"/applications/{seen['number']}/sign", body, **acting)

    assert (answer.status_code, answer.json()["code"], answer.json()["level"]) == (
        403,
        "assurance.too_low",
        3,
    )


def test_a_signed_in_person_uses_the_same_addresses(proved: Client, year: None) -> None:
    started = proved.post(
        f"{API}/applications", json.dumps({"service": "income-tax"}), content_type="application/json"
    )
    seen = started.json()

    body = {"revision": seen["revision"], "fingerprint": seen["fingerprint"]}
    signed = proved.post(
        f"{API}/applications/{seen['number']}/sign", json.dumps(body), content_type="application/json"
    )

    assert (started.status_code, signed.status_code) == (201, 200)
    bills = proved.get(f"{API}/applications/{seen['number']}/payments").json()
    assert [bill["amount"] for bill in bills] == [seen["payable"]]


def test_a_session_writes_only_with_its_token(proved: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = proved.cookies

    answer = strict.post(
        f"{API}/applications", json.dumps({"service": "income-tax"}), content_type="application/json"
    )

    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


def test_a_key_may_call_so_often_a_minute(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onedoor.doors.api.keys.MOST", 2)

    answers = [call("get", "/applications") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
