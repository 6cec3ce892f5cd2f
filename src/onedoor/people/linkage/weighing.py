"""The weights that Splink trained, applied to one pair. The file is Splink's own, as it saves a model."""

import json
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path

from onedoor.people.linkage.levels import COMPARISONS, Comparison
from onedoor.people.linkage.preparing import Prepared
from onedoor.people.types import Reason

PLACE = Path(__file__).with_name("model.json")
LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by field and level, and what is held of two records of which nothing is known."""

    name: str
    prior: float
    weights: dict[tuple[str, str], float]

    def weigh(self, first: Prepared, second: Prepared) -> tuple[float, tuple[Reason, ...]]:
        """The weight of a pair and what each field adds to it; unknown fields add nothing."""
        reasons: list[Reason] = []
        for comparison in COMPARISONS:
            level = find_level(comparison, first, second)
            if level:
                reasons.append(Reason(comparison.field, level, self.weights[comparison.field, level]))
        return self.prior + sum(reason.weight for reason in reasons), tuple(reasons)


def find_level(comparison: Comparison, first: Prepared, second: Prepared) -> str:
    """How far two agree in one field; '' where either does not know it."""
    if comparison.unknown(first, second):
        return ""
    return next(level.code for level in comparison.levels if level.holds(first, second))


def chance_of(weight: float) -> float:
    """The probability that a weight stands for."""
    if abs(weight) > 500:
        return float(weight > 0)
    odds: float = 2.0**weight
    return odds / (1 + odds)


@cache
def get_model() -> Model:
    """The model in use."""
    return read_model(json.loads(PLACE.read_text()))


def read_model(saved: dict[str, object]) -> Model:
    """A model as Splink saves it."""
    prior = float(str(saved["probability_two_random_records_match"]))
    weights: dict[tuple[str, str], float] = {}
    comparisons = saved["comparisons"]
    assert isinstance(comparisons, list)
    for comparison in comparisons:
        for level in comparison["comparison_levels"]:
            if level.get("is_null_level"):
                continue
            m, u = level.get("m_probability", LEAST), level.get("u_probability", LEAST)
            weights[comparison["output_column_name"], level["label_for_charts"]] = log2(
                max(m, LEAST) / max(u, LEAST)
            )
    return Model(str(saved["linker_uid"]), log2(prior / (1 - prior)), weights)
