"""The signed heads as they are published, with what witnesses said of them."""

import binascii
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.journal import notes, verifier
from onedoor.journal.models import JournalCosignature, JournalHead
from onedoor.journal.types import Cosignature, Extension, Proof, TreeHead
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound


def list_heads(*, limit: int = 20) -> list[TreeHead]:
    """The newest signed heads, newest first."""
    return _with_cosignatures(JournalHead.objects.exclude(origin="").order_by("-size")[:limit])


def get_head_of(size: int) -> TreeHead:
    """The signed head over exactly ``size`` entries. Raises NotFound."""
    found = _with_cosignatures(JournalHead.objects.exclude(origin="").filter(size=size))
    if not found:
        raise NotFound("journal.head.unknown", _("No head of this size was signed."))
    return found[0]


def get_newest_head() -> TreeHead:
    """The newest signed head. Raises NotFound in an empty journal."""
    found = list_heads(limit=1)
    if not found:
        raise NotFound("journal.head.none", _("Nothing is sealed yet. Try again in a minute."))
    return found[0]


def write_note(head: TreeHead, keys: Mapping[str, bytes]) -> str:
    """``head`` as a signed note, with its cosignatures. ``keys``: the house's public keys by their id."""
    lines = [notes.signature_line(head.origin, keys[head.key_id], head.signature)]
    for one in head.cosignatures:
        key = verifier.read_key(one.witness)
        moment = int(one.cosigned_at.timestamp())
        lines.append(notes.cosignature_line(key.name, key.number, moment, one.signature))
    return notes.write_note(head.message, lines)


def write_proof(proof: Proof, keys: Mapping[str, bytes]) -> dict[str, Any]:
    """The file that the verifier reads."""
    return {
        "format": verifier.PROOF,
        "entry": proof.entry.decode(),
        "index": proof.index,
        "path": [b64encode(node).decode() for node in proof.path],
        "head": write_note(proof.head, keys),
    }


def write_extension(extension: Extension, keys: Mapping[str, bytes]) -> dict[str, Any]:
    """The file with which the verifier compares two heads."""
    return {
        "format": verifier.CONSISTENCY,
        "from": extension.earlier.size,
        "to": extension.later.size,
        "path": [b64encode(node).decode() for node in extension.path],
        "heads": [write_note(extension.earlier, keys), write_note(extension.later, keys)],
    }


def write_key(public: bytes) -> str:
    """One of the house's public keys as verifiers and witnesses read it."""
    return notes.write_key(settings.JOURNAL_ORIGIN, public)


def list_witnesses() -> list[str]:
    """The public keys of the witnesses that this house knows."""
    return list(settings.JOURNAL_WITNESSES)


@action()
def accept_cosignature(*, note: str, by: Actor, at: datetime) -> Cosignature:
    """Keep a witness's cosignature of one of our heads. Who brings it does not matter: its signature is the
    permission. The journal has no entry of it: a word about the journal is no part of it, and each entry
    would ask for a new head and a new word."""
    try:
        sent = verifier.read_head(note)
    except (ValueError, binascii.Error) as error:
        raise Invalid("journal.note.unreadable", _("This is not a signed note.")) from error
    head = get_head_of(sent.size)
    for text in list_witnesses():
        key = verifier.read_key(text)
        found = verifier.find_cosignature(sent, key)
        if found is None or sent.body.encode() != head.message:
            continue
        moment, signature = datetime.fromtimestamp(found[0], UTC), found[1]
        row, _new = JournalCosignature.objects.get_or_create(
            size=head.size,
            witness=text,
            defaults={"cosigned_at": moment, "signature": signature},
        )
        return _to_cosignature(row)
    raise Invalid("journal.cosignature.unknown", _("No witness that we know cosigned this head."))


def check_cosignatures(heads: Sequence[TreeHead]) -> tuple[list[str], list[Cosignature]]:
    """A fault for each cosignature that does not hold, and the newest that holds of each witness."""
    faults: list[str] = []
    newest: dict[str, Cosignature] = {}
    by_size = {head.size: head for head in heads}
    for row in JournalCosignature.objects.order_by("size"):
        one, head = _to_cosignature(row), by_size.get(row.size)
        key = verifier.read_key(one.witness)
        if head is None:
            faults.append(f"head {one.size}: it was cosigned by {key.name} and is gone")
            continue
        signed = verifier.cosigned_bytes(head.message.decode(), int(one.cosigned_at.timestamp()))
        if key.holds(signed, one.signature):
            newest[one.witness] = one
        else:
            faults.append(f"head {one.size}: the cosignature of {key.name} does not hold")
    return faults, [one for text, one in newest.items() if text in list_witnesses()]


def read_witnessed(text: str) -> list[str]:
    """The notes in what a witness keeps: its store, a line of JSON each, or one note."""
    if not text.lstrip().startswith("{"):
        return [text]
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [line["cosigned"] for line in lines if "cosigned" in line]


def compare_with_witnessed(heads: Sequence[TreeHead], kept: Iterable[str]) -> list[str]:
    """A fault for each kept head that our own do not have, or have with another root."""
    by_size = {head.size: head for head in heads}
    faults = []
    for note in kept:
        witnessed = verifier.read_head(note)
        ours = by_size.get(witnessed.size)
        if ours is None:
            faults.append(f"head {witnessed.size}: a witness keeps it ({witnessed}) and it is gone")
        elif ours.root != witnessed.root:
            root = ours.root.hex()
            faults.append(
                f"head {ours.size}: its root {root} is not that which a witness keeps ({witnessed})"
            )
    return faults


def to_head(row: JournalHead, cosignatures: Iterable[Cosignature] = ()) -> TreeHead:
    """The head in ``row``."""
    return TreeHead(
        row.size, bytes(row.root), row.signed_at, row.key_id, bytes(row.signature), row.origin,
        tuple(cosignatures),
    )  # fmt: skip


def _with_cosignatures(rows: Iterable[JournalHead]) -> list[TreeHead]:
    heads = list(rows)
    words = defaultdict(list)
    for row in JournalCosignature.objects.filter(size__in=[head.size for head in heads]).order_by("witness"):
        words[row.size].append(_to_cosignature(row))
    return [to_head(head, words[head.size]) for head in heads]


def _to_cosignature(row: JournalCosignature) -> Cosignature:
    return Cosignature(row.size, row.witness, row.cosigned_at, bytes(row.signature))
