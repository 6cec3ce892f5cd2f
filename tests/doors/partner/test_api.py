"""The partners' interface: a key pushes its own data, and reads nothing else."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.exchange import actions
from onedoor.exchange.models import ReportedValue
from onedoor.kernel.actors import Actor
from tests.doors.partner.conftest import Key
from tests.exchange.conftest import DONOR_ID
from tests.exchange.files import as_json, donations

API = "/api/partner/v1"
FILE = donations(f"{DONOR_ID},400.00,2024-05-31,R-1")


def push(client: Client, headers: dict[str, str], file: bytes = FILE, kind: str = "text/csv") -> Any:
    return client.post(
        f"{API}/batches/donations?filename=may.csv", data=file, content_type=kind, headers=headers
    )


@pytest.fixture
def question(client: Client, key: Key, donor: UUID, at: datetime) -> tuple[str, dict[str, str]]:
    """The number of an open question to the food bank, and its key."""
    headers = key("foodbank")
    push(client, headers)
    citizen = Actor(kind="citizen", assurance=3, customer=donor)
    asked = actions.open_correction(
        reported=ReportedValue.objects.get().id, reason="I gave more.", by=citizen, at=at
    )  # fmt: skip
    return asked.number, headers


def test_a_key_pushes_its_own_data(client: Client, key: Key, donor: UUID) -> None:
    answer = push(client, key("foodbank"))

    assert answer.status_code == 201
    assert answer.json()["accepted"] == 1
    assert ReportedValue.objects.get().customer == donor


def test_a_form_and_json_are_taken_as_well(client: Client, key: Key, donor: UUID) -> None:
    headers = key("foodbank")
    form = {"file": SimpleUploadedFile("may.csv", FILE)}

    assert client.post(f"{API}/batches/donations", form, headers=headers).status_code == 201
    other = as_json(donations(f"{DONOR_ID},5.00,2024-05-31,R-2"))
    assert push(client, headers, other, "application/json").status_code == 201


def test_the_same_file_again_is_answered_by_its_first_receipt(client: Client, key: Key, donor: UUID) -> None:
    headers = key("foodbank")
    first, second = push(client, headers), push(client, headers)

    assert (second.status_code, second.json()["number"]) == (200, first.json()["number"])


def test_a_refused_file_says_why_in_the_callers_language(client: Client, key: Key) -> None:
    answer = push(client, key("foodbank") | {"Accept-Language": "zh-Hans"}, donations(count=1, total="1"))

    assert (answer.status_code, answer.json()["code"]) == (422, "E08")
    assert any("一" <= c <= "鿿" for c in answer.json()["message"])


def test_faulty_rows_come_with_remedies(client: Client, key: Key) -> None:
    answer = push(client, key("foodbank"), donations("nonsense,1.00,2024-05-31,R-1"))

    [fault] = answer.json()["faults"]
    assert fault["codes"] == ["E03"]
    assert fault["remedies"][0]


@pytest.mark.parametrize(
    "path", ["customers", "values", f"values/{DONOR_ID}", "batches", "registers/tax-record"]
)
def test_it_reads_nothing_else(client: Client, key: Key, path: str) -> None:
    answer = client.get(f"{API}/{path}", headers=key("foodbank"))

    assert answer.status_code == 403
    assert answer.json()["code"] == "exchange.partner.push_only"


def test_an_attempt_to_read_is_on_record(client: Client, key: Key) -> None:
    from onedoor.journal.models import JournalEntry

    client.get(f"{API}/customers", headers=key("foodbank"))

    entry = JournalEntry.objects.get(event="journal.attempt.refused")
    assert (entry.actor_kind, entry.data["action"]) == ("partner", "exchange.refuse_partner_read")


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer odk_0_x"}, {"Authorization": "Basic eDp5"}]
)
def test_without_a_key_there_is_nothing(client: Client, headers: dict[str, str]) -> None:
    assert push(client, headers).status_code == 401
    assert client.get(f"{API}/corrections", headers=headers).status_code == 401


def test_a_receipt_is_for_its_sender(client: Client, key: Key, donor: UUID) -> None:
    mine = key("foodbank")
    number = push(client, mine).json()["number"]

    assert client.get(f"{API}/batches/{number}", headers=mine).status_code == 200
    assert client.get(f"{API}/batches/{number}", headers=key("shipyard")).status_code == 404


def test_it_sees_questions_to_it_and_answers(
    client: Client, key: Key, question: tuple[str, dict[str, str]]
) -> None:
    number, headers = question
    [asked] = client.get(f"{API}/corrections", headers=headers).json()
    body = json.dumps({"answer": "correct", "value": "450.00"})

    answer = client.post(f"{API}/corrections/{number}/answer", body, "application/json", headers=headers)

    assert (asked["number"], asked["reason"]) == (number, "I gave more.")
    assert DONOR_ID not in json.dumps(asked)
    assert (answer.status_code, answer.json()["state"]) == (200, "corrected")


def test_a_question_is_for_its_reporter(
    client: Client, key: Key, question: tuple[str, dict[str, str]]
) -> None:
    other, body = key("shipyard"), json.dumps({"answer": "confirm"})

    assert client.get(f"{API}/corrections", headers=other).json() == []
    answer = client.post(f"{API}/corrections/{question[0]}/answer", body, "application/json", headers=other)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '"text"',
        "{}",
        '{"answer": "maybe"}',
        '{"answer": "confirm", "more": 1}',
        '{"answer": {"a": 1}}',
        '{"answer": "correct", "value": 99999999999999999999999999}',
        '{"answer": "correct", "value": "99999999999999999999999999"}',
        '{"answer": "correct", "value": "4\\u00005"}',
        '{"answer": "confirm", "note": "\\ud800"}',
        '{"answer": "confirm", "note": "' + "x" * 2001 + '"}',
    ],
)
def test_a_wrong_answer_is_refused_never_an_error(
    client: Client, question: tuple[str, dict[str, str]], body: str
) -> None:
    number, headers = question

    answer = client.post(f"{API}/corrections/{number}/answer", body, "application/json", headers=headers)

    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    "path", ["batches/B-%00", "batches/" + "9" * 400, "batches/donations?filename=a%00b"]
)
def test_odd_addresses_are_not_found_never_an_error(client: Client, key: Key, path: str) -> None:
    assert client.get(f"{API}/{path}", headers=key("foodbank")).status_code in (400, 404)


def test_an_odd_file_name_is_refused(client: Client, key: Key) -> None:
    answer = client.post(f"{API}/batches/donations?filename=a%00b", FILE, "text/csv", headers=key("foodbank"))

    assert answer.status_code in (400, 422)


def test_an_unknown_feed_is_not_found(client: Client, key: Key) -> None:
    assert client.post(f"{API}/batches/gossip", FILE, "text/csv", headers=key("foodbank")).status_code == 404
