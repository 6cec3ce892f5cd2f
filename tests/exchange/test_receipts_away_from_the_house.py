"""A receipt checked by the verifier alone: who signed it, and in plain words what was agreed."""

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onedoor.exchange import actions, queries
from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.trust import queries as trust
from tests.exchange.conftest import HELP
from tests.journal.alone import run_alone

STRANGER = Ed25519PrivateKey.generate()
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """As anybody would who was handed one: the file alone, no house around it."""

    def run_on(file: Any, *more: str, keys: str | None = None) -> tuple[int, str]:
        (tmp_path / "verifier.py").write_text(journal.read_verifier())
        (tmp_path / "consent.json").write_text(file if isinstance(file, str) else json.dumps(file))
        published = (journal.write_key(key.value) for key in trust.list_public_keys())
        (tmp_path / "keys.txt").write_text("\n".join(published) if keys is None else keys)
        done = run_alone(tmp_path, "consent.json", "keys.txt", *more)
        assert not done.stderr
        return done.returncode, done.stdout

    return run_on


def encode(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def decode(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=="))


def signed_by(key: Ed25519PrivateKey, protected: Any, payload: Any) -> dict[str, str]:
    parts = encode(protected), encode(payload)
    signature = base64.urlsafe_b64encode(key.sign(".".join(parts).encode())).rstrip(b"=").decode()
    return {"protected": parts[0], "payload": parts[1], "signature": signature}


def test_it_says_in_both_languages_what_was_agreed(receipt: dict[str, str], run: Run, donor: UUID) -> None:
    code, said = run(receipt)

    assert code == 0
    assert said.startswith("PROVED. This receipt of a consent is signed with the key ")
    for line in (
        "Asked by: Labour Office",
        "What for: To help you find work, by those who can help you best",
        "What may be told: ",
        "Date of birth; ",
        "Name (taken back)",
        "To whom: Labour Office; ",
        "Agreed on: 2025-03-10 01:00+00:00",
        "Taken back on: not when this receipt was issued",
        "请求方： 劳动局",
        "姓名（已撤回）",
    ):
        assert line in said
    assert "Mei Lin" not in said
    assert str(donor) not in said


def test_what_was_taken_back_as_a_whole_says_when(
    donor: UUID, citizen: Actor, at: datetime, run: Run
) -> None:
    given = actions.give_consent(customer=donor, agreement=HELP, by=citizen, at=at)
    later = at + timedelta(days=2)
    actions.withdraw_consent(customer=donor, agreement=HELP, by=citizen, at=later)

    code, said = run(queries.get_consent_receipt(given.id, by=citizen, at=later))

    assert code == 0
    assert f"Taken back on: {later.isoformat(sep=' ', timespec='minutes')}" in said


@pytest.mark.parametrize("part", ["payload", "signature"])
def test_one_that_was_changed_is_refused(receipt: dict[str, str], run: Run, part: str) -> None:
    raw = bytearray(base64.urlsafe_b64decode(receipt[part] + "=="))
    raw[len(raw) // 2] ^= 1

    code, said = run(receipt | {part: base64.urlsafe_b64encode(raw).rstrip(b"=").decode()})

    assert code == 1
    assert "it was changed after it was signed" in said
    assert "它在签名后被改动过" in said
    assert "What was agreed" not in said


def test_one_that_says_more_is_refused_under_the_old_signature(receipt: dict[str, str], run: Run) -> None:
    content = decode(receipt["payload"])
    content["valid_until"] = "2099-01-01T00:00:00+08:00"

    assert run(receipt | {"payload": encode(content)})[0] == 1


def test_the_key_of_somebody_else_proves_nothing(receipt: dict[str, str], run: Run) -> None:
    other = journal.write_key(STRANGER.public_key().public_bytes_raw())
    forged = signed_by(STRANGER, decode(receipt["protected"]), decode(receipt["payload"]))

    assert "not signed by any of the published keys" in run(receipt, keys=other)[1]
    assert "not signed by any of the published keys" in run(forged)[1]


@pytest.mark.parametrize("header", [{"typ": "onedoor-consent-receipt/2"}, {"alg": "none"}, {"typ": None}])
def test_an_unknown_version_is_named_and_not_believed(
    receipt: dict[str, str], run: Run, header: dict[str, Any]
) -> None:
    newer = signed_by(STRANGER, decode(receipt["protected"]) | header, decode(receipt["payload"]))
    keys = journal.write_key(STRANGER.public_key().public_bytes_raw())

    code, said = run(newer, keys=keys)

    assert code == 1
    assert "a version that this program does not know" in said
    assert "本程序不认识此回执的版本" in said


def test_unknown_fields_are_refused_even_when_signed(receipt: dict[str, str], run: Run) -> None:
    content = decode(receipt["payload"]) | {"schema_version": "ISO/IEC TS 27560:2031"}
    newer = signed_by(STRANGER, decode(receipt["protected"]), content)

    code, said = run(newer, keys=journal.write_key(STRANGER.public_key().public_bytes_raw()))

    assert code == 1
    assert "ISO/IEC TS 27560:2031" in said


def test_what_a_receipt_cannot_show_is_not_passed_over(receipt: dict[str, str], run: Run) -> None:
    witness = journal.write_key(STRANGER.public_key().public_bytes_raw())

    code, said = run(receipt, "--witness", witness)

    assert code == 1
    assert "signed by itself" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "file", ["[]", "{}", '{"payload": 1, "protected": "e30", "signature": "!"}', "[" * 200_000]
)
def test_what_is_no_receipt_says_so(run: Run, file: str) -> None:
    code, said = run(file)

    assert code == 1
    assert said.startswith("NOT PROVED.")
