"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, over SHA-256.

A tree over ``n`` leaves is kept as its peaks: the roots of the full subtrees that make it up,
largest first. Appending touches only the peaks, so sealing costs nothing that grows.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

Range = tuple[int, int]
EMPTY_ROOT = sha256(b"").digest()


def hash_leaf(entry: bytes) -> bytes:
    """The hash of a leaf: the 0x00 keeps it apart from inner nodes."""
    return sha256(b"\x00" + entry).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def append(peaks: Sequence[bytes], size: int, leaves: Iterable[bytes]) -> tuple[list[bytes], int]:
    """Peaks and size after appending leaf hashes to a tree of ``size`` leaves."""
    grown = list(peaks)
    for leaf in leaves:
        grown.append(leaf)
        size += 1
        for _ in range((size & -size).bit_length() - 1):  # as many joins as trailing zero bits
            right, left = grown.pop(), grown.pop()
            grown.append(hash_children(left, right))
    return grown, size


def root_of(peaks: Sequence[bytes]) -> bytes:
    """The root of the tree with these peaks (the empty tree has a root of its own)."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = hash_children(peak, root)
    return root


def root_of_leaves(leaves: Sequence[bytes]) -> bytes:
    """The root over all leaf hashes."""
    return root_of(append([], 0, leaves)[0])


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH(m, D[n]) of RFC 9162 §2.1.3.1: the siblings from the leaf up to the root."""
    return [root_of_leaves(leaves[start:end]) for start, end in inclusion_ranges(len(leaves), index)]


def inclusion_ranges(size: int, index: int) -> list[Range]:
    """Which leaves stand below each hash of an inclusion path, from the leaf up."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} is not in a tree of {size}")
    start, end = 0, size
    ranges: list[Range] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges, end = [(middle, end), *ranges], middle
        else:
            ranges, start = [(start, middle), *ranges], middle
    return ranges


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether ``path`` proves ``leaf`` at ``index`` under ``root`` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, here = leaf, size - 1, index
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = hash_children(sibling, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = hash_children(node, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and node == root


def consistency_path(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """PROOF(m, D[n]) of RFC 9162 §2.1.4.1: the later tree only appended to the earlier one."""
    return [root_of_leaves(leaves[start:end]) for start, end in consistency_ranges(earlier, len(leaves))]


def consistency_ranges(earlier: int, later: int) -> list[Range]:
    """Which leaves stand below each hash of a consistency path, from the leaves up."""
    if not 0 < earlier <= later:
        raise IndexError(f"no tree of {earlier} leaves came before one of {later}")
    start, end = 0, later
    ranges: list[Range] = []
    while earlier != end:
        middle = start + _split(end - start)
        if earlier <= middle:
            ranges, end = [(middle, end), *ranges], middle
        else:
            ranges, start = [(start, middle), *ranges], middle
    # The earlier tree as a whole is known to whoever asks.
    return ranges if start == 0 else [(start, end), *ranges]


def is_consistent(earlier: int, later: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether ``path`` proves that the tree of ``later`` leaves extends the one of ``earlier``."""
    if earlier == later:
        return not path and old_root == new_root
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
            old, new = hash_children(sibling, old), hash_children(sibling, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = hash_children(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)
