"""Checks, away from the house, that an entry is in the record, or that a receipt of a consent is true. One
file, to be read and run by itself.

    python verifier.py proof.json --keys keys.json [--head kept-head.txt --consistency consistency.json]
    python verifier.py consent.json --keys keys.json

It needs Python 3.11 and ``cryptography``, no server, no database and nothing else of Onedoor: whoever
doubts the house need not run the house's program to check it. Formats: RFC 9162 (the tree and its proofs),
C2SP signed-note, tlog-checkpoint and tlog-cosignature (the heads), RFC 7515 (the signature of a receipt) and
ISO/IEC TS 27560 (its fields).
"""

import argparse
import base64
import binascii
import io
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PROOF, CONSISTENCY = "onedoor-proof/1", "onedoor-consistency/1"
RECEIPT, RECEIPT_SCHEMA = "onedoor-consent-receipt/1", "ISO/IEC TS 27560:2023"
HEAD_KEY, WITNESS_KEY = 1, 4  # the algorithm bytes of C2SP signed-note: Ed25519, and its cosignature/v1


class Unproved(Exception):
    """Why it is not proved, in English and in Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.english, self.chinese = english, chinese


@dataclass(frozen=True, slots=True)
class Key:
    """A public key as C2SP signed-note writes it: ``name+hash+base64(algorithm byte, key)``."""

    name: str
    number: bytes
    algorithm: int
    public: bytes

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether this key signed exactly these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Head:
    """A tree head as its note says it: how many entries, and the root over them."""

    body: str
    origin: str
    size: int
    root: bytes
    signed_at: str
    signatures: tuple[tuple[str, bytes], ...]

    def __str__(self) -> str:
        return f"{self.size} / {self.root.hex()} / {self.signed_at}"


def read_key(text: str) -> Key:
    """The key written in ``text``. Raises ValueError when its parts do not belong together."""
    name, number, rest = text.strip().split("+", 2)
    raw = base64.b64decode(rest, validate=True)
    if len(raw) != 33 or sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != number:
        raise ValueError(f"not a key: {text.strip()[:80]}")
    return Key(name, bytes.fromhex(number), raw[0], raw[1:])


def read_head(note: str) -> Head:
    """The head in a signed note. Raises ValueError for any other text."""
    body, blank, lines = note.partition("\n\n")
    origin, size, root, *more = body.split("\n")
    signatures = []
    for line in lines.splitlines():
        dash, name, value = line.split(" ")
        if dash != "—":
            raise ValueError("not a line of a signature")
        signatures.append((name, base64.b64decode(value, validate=True)))
    hashed = base64.b64decode(root, validate=True)
    if not blank or not origin or str(int(size)) != size or int(size) < 0 or len(hashed) != 32:
        raise ValueError("not a tree head")
    return Head(f"{body}\n", origin, int(size), hashed, more[0] if more else "", tuple(signatures))


def check_head(head: Head, keys: Iterable[Key]) -> Key:
    """The key of the house that signed ``head``. Raises Unproved when none of ``keys`` did."""
    for key in keys:
        if key.algorithm == HEAD_KEY and key.name == head.origin:
            for name, value in head.signatures:
                signed = name == key.name and value[:4] == key.number
                if signed and key.holds(head.body.encode(), value[4:]):
                    return key
    raise Unproved(
        f"The tree head ({head}) is not signed by any of the published keys.",
        f"该树头（{head}）没有任何已公布公钥的有效签名。",
    )


def list_cosigned(head: Head, keys: Iterable[Key]) -> dict[str, int]:
    """The witnesses among ``keys`` that cosigned ``head``, and when (seconds since 1970)."""
    found = {key.name: find_cosignature(head, key) for key in keys}
    return {name: one[0] for name, one in found.items() if one is not None}


def find_cosignature(head: Head, witness: Key) -> tuple[int, bytes] | None:
    """When ``witness`` cosigned ``head``, and its signature; None when no line of it holds."""
    for name, value in head.signatures:
        if witness.algorithm == WITNESS_KEY and name == witness.name and value[:4] == witness.number:
            moment, signature = int.from_bytes(value[4:12]), value[12:]
            if witness.holds(cosigned_bytes(head.body, moment), signature):
                return moment, signature
    return None


def cosigned_bytes(body: str, moment: int) -> bytes:
    """What a witness signs (C2SP tlog-cosignature, version 1)."""
    return f"cosignature/v1\ntime {moment}\n{body}".encode()


def hash_leaf(entry: bytes) -> bytes:
    """The hash of a leaf (RFC 9162 §2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which ``path`` leads from leaf ``index`` of ``size``; None when it cannot be a path.

    Which side a sibling stands on follows from the index alone: below the first ``inner`` bits, where the
    way of this leaf and that of the last part, by its bits; above, always on the left.
    """
    if not 0 <= index < size:
        return None
    inner = (index ^ (size - 1)).bit_length()
    if len(path) != inner + (index >> inner).bit_count():
        return None
    node = leaf
    for level, sibling in enumerate(path):
        left = level >= inner or index >> level & 1
        node = _join(sibling, node) if left else _join(node, sibling)
    return node


def roots_from_consistency(
    earlier: int, later: int, path: Sequence[bytes], old_root: bytes
) -> tuple[bytes, bytes] | None:
    """The roots of the earlier and the later tree to which ``path`` leads; None when it cannot be a path."""
    if not 0 < earlier < later:
        return None
    level = (earlier & -earlier).bit_length() - 1  # the last full subtree of the earlier tree
    nodes = list(path)
    if earlier == 1 << level:  # it is the whole earlier tree, which the path leaves out
        nodes.insert(0, old_root)
    index = (earlier - 1) >> level
    inner = (index ^ ((later - 1) >> level)).bit_length()
    if len(nodes) != 1 + inner + (index >> inner).bit_count():
        return None
    old = new = nodes[0]
    for height, sibling in enumerate(nodes[1:]):
        if height >= inner or index >> height & 1:
            old, new = _join(sibling, old), _join(sibling, new)
        else:
            new = _join(new, sibling)
    return old, new


def check_extends(earlier: Head, later: Head, path: Sequence[bytes] | None) -> None:
    """Raises Unproved unless the tree of ``later`` only appended to that of ``earlier``."""
    if earlier.origin != later.origin:
        raise Unproved(
            f"The heads are of two different records: {earlier.origin} and {later.origin}.",
            f"两个树头属于不同的日志：{earlier.origin} 与 {later.origin}。",
        )
    if earlier.size == later.size:
        proved = earlier.root == later.root
    elif path is None:
        raise Unproved(
            f"To compare heads of {earlier.size} and {later.size} entries, a consistency proof between them"
            " is needed (--consistency).",
            f"比较 {earlier.size} 条与 {later.size} 条的树头，需要两者之间的一致性证明（--consistency）。",
        )
    else:
        roots = roots_from_consistency(earlier.size, later.size, path, earlier.root)
        proved = roots == (earlier.root, later.root)
    if not proved:
        raise Unproved(
            f"The record was FORKED: the head ({later}) does not extend the head ({earlier}).",
            f"日志出现分叉：树头（{later}）不是树头（{earlier}）的延续。",
        )


def check_entry(proof: dict[str, Any], head: Head) -> None:
    """Raises Unproved unless the entry of ``proof`` stands at its place under ``head``."""
    leaf, place = hash_leaf(str(proof["entry"]).encode()), int(proof["index"]) + 1
    root = root_from_inclusion(leaf, int(proof["index"]), head.size, _hashes(proof["path"]))
    if root != head.root:
        raise Unproved(
            f"The entry of this file does NOT stand at place {place} under the head ({head}):"
            " the entry, its place or the head was changed.",
            f"此文件中的记录不在树头（{head}）之下的第 {place} 位：记录、位置或树头被改动过。",
        )


def check_receipt(file: dict[str, Any], keys: Iterable[Key]) -> tuple[dict[str, Any], Key]:
    """What a receipt of a consent says, and the key that signed exactly this. Raises Unproved."""
    header = json.loads(_unpadded(file["protected"]))
    kind = header.get("typ")
    if kind != RECEIPT or header.get("alg") != "EdDSA":
        raise Unproved(
            f"This receipt is of a version that this program does not know ({kind!s:.60}). Take the"
            " verifier that goes with it.",
            f"本程序不认识此回执的版本（{kind!s:.60}）。请使用与其配套的核验程序。",
        )
    signed, signature = f"{file['protected']}.{file['payload']}".encode(), _unpadded(file["signature"])
    key = next((key for key in keys if key.algorithm == HEAD_KEY and key.holds(signed, signature)), None)
    if key is None:
        raise Unproved(
            "This receipt is not signed by any of the published keys: it was changed after it was signed,"
            " or it is not the house's.",
            "此回执没有任何已公布公钥的有效签名：它在签名后被改动过，或并非由本平台出具。",
        )
    receipt: dict[str, Any] = json.loads(_unpadded(file["payload"]))
    if receipt.get("schema_version") != RECEIPT_SCHEMA:
        raise Unproved(
            f"The fields of this receipt are of a version that this program does not know"
            f" ({receipt.get('schema_version')!s:.60}).",
            f"本程序不认识此回执的字段版本（{receipt.get('schema_version')!s:.60}）。",
        )
    return receipt, key


def tell_receipt(receipt: dict[str, Any]) -> list[str]:
    """In plain words what was agreed: in English, then in Chinese."""
    return [*_tell_in("en", receipt), *_tell_in("zh-hans", receipt)]


def _tell_in(language: str, receipt: dict[str, Any]) -> list[str]:
    word, all_of_it = RECEIPT_WORDS[language], receipt["processing"]
    until = receipt["valid_until"]
    lines = [
        ("asked", "; ".join(one["name"][language] for one in receipt["pii_controllers"])),
        ("purpose", "; ".join(one["text"][language] for one in all_of_it["purposes"])),
        ("told", _listed(language, all_of_it["pii_information"], "text")),
        ("whom", _listed(language, all_of_it["recipients"], "name")),
        ("given", _moments(receipt, "given")),
        ("until", _moment(until) if until else word["open"]),
        ("back", _moments(receipt, "withdrawn") or word["not_back"]),
        ("issued", _moment(receipt["issued_at"])),
    ]
    return [word["title"], *(f"  {word[name]} {said}" for name, said in lines)]


def _listed(language: str, parts: Iterable[dict[str, Any]], name: str) -> str:
    gone = RECEIPT_WORDS[language]["gone"]
    return "; ".join(one[name][language] + (gone if one["withdrawn"] else "") for one in parts)


def _moments(receipt: dict[str, Any], state: str) -> str:
    return "; ".join(_moment(one["at"]) for one in receipt["events"] if one["state"] == state)


def _moment(written: str) -> str:
    return datetime.fromisoformat(written).isoformat(sep=" ", timespec="minutes")


def _unpadded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _join(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _hashes(path: Iterable[str]) -> list[bytes]:
    return [base64.b64decode(text, validate=True) for text in path]


def _read_json(path: str, kind: str) -> dict[str, Any]:
    return _of_kind(json.loads(Path(path).read_text(encoding="utf-8")), path, kind)


def _of_kind(found: Any, path: str, kind: str) -> dict[str, Any]:
    if not isinstance(found, dict) or found.get("format") != kind:
        raise ValueError(f"{path}: not a file of the kind {kind}")
    return found


def _read_keys(path: str) -> list[Key]:
    """Keys from keys.json, or from a text with one on each line."""
    text = Path(path).read_text(encoding="utf-8")
    if text.lstrip().startswith("{"):
        listed = json.loads(text)
        return [read_key(one["key"]) for one in (*listed["keys"], *listed.get("witnesses", ()))]
    return [read_key(line) for line in text.splitlines() if line.strip()]


def _read_kept(path: str) -> list[Head]:
    """Heads from a note, from heads.json, or from what a witness keeps (a line of JSON each)."""
    text = Path(path).read_text(encoding="utf-8")
    if not text.lstrip().startswith("{"):
        return [read_head(text)]
    try:
        return [read_head(one["note"]) for one in json.loads(text)["heads"] if one["note"]]
    except (ValueError, KeyError):
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
        return [read_head(line["cosigned"]) for line in lines if "cosigned" in line]


def _compare(head: Head, kept: list[Head], consistency: str | None, keys: list[Key]) -> Head:
    """The kept head that ``head`` was compared with: one of the same size, else the newest."""
    if not kept:
        raise Unproved("The file of heads holds no head.", "树头文件中没有树头。")
    other = next((one for one in kept if one.size == head.size), max(kept, key=lambda one: one.size))
    check_head(other, keys)
    path = _hashes(_read_json(consistency, CONSISTENCY)["path"]) if consistency else None
    earlier, later = sorted((head, other), key=lambda one: one.size)
    check_extends(earlier, later, path)
    return other


def _verify(asked: argparse.Namespace) -> list[str]:
    keys = _read_keys(asked.keys) + [read_key(text) for text in asked.witness]
    found = json.loads(Path(asked.proof).read_text(encoding="utf-8"))
    if isinstance(found, dict) and {"payload", "protected", "signature"} <= set(found):
        if asked.head or asked.consistency or asked.witness:
            raise Unproved(
                "This is a receipt, which is signed by itself: --head, --consistency and --witness are for"
                " the proof of an entry. Check it without them.",
                "这是回执，本身即有签名：--head、--consistency 和 --witness 仅用于记录的证明，"
                "请不带这些参数再核验。",
            )
        return _verify_receipt(found, keys)
    return [*_verify_entry(asked, _of_kind(found, asked.proof, PROOF), keys), *GOOD]


def _verify_receipt(file: dict[str, Any], keys: list[Key]) -> list[str]:
    receipt, key = check_receipt(file, keys)
    return [
        f"PROVED. This receipt of a consent is signed with the key {key.number.hex()} of {key.name}, and"
        " nothing in it was changed since.",
        f"已证明。此授权同意回执由 {key.name} 的公钥 {key.number.hex()} 签名，此后未被改动。",
        *tell_receipt(receipt),
        *GOOD_RECEIPT,
    ]


def _verify_entry(asked: argparse.Namespace, proof: dict[str, Any], keys: list[Key]) -> list[str]:
    head = read_head(proof["head"])
    key = check_head(head, keys)
    check_entry(proof, head)
    place = int(proof["index"]) + 1
    said = [
        f"PROVED. This entry is in the record: number {place} of {head.size}, under the head"
        f" signed {head.signed_at} with the key {key.number.hex()} of {key.name}.",
        f"已证明。这条记录在日志之中：共 {head.size} 条中的第 {place} 条，"
        f"树头由 {key.name} 的公钥 {key.number.hex()} 于 {head.signed_at} 签名。",
    ]
    if asked.head:
        other = _compare(head, _read_kept(asked.head), asked.consistency, keys)
        said += [
            f"The record that you knew before ({other}) and this one are the same record; nothing in it was"
            " changed, taken away or moved.",
            f"您此前所知的日志（{other}）与此日志一致；其中没有任何内容被改动、删除或调换次序。",
        ]
    witnessed = list_cosigned(head, keys)
    if missing := {read_key(text).name for text in asked.witness} - set(witnessed):
        names = ", ".join(sorted(missing))
        raise Unproved(f"The head is not cosigned by {names}.", f"该树头没有 {names} 的联署。")
    for name in sorted(witnessed):
        said += [f"The head is cosigned by the witness {name}.", f"该树头有见证方 {name} 的联署。"]
    return said


RECEIPT_WORDS = {
    "en": {
        "title": "What was agreed:", "asked": "Asked by:", "purpose": "What for:",
        "told": "What may be told:", "whom": "To whom:", "given": "Agreed on:",
        "until": "Until:", "open": "it is taken back",
        "back": "Taken back on:", "not_back": "not when this receipt was issued",
        "gone": " (taken back)", "issued": "As it stood on:",
    },
    "zh-hans": {
        "title": "同意的内容：", "asked": "请求方：", "purpose": "用途：", "told": "可提供的内容：",
        "whom": "接收方：", "given": "同意时间：", "until": "有效期至：", "open": "撤回为止",
        "back": "撤回时间：", "not_back": "出具此回执时尚未撤回", "gone": "（已撤回）", "issued": "截至：",
    },
}  # fmt: skip
GOOD_RECEIPT = (
    "What to do: keep this file. It says how the consent stood when it was issued; what was taken back later"
    " stands in a newer receipt. It names nobody: whose it is, the house alone can say.",
    "怎么办：请保存此文件。它记载出具之时的授权状况；此后撤回的内容见更新的回执。"
    "其中不含姓名：属于何人，只有本平台知道。",
)
ADVICE = (
    "What to do: keep this file as it is. Download a new proof and the keys again; compare the keys with"
    " those printed elsewhere. If it fails again, show both files to the auditor or a lawyer: they are"
    " evidence.",
    "怎么办：请原样保存此文件。重新下载证明和公钥，并与其他地方公布的公钥核对。"
    "如仍不通过，请把两份文件交给审计机关或律师：它们就是证据。",
)
GOOD = (
    "What to do: keep the proof file. To know later that the record was not rewritten, check it again with"
    " --head and a head that you, a newspaper or a witness kept.",
    "怎么办：请保存证明文件。日后要确认日志未被改写，请用 --head 与您、报纸或见证方保存的树头再核对一次。",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when it is proved, else 1."""
    parser = argparse.ArgumentParser(
        description="Is this entry in the record, is this receipt true? 这条记录在日志之中吗？"
        "这份回执属实吗？ Exit 0: proved. Exit 1: not proved."
    )
    parser.add_argument("proof", help="the proof, or receipt, that you downloaded 您下载的证明或回执")
    parser.add_argument("--keys", required=True, help="keys.json, or a text with one key a line 公布的公钥")
    parser.add_argument(
        "--head", help="a head known from elsewhere: a note, heads.json, a witness' file 已知树头"
    )
    parser.add_argument("--consistency", help="the proof between the two heads 两个树头之间的一致性证明")
    parser.add_argument(
        "--witness", action="append", default=[], help="this key must have cosigned 见证方公钥"
    )
    asked = parser.parse_args(arguments)
    try:
        said, code = _verify(asked), 0
    except Unproved as why:
        said, code = [f"NOT PROVED. {why.english}", f"未能证明。{why.chinese}", *ADVICE], 1
    except (
        *(OSError, KeyError, TypeError, ValueError, AttributeError, RecursionError),
        binascii.Error,
    ) as error:
        said = [f"NOT PROVED. A file cannot be read: {error}", f"未能证明。文件无法读取：{error}", *ADVICE]
        code = 1
    print("\n".join(said))
    return code


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):  # a console that has no Chinese must not stop the answer
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main())
