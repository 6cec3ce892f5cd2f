"""Sealing: entries become leaves of the Merkle tree, and its new head is signed.

Inserts never wait for the chain: the sealer comes by every few seconds and takes what finished
transactions have left.
"""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from onedoor.journal import merkle, notes, proving, rows
from onedoor.journal.models import JournalHead
from onedoor.journal.types import TreeHead

AT_MOST = 50_000
Leaf = tuple[UUID, datetime, bytes]


class HeadSigner(Protocol):
    """Signs a tree head; gives the key's id and the signature."""

    def __call__(self, message: bytes) -> tuple[str, bytes]: ...


_sign: HeadSigner | None = None


def sign_heads_with(signer: HeadSigner) -> None:
    """Called once by the composition root: keys belong to a room above this one."""
    global _sign
    _sign = signer


def seal(*, at: datetime) -> TreeHead | None:
    """Append up to ``AT_MOST`` committed entries that are not sealed yet, and sign the new head.

    None when there is nothing new. An entry whose transaction is still running is taken by a later
    seal; ``sealed_before`` tells that one where to begin to look.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('journal.seal'))")
        last = JournalHead.objects.order_by("-size").first()
        sealed_before = last.sealed_before if last else 0
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        finished_before = cursor.fetchone()[0]
        leaves = _take_unsealed(cursor, sealed_before)
        if not leaves:
            return None
        _write_leaves(cursor, last.size if last else 0, leaves)
        proving.write_blocks()
        complete = len(leaves) < AT_MOST
        return _sign_head(last, leaves, finished_before if complete else sealed_before, at)


def split_peaks(peaks: bytes) -> list[bytes]:
    """The stored peaks of a head, one hash each."""
    return [peaks[start : start + 32] for start in range(0, len(peaks), 32)]


def _take_unsealed(cursor: Any, sealed_before: int) -> list[Leaf]:
    cursor.execute(
        f"select {rows.QUOTED} from journal_entry where written_in >= %s"
        " and not exists (select from journal_leaf where journal_leaf.entry = journal_entry.id)"
        " order by written_in, position limit %s",
        [sealed_before, AT_MOST],
    )
    entries = map(rows.to_entry, rows.stream(cursor))
    return [(entry.id, entry.happened_at, merkle.hash_leaf(rows.canonical_bytes(entry))) for entry in entries]


def _write_leaves(cursor: Any, size: int, leaves: list[Leaf]) -> None:
    with cursor.copy("copy journal_leaf (index, entry, happened_at, hash) from stdin") as copy:
        for offset, (entry, happened_at, leaf) in enumerate(leaves):
            copy.write_row((size + offset, entry, happened_at, leaf))


def _sign_head(last: JournalHead | None, leaves: list[Leaf], sealed_before: int, at: datetime) -> TreeHead:
    if _sign is None:
        raise RuntimeError("the journal has no signer: call journal.actions.sign_heads_with(...) first")
    peaks, size = split_peaks(bytes(last.peaks)) if last else [], last.size if last else 0
    peaks, size = merkle.append(peaks, size, (leaf for _, _, leaf in leaves))
    root, origin = merkle.root_of(peaks), settings.JOURNAL_ORIGIN
    key_id, signature = _sign(notes.head_message(origin, size, root, at))
    JournalHead.objects.create(
        size=size, root=root, peaks=b"".join(peaks), sealed_before=sealed_before,
        signed_at=at, key_id=key_id, signature=signature, origin=origin,
    )  # fmt: skip
    return TreeHead(size, root, at, key_id, signature, origin)
