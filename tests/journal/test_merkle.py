"""The tree of RFC 9162, held to its definition and to published roots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.journal import merkle

# Test inputs and roots of the Certificate Transparency reference implementation.
PUBLISHED_INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
PUBLISHED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves_of(count: int) -> list[bytes]:
    return [merkle.hash_leaf(bytes([n % 256, n // 256])) for n in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_gives_the_published_roots(size: int) -> None:
    leaves = [merkle.hash_leaf(bytes.fromhex(text)) for text in PUBLISHED_INPUTS[:size]]

    assert merkle.root_of_leaves(leaves).hex() == PUBLISHED_ROOTS[size - 1]


@given(st.integers(1, 200), st.data())
def test_every_leaf_has_a_proof_that_holds(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))

    path = merkle.inclusion_path(leaves, index)

    assert merkle.is_included(leaves[index], index, size, path, merkle.root_of_leaves(leaves))


@given(st.integers(2, 100), st.data())
def test_a_proof_holds_for_no_other_leaf_place_or_root(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index))
    path, root = merkle.inclusion_path(leaves, index), merkle.root_of_leaves(leaves)

    assert not merkle.is_included(leaves[other], index, size, path, root)
    assert not merkle.is_included(leaves[index], other, size, path, root)
    assert not merkle.is_included(leaves[index], index, size, path, merkle.EMPTY_ROOT)


@given(st.integers(1, 120), st.integers(0, 120))
def test_a_later_tree_proves_that_it_only_appended(earlier: int, more: int) -> None:
    leaves = leaves_of(earlier + more)
    old, new = merkle.root_of_leaves(leaves[:earlier]), merkle.root_of_leaves(leaves)

    path = merkle.consistency_path(leaves, earlier)

    assert merkle.is_consistent(earlier, earlier + more, path, old, new)


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_forked_tree_cannot_prove_consistency(earlier: int, more: int) -> None:
    leaves = leaves_of(earlier + more)
    forked = [merkle.hash_leaf(b"forged"), *leaves[1:]]
    old, new = merkle.root_of_leaves(leaves[:earlier]), merkle.root_of_leaves(forked)

    path = merkle.consistency_path(forked, earlier)

    assert not merkle.is_consistent(earlier, earlier + more, path, old, new)


@given(st.lists(st.integers(0, 40), max_size=6))
def test_appending_in_any_portions_gives_the_same_root(portions: list[int]) -> None:
    leaves = leaves_of(sum(portions))
    peaks: list[bytes] = []
    size = 0

    for portion in portions:
        peaks, size = merkle.append(peaks, size, leaves[size : size + portion])

    assert merkle.root_of(peaks) == merkle.root_of_leaves(leaves)
