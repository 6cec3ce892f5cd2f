"""A witness signs only what extends what it signed before, and keeps what it refused."""

import json
import stat
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onedoor.journal import merkle, notes, verifier
from onedoor.journal.witness import Alarm, Seen, Store, WitnessKey, look, open_key

ORIGIN = "harbour.example/journal"
NOW = 1_700_000_000


class House:
    """A house that publishes what it is told: a history of leaves, and its heads over it."""

    def __init__(self, size: int = 4) -> None:
        self.signer = Ed25519PrivateKey.generate()
        self.leaves = [merkle.hash_leaf(b"%d" % n) for n in range(size)]
        self.forgotten: set[int] = set()

    @property
    def public(self) -> str:
        return notes.write_key(ORIGIN, self.signer.public_key().public_bytes_raw())

    def grow(self, more: int = 3) -> None:
        size = len(self.leaves)
        self.leaves += [merkle.hash_leaf(b"%d" % n) for n in range(size, size + more)]

    def newest(self) -> str | None:
        if not self.leaves:
            return None
        root = b64encode(merkle.root_of_leaves(self.leaves)).decode()
        body = f"{ORIGIN}\n{len(self.leaves)}\n{root}\n2025-03-10T01:00:00.000000+00:00\n".encode()
        line = notes.signature_line(
            ORIGIN, self.signer.public_key().public_bytes_raw(), self.signer.sign(body)
        )
        return notes.write_note(body, [line])

    def keys(self) -> list[str]:
        return [self.public]

    def extension(self, earlier: int, later: int) -> list[bytes] | None:
        assert later == len(self.leaves)
        return None if earlier in self.forgotten else merkle.consistency_path(self.leaves, earlier)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def key(tmp_path: Path) -> WitnessKey:
    return open_key(tmp_path / "w.key", "witness.example")


def watch(house: House, tmp_path: Path, key: WitnessKey) -> Seen | None:
    return look(house, Store(tmp_path / "seen.jsonl"), key, lambda: NOW)


def alarm(house: House, tmp_path: Path, key: WitnessKey) -> str:
    with pytest.raises(Alarm) as raised:
        watch(house, tmp_path, key)
    return raised.value.text


def test_the_first_head_is_cosigned_and_its_key_trusted(
    house: House, tmp_path: Path, key: WitnessKey
) -> None:
    seen = watch(house, tmp_path, key)

    assert seen is not None
    assert (seen.before, seen.new_keys) == (None, (house.public,))
    cosigned = verifier.list_cosigned(verifier.read_head(seen.note), [verifier.read_key(key.public)])
    assert cosigned == {"witness.example": NOW}


def test_a_head_that_extends_the_last_one_is_cosigned(house: House, tmp_path: Path, key: WitnessKey) -> None:
    watch(house, tmp_path, key)
    house.grow()

    seen = watch(house, tmp_path, key)

    assert seen is not None
    assert seen.before is not None
    assert (seen.before.size, seen.head.size) == (4, 7)


def test_nothing_new_is_not_signed_again(house: House, tmp_path: Path, key: WitnessKey) -> None:
    watch(house, tmp_path, key)
    kept = (tmp_path / "seen.jsonl").read_text()

    watch(house, tmp_path, key)

    assert (tmp_path / "seen.jsonl").read_text() == kept


def test_an_empty_house_is_no_alarm(tmp_path: Path, key: WitnessKey) -> None:
    assert watch(House(0), tmp_path, key) is None


@pytest.mark.parametrize("more", [0, 1, 5])
def test_a_forked_head_names_both_heads(house: House, tmp_path: Path, key: WitnessKey, more: int) -> None:
    before = watch(house, tmp_path, key)
    house.leaves[2] = merkle.hash_leaf(b"forged")
    house.grow(more)

    said = alarm(house, tmp_path, key)

    assert before is not None
    assert "FORKED" in said
    assert "分叉" in said
    assert before.head.root.hex() in said
    assert merkle.root_of_leaves(house.leaves).hex() in said


def test_a_shrunk_tree_names_both_heads(house: House, tmp_path: Path, key: WitnessKey) -> None:
    before = watch(house, tmp_path, key)
    del house.leaves[3:]

    said = alarm(house, tmp_path, key)

    assert before is not None
    assert "SHRANK" in said
    assert str(before.head) in said
    assert f"3 / {merkle.root_of_leaves(house.leaves).hex()}" in said


def test_heads_that_were_rolled_back_are_named(house: House, tmp_path: Path, key: WitnessKey) -> None:
    watch(house, tmp_path, key)
    house.grow()
    house.forgotten = {4}

    assert "ROLLED BACK" in alarm(house, tmp_path, key)
    house.leaves = []
    assert "ROLLED BACK" in alarm(house, tmp_path, key)


def test_a_key_that_was_not_trusted_before_is_an_alarm_until_it_is_given(
    house: House, tmp_path: Path, key: WitnessKey
) -> None:
    watch(house, tmp_path, key)
    house.signer = Ed25519PrivateKey.generate()
    house.grow()

    assert "no trusted key" in alarm(house, tmp_path, key)

    Store(tmp_path / "seen.jsonl").trust([house.public])
    assert watch(house, tmp_path, key)


def test_what_was_refused_is_kept_and_nothing_is_signed_after_it(
    house: House, tmp_path: Path, key: WitnessKey
) -> None:
    watch(house, tmp_path, key)
    house.leaves[0] = merkle.hash_leaf(b"forged")

    alarm(house, tmp_path, key)
    house.grow()
    alarm(house, tmp_path, key)

    lines = [json.loads(line) for line in (tmp_path / "seen.jsonl").read_text().splitlines()]
    assert [sorted(line) for line in lines] == [["keys"], ["cosigned"], *[["because", "refused"]] * 2]
    verifier.check_head(verifier.read_head(lines[-1]["refused"]), [verifier.read_key(house.public)])


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path, key: WitnessKey) -> None:
    again = open_key(tmp_path / "w.key", "another.name")

    assert again.public == key.public
    assert stat.S_IMODE((tmp_path / "w.key").stat().st_mode) == 0o600


def test_a_store_is_what_the_verifier_takes_for_known_heads(
    house: House, tmp_path: Path, key: WitnessKey
) -> None:
    watch(house, tmp_path, key)
    house.grow()
    watch(house, tmp_path, key)

    kept = verifier._read_kept(str(tmp_path / "seen.jsonl"))

    assert [head.size for head in kept] == [4, 7]
