"""The verifier agrees with the tree, reads the formats of others, and runs alone."""

import ast
import json
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from onedoor.journal import merkle, notes, verifier
from tests.journal.alone import run_alone

ORIGIN = "harbour.example/journal"
HOUSE, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
# From the documentation of golang.org/x/mod/sumdb/note.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def leaves_of(count: int) -> list[bytes]:
    return [merkle.hash_leaf(f"entry {n}".encode()) for n in range(count)]


def note_of(leaves: list[bytes], key: Ed25519PrivateKey = HOUSE) -> str:
    body = f"{ORIGIN}\n{len(leaves)}\n{b64encode(merkle.root_of_leaves(leaves)).decode()}\nthen\n"
    line = notes.signature_line(ORIGIN, key.public_key().public_bytes_raw(), key.sign(body.encode()))
    return notes.write_note(body.encode(), [line])


def texts(path: list[bytes]) -> list[str]:
    return [b64encode(node).decode() for node in path]


def proof_of(index: int, size: int) -> dict[str, Any]:
    leaves = leaves_of(size)
    return {
        "format": verifier.PROOF,
        "entry": f"entry {index}",
        "index": index,
        "path": texts(merkle.inclusion_path(leaves, index)),
        "head": note_of(leaves),
    }


def run(folder: Path, proof: dict[str, Any], *more: str) -> tuple[int, str]:
    """As a citizen would: the file alone, no house around it, no environment."""
    program = folder / "verifier.py"
    program.write_text(Path(verifier.__file__).read_text())
    (folder / "proof.json").write_text(json.dumps(proof))
    (folder / "keys.txt").write_text(notes.write_key(ORIGIN, HOUSE.public_key().public_bytes_raw()))
    done = run_alone(folder, "proof.json", "keys.txt", *more)
    assert not done.stderr
    return done.returncode, done.stdout


def test_imports_nothing_but_the_standard_library_and_cryptography() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in names} - sys.stdlib_module_names == {"cryptography"}


@given(st.integers(1, 200), st.data())
def test_finds_the_root_from_every_leaf(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))

    path = merkle.inclusion_path(leaves, index)

    assert verifier.root_from_inclusion(leaves[index], index, size, path) == merkle.root_of_leaves(leaves)


@given(
    st.integers(1, 60),
    st.integers(-2, 62),
    st.integers(-1, 60),
    st.lists(st.binary(min_size=32, max_size=32), max_size=8),
    st.data(),
)
def test_agrees_with_the_house_on_any_path_true_or_false(
    size: int, index: int, other: int, noise: list[bytes], data: st.DataObject
) -> None:
    leaves = leaves_of(size)
    true = merkle.inclusion_path(leaves, other) if 0 <= other < size else noise
    path = data.draw(st.sampled_from([true, noise, true[:-1], [*true, *noise]]))
    root = merkle.root_of_leaves(leaves)
    leaf = leaves[index] if 0 <= index < size else leaves[0]

    ours = verifier.root_from_inclusion(leaf, index, size, path) == root

    assert ours == merkle.is_included(leaf, index, size, path, root)


@given(st.integers(1, 120), st.integers(1, 120), st.booleans(), st.data())
def test_agrees_with_the_house_on_consistency(
    earlier: int, more: int, forked: bool, data: st.DataObject
) -> None:
    leaves = leaves_of(earlier + more)
    old = merkle.root_of_leaves(leaves[:earlier])
    if forked:
        leaves[data.draw(st.integers(0, earlier - 1))] = merkle.hash_leaf(b"forged")
    new = merkle.root_of_leaves(leaves)
    path = merkle.consistency_path(leaves, earlier)
    cut = path[: data.draw(st.sampled_from([len(path), len(path) - 1]))]

    roots = verifier.roots_from_consistency(earlier, earlier + more, cut, old)

    assert (roots == (old, new)) == merkle.is_consistent(earlier, earlier + more, cut, old, new)
    assert (roots == (old, new)) == (not forked and cut == path)


