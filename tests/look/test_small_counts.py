"""Small counts are hidden, and cannot be worked out from the rest."""

from hypothesis import given
from hypothesis import strategies as some

from onedoor.look.small_counts import suppress, suppress_total


def test_none_and_five_are_shown_one_to_four_are_not() -> None:
    assert suppress([0, 5, 1, 4, 6, 2, 3]) == [0, 5, None, None, 6, None, None]


def test_a_single_small_count_takes_the_next_with_it() -> None:
    assert suppress([100, 2, 9]) == [100, None, None]


def test_a_total_is_shown_unless_it_is_small_itself() -> None:
    assert suppress_total([2, 1]) is None
    assert suppress_total([3, 3]) == 6
    assert suppress_total([]) == 0


@given(some.lists(some.integers(0, 40), max_size=12))
def test_what_is_hidden_is_never_one_count_whose_total_is_known(counts: list[int]) -> None:
    hidden = [count for count, shown in zip(counts, suppress(counts), strict=True) if shown is None]

    assert not [count for count in suppress(counts) if count is not None and 0 < count < 5]
    if hidden and suppress_total(counts) is not None:
        assert len(hidden) >= 2
        assert sum(hidden) >= 5
