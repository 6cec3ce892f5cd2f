"""Formulas: what they read, and what is refused."""

import pytest

from onedoor.services.decide.expressions import (
    Unreadable,
    check_cell,
    check_formula,
    evaluate,
    holds,
    read_names,
    rewrite,
)


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("a + b * a", ("a", "b")),
        ("min([a, 2]) > b ? c : d", ("a", "b", "c", "d")),
        ("sum(map(gifts, #.amount * k))", ("gifts", "k")),
        ('d(born).diff(d(today), "year")', ("born", "today")),
        ('reason == "training" and not done', ("reason", "done")),
        ("x in [1..limit)", ("x", "limit")),
        ("true or null == x.y", ("x",)),
    ],
)
def test_a_formula_names_what_it_reads(formula: str, names: tuple[str, ...]) -> None:
    assert read_names(formula) == names


@pytest.mark.parametrize("formula", ["a +", "f(1)", "a = 1", "`x`", "{a: 1}", "import os", "d(a).nope()"])
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(Unreadable):
        check_formula(formula)


@pytest.mark.parametrize("cell", ["> 3", "[1..3)", '"a", "b"', "true", "<= limit"])
def test_cells_of_a_table(cell: str) -> None:
    check_cell(cell)


def test_a_cell_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable):
        check_cell("> ")


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("round(2.345, 2)", 2.35),
        ("round(2.675, 2)", 2.68),
        ("0.1 + 0.2", 0.3),
        ("round(-2.5)", -3),
        ("1.005 * 100", 100.5),
    ],
)
def test_amounts_are_decimal_and_rounded_half_up(formula: str, result: float) -> None:
    assert evaluate(formula, {}) == result


def test_leap_days_are_real_days() -> None:
    assert evaluate('d("2024-03-01").diff(d("2024-02-28"), "day")', {}) == 2


def test_a_condition_that_cannot_be_told_does_not_hold() -> None:
    assert not holds("a > 1", {"a": "x"})
    assert not holds("unknown", {})
    assert holds("", {})


def test_a_name_given_to_entries_is_none_that_must_be_supplied() -> None:
    formula = 'count([1..12] as back, some(months as one, one.day == back and one.kind == "as x," and extra))'
    assert read_names(formula) == ("months", "extra")
    assert rewrite(formula, str.upper).startswith("count([1..12] as back, some(MONTHS as one, one.day")
