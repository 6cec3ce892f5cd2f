"""``python -m benchmarks.linkage.train_model``: train the weights anew and write them into the room."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.linkage.people import make_people, say_again
from benchmarks.linkage.training import PRIOR, as_row, make_linker, new_settings, train
from onedoor.people.linkage.preparing import prepare
from onedoor.people.linkage.weighing import PLACE

PEOPLE = 40_000
LEAST = {"other": 0.02, "alike": 0.001}  # people do change: what our sample never saw is not impossible
NUMBER_BY_CHANCE = 1e-9  # an identity number is unique: the register sees to it, a sample of pairs cannot


def list_records(count: int) -> Iterator[dict[str, Any]]:
    """Everybody once, every other one again as she wrote herself another day."""
    draw = np.random.default_rng(5)
    for n, person in enumerate(make_people(count)):
        yield as_row(f"{n}", prepare(person))
        if n % 2:
            yield as_row(f"{n}-again", prepare(say_again(person, draw)))


def main() -> None:
    """Train, set what no sample can show, write."""
    saved = train(make_linker([list(list_records(PEOPLE))], new_settings("dedupe_only", "harbour-city-1")))
    saved["probability_two_random_records_match"] = PRIOR
    for comparison in saved["comparisons"]:
        for level in comparison["comparison_levels"]:
            if comparison["output_column_name"] == "number" and level["label_for_charts"] == "same":
                level["u_probability"] = NUMBER_BY_CHANCE
            if "m_probability" in level:
                least = LEAST["other" if level["label_for_charts"] == "other" else "alike"]
                level["m_probability"] = max(level["m_probability"], least)
            print(comparison["output_column_name"], level["label_for_charts"],
                  level.get("m_probability"), level.get("u_probability"))  # fmt: skip
    PLACE.write_text(json.dumps(saved, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
