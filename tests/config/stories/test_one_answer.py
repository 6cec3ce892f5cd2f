"""The story breaks its promise as soon as one door says something else, or nothing."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from onedoor.config.stories.one_answer import Told, find_day, holds, judge, judge_rest, read_state
from onedoor.config.stories.one_form import DOORS, Applying, Form
from onedoor.config.stories.telling import Telling

PROMISED = datetime(2025, 3, 17, 1, 0, tzinfo=UTC)
SENTENCE = "At 63; we come to you 3 months before."


@pytest.mark.parametrize(
    ("said", "language", "state"),
    [
        ("Retire: in progress. You have the answer by 17 March 2025.", "en", "in progress"),
        ("退休：办理中，2025年3月17日前答复您。", "zh-hans", "办理中"),
        ("Retire: finished on 3 March 2025.", "en", "finished"),
        ("Good morning", "en", "nothing"),
    ],
)
def test_a_state_is_read_from_whatever_a_door_says(said: str, language: str, state: str) -> None:
    assert read_state(said, language) == state


def test_a_day_is_known_in_each_way_in_which_doors_write_it() -> None:
    for said in ("by 17 March 2025, 09:00", "by 17 Mar 2025", "2025年3月17日前"):
        assert find_day(said, PROMISED)
    assert not find_day("by 18 March 2025", PROMISED)


def test_the_sentence_stands_there_word_for_word_or_not_at_all() -> None:
    assert holds("When can I retire?\nAt 63; we come\nto you 3 months before.\n1 More", SENTENCE)
    assert not holds("At 62; we come to you 3 months before.", SENTENCE)
    assert not holds("Anything", "")


@pytest.mark.parametrize(
    "change",
    [
        {"status": "Retire: in progress. You have the answer by 18 March 2025."},
        {"status": "Retire: finished on 17 March 2025."},
        {"answer": "At 65; we come to you 3 months before."},
        {"silent": "no answer came back"},
    ],
)
def test_one_door_that_differs_breaks_the_story(change: dict[str, str]) -> None:
    same: dict[str, Any] = {
        "door": "tv", "protocol": "HTTP", "answer": SENTENCE,
        "status": "Retire: in progress. You have the answer by 17 March 2025.",
    }  # fmt: skip
    case: Any = SimpleNamespace(promised_at=PROMISED)
    story, other = Telling("Same"), Telling("Different")
    judge(story, Told(**same), case, SENTENCE, "en")
    judge(other, Told(**(same | change)), case, SENTENCE, "en")

    assert (story.end(), other.end()) == (0, 1)


class Draft(Applying):
    """Her draft as the house has it, without a house."""

    expected = Form("HC-3SMN-7DD5-1", "Does the other parent live with you?")  # type: ignore[assignment]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"form": "HC-3SMN-7DD5-1 Do you live with the other parent?"},
        {"form": "HC-BCNX-2J1R-D Does the other parent live with you?"},
        {"form": ""},
        {"rating": "5 of 5, from tv"},
        {"rating": "4 of 5, from kiosk"},
        {"rating": ""},
    ],
)
def test_another_draft_another_question_or_another_rating_at_one_door_breaks_it(
    change: dict[str, str],
) -> None:
    applying, story = Draft(who=None, language="en"), Telling("Rest")  # type: ignore[arg-type]
    form = "Press 1 for yes. Does the other parent live with you?"
    told: dict[str, Any] = {"door": "tv", "protocol": "HTTP", "form": form, "rating": "4 of 5, from tv"}

    judge_rest(story, Told(**(told | change)), applying)

    assert story.end() == (1 if change else 0)


def test_ten_doors_are_compared_each_with_a_name_under_which_its_ratings_are_counted() -> None:
    assert len(DOORS) == 10
    assert set(DOORS.values()) == {"portal", "counter", "phone", "text", "mail", "post", "kiosk", "tv"}
