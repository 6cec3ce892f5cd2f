"""Synthetic identifiers: every slip of the finger is caught, and none can be a real person's."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.people.rules import (
    check_identifier,
    identifier_birth_date,
    identifier_kind,
    make_identifier,
    make_identifiers,
    make_organisation_identifier,
    mask_identifier,
    normalise_identifier,
)

births = st.dates(date(1900, 1, 1), date(2099, 12, 31))
people = st.builds(make_identifier, births, st.integers(0, 9999))
organisations = st.builds(
    make_organisation_identifier,
    st.sampled_from(["business", "charity", "agency"]),
    st.integers(0, 99_999_999),
)
anybody = people | organisations


def test_what_they_look_like() -> None:
    assert make_identifier(date(1985, 3, 12), 42) == "HC9901985031200427"
    assert make_organisation_identifier("business", 4217).startswith("990B00004217")
    assert make_organisation_identifier("charity", 1).startswith("990C00000001")


@given(anybody)
def test_every_made_identifier_holds(identifier: str) -> None:
    assert check_identifier(identifier)
    assert "990" in identifier[:5]


@given(births, st.integers(0, 9999))
def test_the_birth_date_is_in_the_identifier(birth: date, serial: int) -> None:
    assert identifier_birth_date(make_identifier(birth, serial)) == birth


@given(anybody, st.data())
def test_every_wrong_digit_is_caught(identifier: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, c in enumerate(identifier) if c.isdigit()]))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != identifier[place]]))
    assert not check_identifier(identifier[:place] + other + identifier[place + 1 :])


@given(anybody, st.data())
def test_every_two_neighbours_that_changed_places_are_caught(identifier: str, data: st.DataObject) -> None:
    pairs = [i for i in range(len(identifier) - 1) if identifier[i] != identifier[i + 1]]
    place = data.draw(st.sampled_from(pairs))
    swapped = identifier[:place] + identifier[place + 1] + identifier[place] + identifier[place + 2 :]
    assert not check_identifier(swapped)


@given(organisations, st.sampled_from("BCG"))
def test_a_charity_is_not_taken_for_a_business(identifier: str, letter: str) -> None:
    changed = identifier[:3] + letter + identifier[4:]
    assert check_identifier(changed) is (changed == identifier)


@given(st.lists(st.tuples(births, st.integers(0, 9999)), min_size=1, max_size=50))
def test_the_array_form_makes_the_same(pairs: list[tuple[date, int]]) -> None:
    ordinals = np.array([birth.toordinal() for birth, _ in pairs])
    made = make_identifiers(ordinals, np.array([serial for _, serial in pairs]))
    assert made.tolist() == [make_identifier(*pair) for pair in pairs]


@given(people)
def test_how_it_is_typed_does_not_matter(identifier: str) -> None:
    full_width = identifier.translate({ord(c): ord(c) + 0xFEE0 for c in "HC0123456789"})
    for typed in (identifier.lower(), f" {identifier[:5]}-{identifier[5:]} ", full_width):
        assert normalise_identifier(typed) == identifier
        assert check_identifier(typed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HC",
        "S1234567D",
        "110105198503120042",
        "HC990198502300042",
        "990X000042173",
        "HC99019850312004٢7",
        "9" * 500,
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert identifier_kind(text) is None
    assert identifier_birth_date(text) is None


def test_a_day_that_never_was_is_refused_even_with_a_right_check_digit() -> None:
    assert not any(
        check_identifier(f"HC99020250229000{serial}{check}") for serial in "01" for check in "0123456789"
    )
    assert check_identifier(make_identifier(date(2024, 2, 29), 0))


@pytest.mark.parametrize("serial", [-1, 10_000])
def test_a_serial_out_of_range_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        make_identifier(date(2000, 1, 1), serial)
    with pytest.raises(ValueError, match="serial"):
        make_identifiers([730120], [serial])


@given(anybody)
def test_a_mask_shows_the_last_four_and_never_the_birth_date(identifier: str) -> None:
    masked = mask_identifier(identifier)
    assert masked.endswith(identifier[-4:])
    assert len(masked) == len(identifier)
    assert set(masked[4:-4]) == {"•"}
