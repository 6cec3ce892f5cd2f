"""The story breaks its promise as soon as one door says something else, or nothing."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from onedoor.config.stories.one_answer import Told, find_day, holds, judge, read_state
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
