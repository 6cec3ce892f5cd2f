#!/usr/bin/env python3
"""Check, away from the house, what the house says of its own record.

    python onedoor_verify.py proof my-proof.json --keys keys.json
    python onedoor_verify.py watch https://city.example --store watched.json

``proof``: the line in the file stands in the record under a head that the house has signed.
``watch``: the newest head is signed, and holds everything that the head did which this machine saw
last; run it every hour somewhere else. A record that was cut, rewritten or shown differently to
different people does not pass.

Needs Python 3.9 or later and the package ``cryptography``; nothing of Onedoor, and for ``proof`` no
network. The keys are those at /record/keys.json: fetch them once, from somewhere you trust. Exit 0: it
holds; 1: it does not; 2: the files or the answer cannot be read. RFC 9162 (Merkle trees), RFC 8032 (Ed25519).
"""

import argparse
import hashlib
import json
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HOLDS, FAILS, UNREADABLE = 0, 1, 2
MOST_OCTETS = 5_000_000


class Wrong(Exception):
    """It does not hold; the message says what."""


def main(arguments=None):
    """Read the arguments, check, say so in English and Chinese. Gives the exit code."""
    chosen = read_arguments(arguments)
    try:
        said = check_proof(chosen) if chosen.act == "proof" else watch(chosen)
    except Wrong as wrong:
        print(f"DOES NOT HOLD 不成立: {wrong}")
        return FAILS
    except (OSError, ValueError, KeyError, TypeError, urllib.error.URLError) as error:
        print(f"cannot be read 无法读取: {type(error).__name__}: {error}")
        return UNREADABLE
    print(said)
    return HOLDS


def read_arguments(arguments):
    """``proof FILE --keys FILE`` or ``watch ADDRESS --store FILE [--keys FILE]``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    acts = parser.add_subparsers(dest="act", required=True)
    proof = acts.add_parser("proof", help="one line of the record")
    proof.add_argument("file", type=Path)
    proof.add_argument("--keys", type=Path, required=True)
    watched = acts.add_parser("watch", help="the newest head against the one seen last")
    watched.add_argument("address")
    watched.add_argument("--store", type=Path, required=True)
    watched.add_argument("--keys", type=Path, help="default: fetched the first time and kept in the store")
    return parser.parse_args(arguments)


def check_proof(chosen):
    """The line, its place, and the signature over the head above it."""
    proof = json.loads(chosen.file.read_text(encoding="utf-8"))
    keys = read_keys(json.loads(chosen.keys.read_text(encoding="utf-8")))
    head = proof["head"]
    check_head(head, keys)
    entry = proof["entry"].encode()
    leaf = hashlib.sha256(b"\x00" + entry).digest()
    path = [bytes.fromhex(one) for one in proof["path"]]
    if not is_included(leaf, int(proof["index"]), int(head["size"]), path, bytes.fromhex(head["root"])):
        raise Wrong("the line does not stand in the record under this head 该条记录不在此树头之下")
    line = json.loads(proof["entry"])
    return (
        f"HOLDS 成立: {line['event']} at {line['happened_at']} stands at place {proof['index']} of "
        f"{head['size']}, signed {head['signed_at']} with key {head['key']}."
    )


def watch(chosen):
    """The newest head, against the one that the store holds; the store then holds the newest."""
    stored = json.loads(chosen.store.read_text(encoding="utf-8")) if chosen.store.exists() else {}
    if chosen.keys:
        published = json.loads(chosen.keys.read_text(encoding="utf-8"))
    else:
        published = stored.get("keys") or fetch(chosen.address, "/record/keys.json")
    keys = read_keys(published)
    head = fetch(chosen.address, "/record/head.json")
    check_head(head, keys)
    seen = stored.get("head")
    if seen is not None:
        follow(chosen.address, seen, head)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    chosen.store.write_text(json.dumps({"keys": published, "head": head, "seen_at": now}, indent=1))
    before = f"it holds all {seen['size']} seen before" if seen else "nothing was seen before"
    return f"HOLDS 成立: {head['size']} entries, signed {head['signed_at']}; {before}."


def follow(address, seen, head):
    """The newer head must hold what the older one did, in its order."""
    if head["size"] < seen["size"]:
        raise Wrong(f"the record had {seen['size']} entries and has {head['size']} 记录变短了")
    if head["size"] == seen["size"]:
        if head["root"] != seen["root"]:
            raise Wrong(f"two heads of {head['size']} entries: {seen['root']} and {head['root']} 出现分叉")
        return
    answer = fetch(address, f"/record/consistency.json?from={seen['size']}&to={head['size']}")
    path = [bytes.fromhex(one) for one in answer["path"]]
    roots = bytes.fromhex(seen["root"]), bytes.fromhex(head["root"])
    if not is_consistent(seen["size"], head["size"], path, *roots):
        raise Wrong(
            f"the head of {head['size']} entries ({head['root']}) does not go on from the one of "
            f"{seen['size']} ({seen['root']}) 新树头不承接旧树头"
        )


def check_head(head, keys):
    """The signature of the house over size, root and moment."""
    moment = datetime.fromisoformat(head["signed_at"]).astimezone(UTC)
    signed = moment.isoformat(timespec="microseconds")
    message = f"onedoor-journal\n{head['size']}\n{head['root']}\n{signed}\n".encode()
    if head["key"] not in keys:
        raise Wrong(f"signed with {head['key']}, which is not among the keys 签名密钥不在公布之列")
    try:
        keys[head["key"]].verify(bytes.fromhex(head["signature"]), message)
    except InvalidSignature:
        raise Wrong(f"the signature over the head of {head['size']} entries is false 树头签名无效") from None


def read_keys(published):
    """The public keys by their names; a name is made of the key, so it cannot be given to another."""
    keys = {}
    for one in published["keys"]:
        public = bytes.fromhex(one["public"])
        if not one["key"].endswith(hashlib.sha256(public).hexdigest()[:12]):
            raise Wrong(f"the name {one['key']} is not of this key 密钥名称与密钥不符")
        keys[one["key"]] = Ed25519PublicKey.from_public_bytes(public)
    return keys


def fetch(address, path):
    """What the house publishes, as JSON."""
    wanted = address.rstrip("/") + path
    if not wanted.startswith(("https://", "http://")):
        raise ValueError("an address begins with https://")
    with urllib.request.urlopen(wanted, timeout=30) as answer:  # noqa: S310  # checked above
        return json.loads(answer.read(MOST_OCTETS))


def is_included(leaf, index, size, path, root):
    """RFC 9162 §2.1.3.2."""
    if not 0 <= index < size:
        return False
    node, last, here = leaf, size - 1, index
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = join(sibling, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = join(node, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and node == root


def is_consistent(earlier, later, path, old_root, new_root):
    """RFC 9162 §2.1.4.2."""
    if not 0 < earlier < later or not path:
        return False
    nodes = list(path)
    if earlier & (earlier - 1) == 0:
        nodes.insert(0, old_root)
    here, last = earlier - 1, later - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = nodes[0]
    for sibling in nodes[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = join(sibling, old), join(sibling, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = join(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def join(left, right):
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


if __name__ == "__main__":
    sys.exit(main())
