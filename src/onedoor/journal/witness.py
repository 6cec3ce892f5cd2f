"""A witness: looks at the newest head from outside, holds it against the one it signed last, and cosigns.

It keeps what it saw in a file that only grows, a line of JSON each: the keys it trusts, what it cosigned,
and what it refused. Nothing here touches the house's database; it may run on anybody's machine.
"""

import binascii
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onedoor.journal import notes
from onedoor.journal.verifier import (
    Head,
    Unproved,
    check_extends,
    check_head,
    cosigned_bytes,
    read_head,
    read_key,
)

MARK = "PRIVATE+KEY"


class House(Protocol):
    """What the house publishes."""

    def newest(self) -> str | None:
        """The newest head as a signed note; None before there is one."""

    def keys(self) -> list[str]:
        """The public keys."""

    def extension(self, earlier: int, later: int) -> list[bytes] | None:
        """The consistency proof between two heads; None when the house does not know one of them."""


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The witness's own Ed25519 key, and its name."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """As others are told it."""
        return notes.write_key(self.name, self.private.public_key().public_bytes_raw(), notes.WITNESS_KEY)

    def cosign(self, head: Head, moment: int) -> str:
        """The line of a cosignature."""
        signature = self.private.sign(cosigned_bytes(head.body, moment))
        return notes.cosignature_line(self.name, read_key(self.public).number, moment, signature)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look came to: the head, the one before it, and the cosigned note."""

    head: Head
    before: Head | None
    note: str
    new_keys: tuple[str, ...] = ()


class Alarm(Exception):
    """The head must not be believed. Names it, and the one that was signed last, in both languages."""

    def __init__(self, what: tuple[str, str], head: Head | None, last: Head | None) -> None:
        super().__init__(what[0])
        before = f"\n  signed last / 上次签名: {last}" if last else ""
        self.text = f"{what[0]}\n{what[1]}\n  published now / 现在公布: {head or '—'}{before}"


SHRUNK = (
    "ALARM: the record SHRANK. It has fewer entries than when it was signed last.",
    "警报：日志变短。条数少于上次签名时。",
)
FORKED = (
    "ALARM: the record was FORKED. It does not extend what was signed last.",
    "警报：日志分叉。它不是上次签名内容的延续。",
)
ROLLED_BACK = (
    "ALARM: the heads were ROLLED BACK. The house no longer knows the head that was signed last.",
    "警报：树头被回退。系统已不认得上次签名的树头。",
)
UNSIGNED = (
    "ALARM: no trusted key signed this head. If the house has a new key, make sure of it by another way, and"
    " give it with --keys.",
    "警报：该树头没有受信任公钥的签名。如系统更换了公钥，请先通过其他途径核实，再用 --keys 提供。",
)


class Store:
    """The file of a witness. It is only appended to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        written = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self._lines = [json.loads(line) for line in written if line.strip()]

    @property
    def keys(self) -> list[str]:
        """The house's keys that are trusted."""
        return [key for line in self._lines for key in line.get("keys", ())]

    @property
    def last(self) -> Head | None:
        """The head that was cosigned last."""
        signed = [line["cosigned"] for line in self._lines if "cosigned" in line]
        return read_head(signed[-1]) if signed else None

    @property
    def last_note(self) -> str:
        """The note that was cosigned last; empty when there is none."""
        return next((line["cosigned"] for line in reversed(self._lines) if "cosigned" in line), "")

    def trust(self, keys: Sequence[str]) -> None:
        """From now on believe heads that these keys signed."""
        if new := [key for key in keys if key not in self.keys]:
            self.append(keys=new)

    def append(self, **line: object) -> None:
        """Keep one line, on the disk before anything follows from it."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._lines.append(line)


def look(house: House, store: Store, key: WitnessKey, now: Callable[[], float]) -> Seen | None:
    """Fetch the newest head, hold it against the last one, cosign and keep it; None before there is a head.
    Raises Alarm, and keeps what was refused: two signed heads that exclude each other are the proof."""
    note, last = house.newest(), store.last
    if note is None and last is None:
        return None
    if note is None:
        raise Alarm(ROLLED_BACK, None, last)
    head = read_head(note)
    new_keys = () if store.keys else tuple(house.keys())
    try:
        _check(head, last, [*store.keys, *new_keys], house)
    except Alarm as alarm:
        store.append(refused=note, because=str(alarm))
        raise
    if new_keys:
        store.trust(new_keys)
    if last is not None and last.size == head.size:
        return Seen(head, last, store.last_note)
    cosigned = _only_the_house(note, head) + key.cosign(head, int(now())) + "\n"
    store.append(cosigned=cosigned)
    return Seen(head, last, cosigned, new_keys)


def _check(head: Head, last: Head | None, keys: list[str], house: House) -> None:
    try:
        check_head(head, [read_key(text) for text in keys])
    except Unproved as why:
        raise Alarm(UNSIGNED, head, last) from why
    if last is None:
        return
    if head.size < last.size:
        raise Alarm(SHRUNK, head, last)
    path = house.extension(last.size, head.size) if last.size < head.size else []
    if path is None:
        raise Alarm(ROLLED_BACK, head, last)
    try:
        check_extends(last, head, path)
    except Unproved as why:
        raise Alarm(FORKED, head, last) from why


def _only_the_house(note: str, head: Head) -> str:
    """The note without what other witnesses wrote below it."""
    lines = note.partition("\n\n")[2].splitlines()
    own = [line for line in lines if line.split(" ")[1] == head.origin]
    return notes.write_note(head.body.encode(), own)


def read_keys(text: str) -> list[str]:
    """The house's keys from a text with one on each line, or from its keys.json."""
    if text.lstrip().startswith("{"):
        return [one["key"] for one in json.loads(text)["keys"]]
    return [line.strip() for line in text.splitlines() if line.strip()]


def open_key(path: Path, name: str) -> WitnessKey:
    """The key in ``path``; made now, readable by its owner only, when there is none."""
    if not path.exists():
        seed = notes.WITNESS_KEY + Ed25519PrivateKey.generate().private_bytes_raw()
        number = sha256(name.encode() + b"\n" + seed).hexdigest()[:8]
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{MARK}+{name}+{number}+{b64encode(seed).decode()}\n")
    try:
        _private, _key, known_as, _number, seed_text = path.read_text().strip().split("+", 4)
        private = Ed25519PrivateKey.from_private_bytes(b64decode(seed_text, validate=True)[1:])
    except (ValueError, binascii.Error) as error:
        raise ValueError(f"{path} does not hold the key of a witness") from error
    return WitnessKey(known_as, private)