def test_reads_a_note_that_another_program_signed() -> None:
    key, signature = verifier.read_key(GO_KEY), b64decode(GO_SIGNATURE)

    assert signature[:4] == key.number
    assert key.holds(GO_TEXT.encode(), signature[4:])


def test_a_key_whose_parts_do_not_belong_together_is_no_key() -> None:
    with pytest.raises(ValueError, match="not a key"):
        verifier.read_key(GO_KEY.replace("c74f20a3", "c74f20a4"))


def test_an_entry_in_the_record_is_proved_in_both_languages(tmp_path: Path) -> None:
    code, said = run(tmp_path, proof_of(3, 6))

    assert code == 0
    assert "PROVED. This entry is in the record: number 4 of 6" in said
    assert "已证明" in said
    assert "What to do" in said
    assert "怎么办" in said


@pytest.mark.parametrize("change", [{"entry": "entry 4"}, {"index": 2}, {"index": 99}, {"path": []}])
def test_a_changed_entry_or_place_is_not_proved(tmp_path: Path, change: dict[str, Any]) -> None:
    code, said = run(tmp_path, proof_of(3, 6) | change)

    assert code == 1
    assert "does NOT stand at place" in said
    assert "记录、位置或树头被改动过" in said


def test_a_head_signed_by_somebody_else_is_not_proved(tmp_path: Path) -> None:
    code, said = run(tmp_path, proof_of(3, 6) | {"head": note_of(leaves_of(6), OTHER)})

    assert (code, "not signed by any of the published keys" in said) == (1, True)


@pytest.mark.parametrize("proof", [{}, {"format": verifier.PROOF}, proof_of(0, 1) | {"head": "nothing"}])
def test_a_broken_file_is_not_proved_and_says_what_to_do(tmp_path: Path, proof: dict[str, Any]) -> None:
    code, said = run(tmp_path, proof)

    assert (code, "cannot be read" in said, "怎么办" in said) == (1, True, True)


def test_a_head_that_was_kept_is_extended(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text(note_of(leaves_of(4)))
    path = texts(merkle.consistency_path(leaves_of(6), 4))
    (tmp_path / "way.json").write_text(json.dumps({"format": verifier.CONSISTENCY, "path": path}))

    code, said = run(tmp_path, proof_of(3, 6), "--head", "kept.txt", "--consistency", "way.json")

    assert (code, "are the same record" in said) == (0, True)


def test_a_kept_head_of_another_history_names_both(tmp_path: Path) -> None:
    other = [merkle.hash_leaf(b"forged"), *leaves_of(4)[1:]]
    (tmp_path / "kept.txt").write_text(note_of(other))
    path = texts(merkle.consistency_path(leaves_of(6), 4))
    (tmp_path / "way.json").write_text(json.dumps({"format": verifier.CONSISTENCY, "path": path}))

    code, said = run(tmp_path, proof_of(3, 6), "--head", "kept.txt", "--consistency", "way.json")

    assert (code, "FORKED" in said, "分叉" in said) == (1, True, True)
    assert merkle.root_of_leaves(other).hex() in said
    assert merkle.root_of_leaves(leaves_of(6)).hex() in said


def test_a_witness_that_is_asked_for_must_have_cosigned(tmp_path: Path) -> None:
    body = proof_of(3, 6)["head"].partition("\n\n")[0] + "\n"
    public = OTHER.public_key().public_bytes_raw()
    key = notes.write_key("witness.example", public, notes.WITNESS_KEY)
    signed = OTHER.sign(verifier.cosigned_bytes(body, 1_700_000_000))
    line = notes.cosignature_line("witness.example", verifier.read_key(key).number, 1_700_000_000, signed)
    proof = proof_of(3, 6)

    without, _ = run(tmp_path, proof, "--witness", key)
    having, said = run(tmp_path, proof | {"head": proof["head"] + line + "\n"}, "--witness", key)

    assert (without, having, "cosigned by the witness witness.example" in said) == (1, 0, True)
