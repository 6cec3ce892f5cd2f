"""Formulas that are worked out for every entry of a list, written out for zen.

``fee`` of a formula with ``each: dogs`` is one expression over the places of the list:
``map([0..(len(dogs)-1)] as Place, dogs[Place].weight > 10 ? 20 : earlier[Place])``. Parts of an entry
and earlier formulas of the same list are read at the place; everything else is read as it is.
Names of the file are small letters throughout, so ``Place`` and ``Row_fee`` are never among them.
"""

from collections.abc import Callable, Iterable, Mapping

from onedoor.services.decide.expressions import rewrite
from onedoor.services.files.packs import NamedFormula, RulePack
from onedoor.services.files.schema import Field

ROW = "Row_"
"""Before the name of a table: the place, for every entry, of the row that applied."""

Replace = Callable[[str], str]


def scope_of(formula: NamedFormula, fields: Mapping[str, Field]) -> Mapping[str, Field]:
    """The fields that a formula may read by name; parts of its list come before fields of that name."""
    return {**fields, **parts_of(formula, fields)} if formula.each else fields


def parts_of(formula: NamedFormula, fields: Mapping[str, Field]) -> dict[str, Field]:
    """The parts of an entry of the formula's list; none where it has no list, or one without parts."""
    found = fields.get(formula.each or "")
    return {part.id: part for part in found.parts} if found is not None and found.many else {}


def siblings_of(formula: NamedFormula, pack: RulePack) -> frozenset[str]:
    """The formulas whose results lie beside this one's, entry for entry."""
    if not formula.each:
        return frozenset()
    return frozenset(other.id for other in pack.formulas if other.each == formula.each)


def outer_names(names: Iterable[str], formula: NamedFormula, fields: Mapping[str, Field]) -> tuple[str, ...]:
    """What a formula needs of the service: its list instead of the parts of an entry."""
    if not formula.each:
        return tuple(names)
    parts = parts_of(formula, fields)
    return tuple(dict.fromkeys([formula.each, *(name for name in names if name not in parts)]))


def over_entries(
    text: str, formula: NamedFormula, pack: RulePack, fields: Mapping[str, Field], read: Replace = str
) -> str:
    """``text``, which is about one entry, for all of them. ``read`` says how other names are read."""
    parts, siblings = parts_of(formula, fields), siblings_of(formula, pack)

    def replace(name: str) -> str:
        if name in parts:
            return f"{formula.each}[Place].{name}"
        return f"{read(name)}[Place]" if name in siblings else read(name)

    return f"map([0..(len({formula.each})-1)] as Place, {rewrite(text, replace)})"


def row_expression(conditions: Iterable[str]) -> str:
    """The place of the first condition that holds; an empty one always does, none gives -1."""
    text = "-1"
    for number, condition in reversed(list(enumerate(conditions))):
        text = f"({condition}) ? {number} : ({text})" if condition else str(number)
    return text
