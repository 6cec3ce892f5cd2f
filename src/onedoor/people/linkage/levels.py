"""The fields that are compared, and how far two people may agree in each.

Every level stands here twice: as Splink reads it to train the weights (DuckDB's SQL), and as Python
that weighs one arrival. A test holds the two to each other.
"""

from collections.abc import Callable
from dataclasses import dataclass

from onedoor.people.linkage.preparing import Prepared

Test = Callable[[Prepared, Prepared], bool]


@dataclass(frozen=True, slots=True)
class Level:
    """So far both agree: the first that holds counts; the last of a field always does."""

    code: str
    sql: str
    holds: Test


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field; it counts nothing where either side does not know it."""

    field: str
    unknown_sql: str
    unknown: Test
    levels: tuple[Level, ...]


def is_near(first: str, second: str, most: int) -> bool:
    """Whether at most so many letters are wrong, missing or too many (Levenshtein)."""
    if first == second:
        return True
    if abs(len(first) - len(second)) > most or not first or not second:
        return False
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, 1):
        before, row[0] = row[0], place
        for other in range(1, len(second) + 1):
            cost = before if letter == second[other - 1] else before + 1
            before, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, cost)
        if min(row) > most:
            return False
    return row[-1] <= most


def _near_any(first: frozenset[str], second: frozenset[str], most: int) -> bool:
    return any(is_near(one, other, most) for one in first for other in second)


def _unknown_sql(column: str) -> str:
    return f"{column}_l is null or {column}_r is null"


def _else(code: str = "other") -> Level:
    return Level(code, "ELSE", lambda a, b: True)


def _of_one(field: str, column: str, attribute: str, near: int) -> Comparison:
    """A field of which a record may hold several: the best of all pairs counts."""
    return Comparison(
        field,
        _unknown_sql(column),
        lambda a, b: not getattr(a, attribute) or not getattr(b, attribute),
        (
            Level(
                "same",
                f"{column}_l = {column}_r",
                lambda a, b: bool(getattr(a, attribute) & getattr(b, attribute)),
            ),
            Level(
                "near",
                f"levenshtein({column}_l, {column}_r) <= {near}",
                lambda a, b: _near_any(getattr(a, attribute), getattr(b, attribute), near),
            ),
            _else(),
        ),
    )


COMPARISONS = (
    Comparison(
        "name",
        _unknown_sql("spelled"),
        lambda a, b: not a.spelled or not b.spelled,
        (
            Level(
                "same",
                "spelled_l = spelled_r or hanzi_l = hanzi_r",
                lambda a, b: a.spelled == b.spelled or bool(a.hanzi and a.hanzi == b.hanzi),
            ),
            Level("near", "levenshtein(spelled_l, spelled_r) <= 2",
                  lambda a, b: is_near(a.spelled, b.spelled, 2)),
            Level(
                "two_words", "len(list_intersect(tokens_l, tokens_r)) >= 2",
                lambda a, b: len(a.tokens & b.tokens) >= 2,
            ),
            Level(
                "one_word", "len(list_intersect(tokens_l, tokens_r)) = 1",
                lambda a, b: len(a.tokens & b.tokens) == 1
            ),
            _else(),
        ),
    ),
    Comparison(
        "birth",
        _unknown_sql("birth"),
        lambda a, b: not a.birth or not b.birth,
        (
            Level("same", "birth_l = birth_r", lambda a, b: a.birth == b.birth),
            Level("swapped", "birth_l = swapped_r", lambda a, b: a.birth == b.swapped),
            Level("near", "levenshtein(birth_l, birth_r) <= 1", lambda a, b: is_near(a.birth, b.birth, 1)),
            Level("alike", "levenshtein(birth_l, birth_r) <= 2", lambda a, b: is_near(a.birth, b.birth, 2)),
            _else(),
        ),
    ),
    Comparison(
        "address",
        _unknown_sql("street"),
        lambda a, b: not a.street or not b.street,
        (
            Level("same", "street_l = street_r", lambda a, b: a.street == b.street),
            Level("near", "levenshtein(street_l, street_r) <= 3",
                  lambda a, b: is_near(a.street, b.street, 3)),
            Level(
                "many_words", "len(list_intersect(places_l, places_r)) >= 4",
                lambda a, b: len(a.places & b.places) >= 4,
            ),
            Level(
                "some_words", "len(list_intersect(places_l, places_r)) >= 2",
                lambda a, b: len(a.places & b.places) >= 2,
            ),
            _else(),
        ),
    ),
    _of_one("phone", "phone", "phones", 1),
    _of_one("email", "email", "emails", 2),
    _of_one("number", "number", "numbers", 2),
    Comparison(
        "sex",
        _unknown_sql("sex"),
        lambda a, b: not a.sex or not b.sex,
        (Level("same", "sex_l = sex_r", lambda a, b: a.sex == b.sex), _else()),
    ),
)  # fmt: skip
