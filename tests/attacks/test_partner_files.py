"""Files as bad days send them, through both partner doors: refused whole or row by row with a code, never
half taken in, never counted twice, never an error of ours. And a partner's key that tries more."""

import json
import time
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from onedoor.kernel.actors import SYSTEM
from onedoor.trust import actions as trust
from tests.exchange.files import CHARITY_ID, as_json, donations, incomes
from tests.services.conftest import MEI_ID

API = "/api/partner/v1/batches/donations"
GOOD = f"{MEI_ID},400.00,2024-05-02,R-1"

Key = dict[str, str]


def push(client: Client, key: Key, file: bytes, path: str = API, **more: Any) -> Any:
    return client.generic("POST", path, file, content_type="text/csv", headers=key, **more)


def values() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from exchange_reportedvalue where register = 'charity-donations'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("amount", "code"), [("0", "E05"), ("-400.00", "E05"), ("400.001", "E05"), ("1000000000000", "E05")]
)
def test_an_amount_that_cannot_be_is_refused_by_its_row(
    client: Client, key: Key, mei: UUID, amount: str, code: str
) -> None:
    file = donations(GOOD, f"{MEI_ID},{amount},2024-05-02,R-2", total=str(400 + float(amount)))
    answer = push(client, key, file).json()

    assert (answer["accepted"], answer["rejected"]) == (1, 1)
    assert code in answer["faults"][0]["codes"]


@pytest.mark.parametrize(
    "day", ["2023-02-29", "2024-02-30", "2024-13-01", "2025-01-01", "0000-00-00", "yesterday"]
)
def test_a_day_that_was_not_in_the_year_is_refused(client: Client, key: Key, mei: UUID, day: str) -> None:
    answer = push(client, key, donations(f"{MEI_ID},400.00,{day},R-1")).json()

    assert answer["accepted"] == 0
    assert "E06" in answer["faults"][0]["codes"]


def test_a_gift_on_the_leap_day_counts(client: Client, key: Key, mei: UUID) -> None:
    assert push(client, key, donations(f"{MEI_ID},400.00,2024-02-29,R-1")).json()["accepted"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_from_other_programs_simply_work(client: Client, key: Key, mei: UUID, encoding: str) -> None:
    answer = push(client, key, donations(GOOD).decode().encode(encoding))

    assert (answer.status_code, answer.json()["accepted"]) == (201, 1)


HALF = donations(GOOD, f"{MEI_ID},100.00,2024-05-03,R-2")


@pytest.mark.parametrize("end", [1, 60, 140, 200, len(HALF) - 60, len(HALF) - 12])
def test_a_half_sent_file_is_refused_whole(client: Client, key: Key, mei: UUID, end: int) -> None:
    answer = push(client, key, HALF[:end])

    assert answer.status_code == 422
    assert (answer.json()["accepted"], values()) == (0, 0)


def test_half_of_it_then_all_of_it_counts_once(client: Client, key: Key, mei: UUID) -> None:
    answers = [push(client, key, file).status_code for file in (HALF[:-60], HALF, HALF, HALF)]

    assert answers == [422, 201, 200, 200]
    assert values() == 2


@pytest.mark.parametrize(
    "file",
    [
        b"", b"\0" * 100, b"\xff\xfe\xfd", b"{", b"[]", b"null", b'"AAA"', b"[" * 100_000, b"%PDF-1.7\n%\xe2",
        b"PK\x03\x04" + b"\0" * 50, b"a,b\n" * 3, "，，\n".encode("gb18030"), b'{"records": [[]]}', b"\n" * 9,
        json.dumps({"basisYear": "9" * 400, "records": [None, 1, "x", {}]}).encode(), as_json(HALF)[:-30],
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_file_of_ours_is_refused_with_a_reason(client: Client, key: Key, file: bytes) -> None:
    answer = push(client, key, file)

    assert answer.status_code == 422
    assert answer.json()["message"]


@pytest.mark.parametrize("piece", [b"x", b"\0", b"[", b'"', b",", b"\n"])
def test_fifty_megabytes_of_nonsense_are_refused_soon(client: Client, key: Key, piece: bytes) -> None:
    began = time.monotonic()
    answer = push(client, key, donations(GOOD)[:180] + piece * 50_000_000)

    assert answer.status_code in (413, 422)
    assert time.monotonic() - began < 20


def test_what_one_partner_says_of_itself_only(client: Client, key: Key, mei: UUID) -> None:
    theirs = donations(GOOD).replace(CHARITY_ID.encode(), b"HC990000000X")

    assert push(client, key, theirs).status_code == 422
    pay = incomes(f"{MEI_ID},1,0,0,0", total="1")
    assert push(client, key, pay, "/api/partner/v1/batches/income").status_code in (403, 404, 422)


@pytest.mark.parametrize("path", ["/my-data/", "/desk/search/", "/desk/", "/applications/", "/partner/"])
def test_a_key_is_no_sign_in(client: Client, key: Key, path: str) -> None:
    answer = client.get(path, headers=key)

    assert answer["Location"].split("?")[0].endswith("/sign-in/")


@pytest.mark.parametrize(
    "path", ["customers", f"customers/{MEI_ID}", "values", "batches", "../desk", "journal"]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_it_reads_and_changes_nothing_else(client: Client, key: Key, path: str, method: str) -> None:
    answer = getattr(client, method)(f"/api/partner/v1/{path}", headers=key)

    assert answer.status_code in (403, 404, 405)


def test_another_partners_batch_is_not_there(
    client: Client, key: Key, mei: UUID, employer: Any, at: Any
) -> None:
    number = push(client, key, donations(GOOD)).json()["number"]
    issued = trust.issue_partner_key(partner="shipyard", label="payroll", by=SYSTEM, at=at)
    theirs = {"Authorization": f"Bearer {issued.secret}"}

    assert client.get(f"/api/partner/v1/batches/{number}", headers=theirs).status_code == 404
    assert client.get(f"/api/partner/v1/batches/{number}", headers=key).status_code == 200


def test_the_pages_take_the_same_bad_files_as_calmly(clerk: Client) -> None:
    for file in (b"", b"\0" * 100, b"\xff\xfe", b"[" * 1000, HALF[:-60], b"x" * 3_000_000):
        for do in ("check", "send"):
            sent = {"file": SimpleUploadedFile("表 格.csv", file), "do": do}
            assert clerk.post("/partner/send/", sent, follow=True).status_code in (200, 422)
    assert values() == 0
