"""A letter in her own words: what it asks, and how many stars it gives."""

import pytest

from onedoor.doors.post.actions.asked import read_asked

NUMBER = "HC-7K3M-Q9TD-4"


@pytest.mark.parametrize(
    "line", ["Rating: 4", "My rating 4/5", "4 stars", "rating - 4", "评分：4", "评价 4 分", "4 颗星", "4星"]
)
def test_a_line_that_says_only_how_many_stars_is_a_rating(line: str) -> None:
    asked = read_asked(f"{NUMBER}\n\n{line}\nThank you", [])

    assert (asked.asks, asked.stars, asked.is_unsure) == ((), 4, False)


@pytest.mark.parametrize(
    "words", ["I stayed in a hotel of 4 stars.", "Rating: 6", "Rating: 4\nRating: 5", "4", "4 starfish", ""]
)
def test_what_may_mean_anything_else_is_left_to_a_person(words: str) -> None:
    asked = read_asked(f"{NUMBER}\n\n{words}", [])

    assert (asked.stars, asked.is_unsure) == (0, True)


def test_a_rating_with_a_question_is_two_things_and_a_person_reads_it() -> None:
    asked = read_asked("Rating: 2\nWhat is the status of my case?", [])

    assert (asked.asks, asked.stars, asked.is_unsure) == (("status",), 2, True)
