"""Anybody may hold the record against its seal: keys, heads, proofs, a verifier and a witness."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from onedoor.journal import actions, queries, verifier
from onedoor.journal.models import JournalHead
from onedoor.kernel.actors import Actor
from onedoor.people import actions as people
from onedoor.people.types import LookPurpose
from tests.journal.alone import run_alone
from tests.journal.conftest import empty_journal, forge

SEALED = re.compile(r'href="(/who-used-my-data/[^"]+/proof\.json)"')


@pytest.fixture
def looked(mei: UUID, officer: Actor, at: Any) -> None:
    """An officer looked at her page, and what was written is sealed."""
    people.record_view(customer=mei, purpose=LookPurpose.ANSWER, by=officer, at=at)


def download(browser: Client, folder: Path) -> Path:
    [link, *_] = SEALED.findall(browser.get("/who-used-my-data/").content.decode())
    (folder / "proof.json").write_bytes(browser.get(link).content)
    (folder / "keys.json").write_bytes(browser.get("/journal/keys.json").content)
    (folder / "verifier.py").write_bytes(browser.get("/journal/verifier.py").content)
    return folder


def run_verifier(folder: Path, *more: str) -> tuple[int, str]:
    done = run_alone(folder, "proof.json", "keys.json", *more)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.usefixtures("looked")
def test_she_downloads_a_proof_and_checks_it_without_us(browser: Client, at: Any, tmp_path: Path) -> None:
    actions.seal(at=at)

    (tmp_path / "heads.json").write_bytes(browser.get("/journal/heads.json").content)

    code, said = run_verifier(download(browser, tmp_path), "--head", "heads.json")

    assert code == 0, said
    assert "已证明" in said
    assert "are the same record" in said


@pytest.mark.usefixtures("looked")
def test_every_line_of_her_history_has_its_proof(browser: Client, at: Any) -> None:
    actions.seal(at=at)

    links = SEALED.findall(browser.get("/my-history/").content.decode())

    assert links
    assert {browser.get(link).json()["format"] for link in links} == {verifier.PROOF}


@pytest.mark.usefixtures("looked")
def test_a_proof_of_what_was_changed_in_the_database_fails(browser: Client, at: Any, tmp_path: Path) -> None:
    actions.seal(at=at)
    forge("update journal_entry set door = 'phone' where event = 'people.customer.viewed'")

    code, said = run_verifier(download(browser, tmp_path))

    assert (code, "does NOT stand at place" in said) == (1, True)


@pytest.mark.usefixtures("looked")
def test_before_it_is_sealed_there_is_no_proof_yet(browser: Client, at: Any) -> None:
    before = SEALED.findall(browser.get("/who-used-my-data/").content.decode())
    actions.seal(at=at)
    after = SEALED.findall(browser.get("/who-used-my-data/").content.decode())

    assert (len(before), len(after)) == (0, 1)


def test_nobody_downloads_a_proof_of_somebody_elses_entry(
    browser: Client, stranger: Actor, officer: Actor, at: Any
) -> None:
    assert stranger.customer is not None
    entry = people.record_view(customer=stranger.customer, purpose=LookPurpose.ANSWER, by=officer, at=at)
    actions.seal(at=at)
    with connection.cursor() as cursor:
        cursor.execute("select id from journal_entry where customer = %s", [stranger.customer])
        theirs = [row[0] for row in cursor.fetchall()]

    assert theirs, entry
    assert {browser.get(f"/who-used-my-data/{one}/proof.json").status_code for one in theirs} == {404}


@pytest.mark.usefixtures("looked")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_says_how_to_check_to_anybody(client: Client, at: Any, language: str) -> None:
    head = actions.seal(at=at)
    client.post("/language/", {"language": language})

    page = client.get("/journal/").content.decode()

    assert head is not None
    assert head.root.hex() in page
    assert {"en": "You need not believe us", "zh-hans": "请自行核验"}[language] in page


@pytest.mark.usefixtures("looked")
def test_heads_are_given_newest_and_by_size_and_as_notes(
    client: Client, mei: UUID, officer: Actor, at: Any
) -> None:
    first = actions.seal(at=at)
    people.record_view(customer=mei, purpose=LookPurpose.ANSWER, by=officer, at=at)
    second = actions.seal(at=at)
    assert first is not None
    assert second is not None

    newest = client.get("/journal/heads.json").json()["heads"]
    [one] = client.get("/journal/heads.json", {"size": first.size}).json()["heads"]
    note = client.get("/journal/checkpoint").content.decode()

    assert [head["size"] for head in newest[:2]] == [second.size, first.size]
    assert (one["root"], newest[0]["note"]) == (first.root.hex(), note)
    assert client.get(f"/journal/checkpoint/{first.size}").content.decode() == one["note"]
    proof = client.get("/journal/consistency.json", {"from": first.size, "to": second.size}).json()
    verifier.check_extends(
        verifier.read_head(proof["heads"][0]), verifier.read_head(note), verifier._hashes(proof["path"])
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/journal/heads.json?size=x", 422),
        ("/journal/heads.json?size=99999999999999999999", 422),
        ("/journal/heads.json?size=999999999", 404),
        ("/journal/checkpoint/999999999", 404),
        ("/journal/consistency.json?from=0&to=1", 404),
        ("/journal/checkpoint/99999999999999999999", 404),
        ("/journal/consistency.json", 422),
    ],
)
def test_what_was_never_signed_is_not_there(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.django_db
def test_a_cosignature_that_says_nothing_is_refused(client: Client) -> None:
    sent = client.post("/journal/cosignatures", "hello", content_type="text/plain")

    assert (sent.status_code, sent.json()["code"]) == (422, "journal.note.unreadable")


def witness(url: str, folder: Path) -> tuple[int, str]:
    """In a process of its own, with no database to be reached."""
    environment = {
        **os.environ,
        "PYTHONPATH": "src",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "ONEDOOR_HOME": str(folder / "home"),
    }
    arguments = ["--url", url, "--store", str(folder / "seen.jsonl"), "--name", "witness.example"]
    done = subprocess.run(
        [sys.executable, "-m", "onedoor.config.cli", "journal", "witness", *arguments],
        env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def emptied(transactional_db: None) -> Iterator[None]:
    empty_journal()
    yield
    empty_journal()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied")
def test_a_witness_in_a_process_of_its_own_cosigns_and_alarms(
    live_server: Any, client: Client, mei: UUID, officer: Actor, at: Any, tmp_path: Path, settings: Any
) -> None:
    people.record_view(customer=mei, purpose=LookPurpose.ANSWER, by=officer, at=at)
    first = actions.seal(at=at)
    assert first is not None
    code, said = witness(live_server.url, tmp_path)
    assert (code, "did not take the cosignature" in said) == (0, True), said
    settings.JOURNAL_WITNESSES = [re.findall(r"^witness (\S+)$", said, re.MULTILINE)[0]]
    people.record_view(customer=mei, purpose=LookPurpose.ANSWER, by=officer, at=at)
    second = actions.seal(at=at)
    assert second is not None

    code, said = witness(live_server.url, tmp_path)

    assert (code, f"cosigned {second.size} / {second.root.hex()}" in said) == (0, True), said
    assert client.get("/journal/heads.json").json()["heads"][0]["witnesses"] == ["witness.example"]
    assert queries.verify(check_head=lambda *_: True).witnessed[0].size == second.size

    forge("delete from journal_leaf where index >= %s", first.size)
    JournalHead.objects.filter(size=second.size).delete()
    code, said = witness(live_server.url, tmp_path)

    assert (code, "SHRANK" in said, first.root.hex() in said, second.root.hex() in said) == (
        1,
        True,
        True,
        True,
    )
    kept = [json.loads(line) for line in (tmp_path / "seen.jsonl").read_text().splitlines()]
    assert "refused" in kept[-1]
