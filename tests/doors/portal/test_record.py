"""A line of the record is proved, and checked by a program that knows nothing of the house."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from onedoor.journal import actions as journal
from onedoor.journal.merkle import root_of_leaves
from onedoor.kernel.actors import Actor
from onedoor.people import actions as people
from onedoor.people.types import LookPurpose

VERIFIER = Path(__file__).parents[3] / "tools" / "onedoor_verify.py"


@pytest.fixture
def link(browser: Client, mei: UUID, officer: Actor, at: datetime) -> str:
    """Where the proof of an officer's look is taken."""
    people.record_view(customer=mei, purpose=LookPurpose.ANSWER, by=officer, at=at)
    page = browser.get("/who-used-my-data/").content.decode()
    return page.split('/proof.json"')[0].rsplit('"', 1)[1] + "/proof.json"


def keep(folder: Path, **files: Any) -> list[str]:
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return [str(folder / f"{name}.json") for name in files]


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process without the house: no path to it, no environment, no database."""
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), *arguments], capture_output=True, text=True,
        env={"PATH": os.defpath}, cwd="/", check=False,
    )  # fmt: skip


def test_until_it_is_sealed_she_is_told_to_come_again(browser: Client, link: str) -> None:
    assert "Try again in a minute" in browser.get(link).content.decode()


def test_her_line_holds_and_nothing_else_does(
    browser: Client, link: str, tmp_path: Path, at: datetime
) -> None:
    journal.seal(at=at)
    answer = browser.get(link)
    assert answer["Content-Disposition"] == 'attachment; filename="proof.json"'
    proof, keys = answer.json(), browser.get("/record/keys.json").json()
    files = keep(tmp_path, proof=proof, keys=keys)
    good = check("proof", files[0], "--keys", files[1])
    assert (good.returncode, "HOLDS" in good.stdout) == (0, True)

    other = keys["keys"][0] | {"public": "00" * 32, "key": "1-" + hashlib.sha256(bytes(32)).hexdigest()[:12]}
    for changed in (
        {"proof": proof | {"entry": proof["entry"].replace("REV", "LAB", 1)}, "keys": keys},
        {"proof": proof | {"index": proof["index"] + 1}, "keys": keys},
        {"proof": proof | {"path": proof["path"][:-1]}, "keys": keys},
        {"proof": proof | {"head": proof["head"] | {"size": proof["head"]["size"] + 1}}, "keys": keys},
        {"proof": proof, "keys": {"keys": [other]}},
    ):
        files = keep(tmp_path, **changed)
        assert check("proof", files[0], "--keys", files[1]).returncode == 1
    (tmp_path / "proof.json").write_text("{")
    assert check("proof", files[0], "--keys", files[1]).returncode == 2


def test_nobody_takes_the_proof_of_anothers_line(
    browser: Client, link: str, stranger: Actor, at: datetime
) -> None:
    journal.seal(at=at)
    missing = browser.get(f"/who-used-my-data/{uuid4()}/proof.json")
    browser.post("/sign-out/")
    assert browser.get(link).status_code == 302
    assert missing.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_who_watches_from_outside_sees_a_record_that_was_cut_or_forked(
    live_server: Any, tmp_path: Path, mei: UUID, officer: Actor, at: datetime
) -> None:
    store = tmp_path / "watched.json"

    def watch() -> subprocess.CompletedProcess[str]:
        return check("watch", live_server.url, "--store", str(store))

    def look() -> None:
        people.record_view(customer=mei, purpose=LookPurpose.ANSWER, by=officer, at=at)
        journal.seal(at=at)

    look()
    assert "nothing was seen before" in watch().stdout
    look()
    assert "it holds all" in watch().stdout
    seen = json.loads(store.read_text())

    fork = seen | {"head": seen["head"] | {"root": root_of_leaves([b"x" * 32]).hex()}}
    store.write_text(json.dumps(fork))
    assert "two heads" in watch().stdout
    look()
    store.write_text(json.dumps(fork))
    assert "does not go on" in watch().stdout

    store.write_text(json.dumps(seen | {"head": seen["head"] | {"size": 10_000}}))
    cut = watch()
    assert (cut.returncode, "10000" in cut.stdout) == (1, True)
    with connection.cursor() as cursor:
        cursor.execute(
            "update journal_head set root = sha256('x') where size = (select max(size) from journal_head)"
        )
    assert "false" in watch().stdout


def test_a_stranger_may_ask_how_the_record_grew_but_not_without_end(client: Client, db: None) -> None:
    for wanted in ("", "?from=a&to=b", "?from=0&to=1", "?from=5&to=1", "?from=1&to=99999999"):
        assert client.get(f"/record/consistency.json{wanted}").status_code == 404
