"""Proofs out of the stored tree: an entry's place under a head, and that one head extends another.

The roots of full blocks of leaves are kept, so that a proof reads one hash for each block and the leaves
of at most one, however long the journal is.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from onedoor.journal import merkle
from onedoor.journal.models import JournalBlock, JournalHead, JournalLeaf
from onedoor.journal.types import Extension, TreeHead

BLOCK = 256  # a power of two
AT_ONCE = 1000


def write_blocks() -> None:
    """Keep the root of every block that is full by now."""
    last = JournalBlock.objects.order_by("-number").values_list("number", flat=True).first()
    start = 0 if last is None else last + 1
    leaves: list[bytes] = []
    full: list[JournalBlock] = []
    for leaf in _leaves(start * BLOCK, None):
        leaves.append(leaf)
        if len(leaves) == BLOCK:
            full.append(JournalBlock(number=start + len(full), root=merkle.root_of_leaves(leaves)))
            leaves = []
    JournalBlock.objects.bulk_create(full, batch_size=AT_ONCE)


def check_blocks(leaves: Sequence[bytes]) -> list[str]:
    """A fault for each block whose root does not follow from its leaves."""
    return [
        f"block {block.number}: its root does not follow from the leaves"
        for block in JournalBlock.objects.order_by("number").iterator()
        if bytes(block.root)
        != merkle.root_of_leaves(leaves[block.number * BLOCK : (block.number + 1) * BLOCK])
    ]


def inclusion_path(index: int, size: int) -> tuple[bytes, ...]:
    """The siblings of leaf ``index`` under the head of ``size``."""
    return tuple(_root(start, end) for start, end in merkle.inclusion_ranges(size, index))


def prove_extension(earlier: TreeHead, later: TreeHead) -> Extension:
    """That the journal of ``later`` only appended to that of ``earlier``."""
    ranges = merkle.consistency_ranges(earlier.size, later.size)
    return Extension(earlier, later, tuple(_root(start, end) for start, end in ranges))


def find_leaf(entry: UUID) -> JournalLeaf | None:
    """Where ``entry`` stands; None until it is sealed under a head that is published."""
    leaf = JournalLeaf.objects.filter(entry=entry).first()
    if leaf is None or not JournalHead.objects.filter(size__gt=leaf.index).exclude(origin="").exists():
        return None
    return leaf


def list_sealed(entries: Iterable[UUID]) -> frozenset[UUID]:
    """Those of ``entries`` that can be proved by now."""
    newest = (
        JournalHead.objects.exclude(origin="").order_by("-size").values_list("size", flat=True).first() or 0
    )
    sealed = JournalLeaf.objects.filter(entry__in=list(entries), index__lt=newest)
    return frozenset(sealed.values_list("entry", flat=True))


def _root(start: int, end: int) -> bytes:
    """The root over leaves ``start`` to ``end``, as the tree has it: a range of more than a block begins
    with a block."""
    first, last = start // BLOCK, end // BLOCK
    if end - start < BLOCK:
        return merkle.root_of_leaves(list(_leaves(start, end)))
    stored = JournalBlock.objects.filter(number__gte=first, number__lt=last).order_by("number")
    blocks = [bytes(root) for root in stored.values_list("root", flat=True)]
    if len(blocks) < last - first:  # sealed before blocks were kept
        return merkle.root_of_leaves(list(_leaves(start, end)))
    peaks, _size = merkle.append([], 0, blocks)
    tail, _size = merkle.append([], 0, _leaves(last * BLOCK, end))
    return merkle.root_of([*peaks, *tail])


def _leaves(start: int, end: int | None) -> Iterator[bytes]:
    leaves = JournalLeaf.objects.filter(index__gte=start).order_by("index")
    if end is not None:
        leaves = leaves.filter(index__lt=end)
    return (bytes(leaf) for leaf in leaves.values_list("hash", flat=True).iterator(AT_ONCE))
