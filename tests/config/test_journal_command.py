"""``onedoor journal``: files for the verifier, and a check against what a witness keeps."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onedoor.config.commands.journal import journal
from onedoor.journal import actions, queries, verifier
from onedoor.journal.witness import Store, WitnessKey
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_id
from onedoor.trust import queries as trust
from tests.journal.conftest import empty_journal

STRUCK = Event("test.gong.struck", "A gong was struck")
WITNESS = WitnessKey("witness.example", Ed25519PrivateKey.generate())

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _emptied(transactional_db: None) -> Iterator[None]:
    empty_journal()
    yield
    empty_journal()


def strike(at: datetime) -> UUID:
    entry = actions.record(STRUCK, subject_kind="gong", subject=new_id(), by=SYSTEM, at=at)
    actions.seal(at=at)
    return entry


def call(*arguments: str) -> Result:
    return CliRunner().invoke(journal, arguments)


def keep(path: Path) -> None:
    """A witness looks, and keeps what it cosigned."""
    keys = {key.key_id: key.value for key in trust.list_public_keys()}
    note = queries.write_note(queries.get_newest_head(), keys)
    Store(path).append(cosigned=note + WITNESS.cosign(verifier.read_head(note), 1_700_000_000) + "\n")


def test_the_printed_proof_keys_and_verifier_are_enough(at: datetime, tmp_path: Path) -> None:
    entry = strike(at)
    (tmp_path / "proof.json").write_text(call("prove", str(entry)).output)
    (tmp_path / "keys.txt").write_text(call("keys").output)

    assert verifier.main([str(tmp_path / "proof.json"), "--keys", str(tmp_path / "keys.txt")]) == 0
    assert call("verifier").output == Path(verifier.__file__).read_text()


def test_a_witness_that_never_looked_is_named(at: datetime, settings: Any) -> None:
    settings.JOURNAL_WITNESSES = [WITNESS.public]
    strike(at)

    done = call("verify")

    assert (done.exit_code, "never witnessed by witness.example" in done.output) == (0, True)


def test_a_journal_that_is_as_the_witness_keeps_it_is_intact(at: datetime, tmp_path: Path) -> None:
    strike(at)
    keep(tmp_path / "seen.jsonl")
    strike(at)

    done = call("verify", "--witnessed", str(tmp_path / "seen.jsonl"))

    assert (done.exit_code, "compared with 1 heads" in done.output) == (0, True), done.output


def test_a_history_that_was_signed_anew_is_not(at: datetime, tmp_path: Path) -> None:
    strike(at)
    keep(tmp_path / "seen.jsonl")
    old = json.loads((tmp_path / "seen.jsonl").read_text())["cosigned"]
    empty_journal()
    strike(at)

    alone, done = call("verify"), call("verify", "--witnessed", str(tmp_path / "seen.jsonl"))

    assert (alone.exit_code, done.exit_code) == (0, 1)
    assert verifier.read_head(old).root.hex() in done.output
