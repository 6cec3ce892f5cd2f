"""Ids sort by time; numbers can be read aloud, and a slip of the tongue is noticed."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from hypothesis import assume, given
from hypothesis import strategies as st

from onedoor.kernel.ids import find_number, new_id, new_number, time_of

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_ids_are_version_7_and_never_repeat() -> None:
    ids = [new_id() for _ in range(1000)]

    assert len(set(ids)) == 1000
    assert {made.version for made in ids} == {7}


def test_a_number_is_heard_as_it_was_said() -> None:
    number = new_number("HC")

    assert find_number(number) == number
    assert find_number(number.lower().replace("-", " ").replace(" ", "-", 1)) == number
    assert find_number(number.replace("0", "O").replace("1", "l")) == number


@given(st.integers(3, 11), st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_nearly_always_noticed(place: int, symbol: str) -> None:
    number = "HC-7K3M-Q9TD-" + new_number_check("7K3MQ9TD")
    assume(number[place] not in ("-", symbol))

    wrong = number[:place] + symbol + number[place + 1 :]

    # 37 check values stand behind 32 symbols, so 5 in 37 share one: the rest must differ.
    found = find_number(wrong)
    assert found is None or found != number


def new_number_check(symbols: str) -> str:
    return next(s for s in SYMBOLS if find_number(f"HC-{symbols}{s}"))


def test_what_is_no_number_is_none() -> None:
    assert find_number("") is None
    assert find_number("HC-1234") is None
    assert find_number("HC-😀😀😀😀-ABCD-E") is None


def test_a_uuid7_says_when_it_was_made_and_no_other_id_does() -> None:
    before = datetime.now(UTC)
    made = time_of(new_id())
    assert made is not None
    assert abs(made - before) < timedelta(seconds=5)
    for other in (uuid4(), uuid5(NAMESPACE_URL, "x"), UUID(int=0), UUID(int=2**128 - 1)):
        assert time_of(other) is None


def test_a_time_that_no_calendar_holds_is_none() -> None:
    assert time_of(UUID("ffffffff-ffff-7000-8000-000000000000")) is None
