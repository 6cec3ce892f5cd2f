"""Rule packs: the law of a span of dates as named formulas, tables, bands and constants."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field as Described
from pydantic import PrivateAttr, model_validator

from onedoor.services.files.words import Day, Formula, Name, Shape, Words

Unit = Literal["money", "number", "days", "hours", "rate", "boolean", "choice", "text", "date"]


class Constant(Shape):
    """A figure that the law sets."""

    value: Decimal | str
    text: Words
    unit: Unit = "money"
    source: Words | None = None


class Band(Shape):
    """What is over ``over`` pays ``rate``, up to the next band."""

    over: Decimal = Described(ge=0)
    rate: Decimal = Described(ge=0, le=1)


class Bands(Shape):
    """A progressive table, lowest band first."""

    text: Words
    source: Words | None = None
    bands: tuple[Band, ...] = Described(min_length=1)

    @model_validator(mode="after")
    def _ascending(self) -> "Bands":
        starts = [band.over for band in self.bands]
        if starts != sorted(set(starts)) or starts[0] != 0:
            raise ValueError("bands must start at 0 and rise")
        return self


class Row(Shape):
    """One row of a table: the first whose cells all hold gives the result."""

    when: dict[Name, Formula] | Formula = Described("", description="Cells by name, or one condition.")
    then: Formula
    text: Words | None = Described(None, description="Why, said to the person.")


class NamedFormula(Shape):
    """A formula with a name; each is a line of the explanation.

    Exactly one of ``formula``, ``bands`` (with ``of``) and ``rows`` says how it is worked out.
    """

    id: Name
    text: Words = Described(description="What it is, as the line's heading.")
    how: Words | None = Described(None, description="How it is worked out, in words.")
    each: Name | None = Described(
        None,
        description=(
            "A list: worked out for every entry, whose parts (and earlier formulas with the same 'each') "
            "are read by their names; the result is a list, in the same order."
        ),
    )
    formula: Formula = ""
    bands: str = Described("", description="A table of bands.")
    of: Name | None = Described(None, description="The amount that goes through the bands.")
    rows: tuple[Row, ...] = ()
    unit: Unit = "money"
    values: dict[str, Words] = Described({}, description="What each code means, where the result is one.")
    source: Words | None = Described(None, description="The law. Default: the pack's.")
    show: bool = Described(True, description="Whether it is a line of the explanation.")

    @model_validator(mode="after")
    def _one_way(self) -> "NamedFormula":
        if sum(map(bool, (self.formula, self.bands, self.rows))) != 1:
            raise ValueError("give exactly one of formula, bands and rows")
        if bool(self.bands) != bool(self.of):
            raise ValueError("bands and of go together")
        return self


class RulePack(Shape):
    """The rules from ``effective_from`` until the day before ``effective_to``."""

    pack: str = Described(pattern=r"^[A-Za-z0-9][A-Za-z0-9@.-]*$")
    title: Words
    effective_from: Day = date.min
    effective_to: Day | None = Described(None, description="First day on which it no longer holds.")
    historic: bool = Described(
        False,
        description="Kept to recompute what was decided then; no pack need follow on the day it ends.",
    )
    source: Words = Described(description="The law that this pack writes down.")
    based_on: str = Described(
        "", description="A pack file whose constants, bands and formulas also hold here."
    )
    constants: dict[Name, Constant] = {}
    bands: dict[Name, Bands] = {}
    formulas: tuple[NamedFormula, ...] = ()

    _places: dict[str, tuple[str, int]] = PrivateAttr(default_factory=dict)
    _digest: str = PrivateAttr("")

    def holds_on(self, day: date) -> bool:
        """Whether this is the law of ``day``."""
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)

    @property
    def digest(self) -> str:
        """SHA-256 of all that the pack says; one changed figure gives another."""
        if not self._digest:
            plain = json.dumps(
                self.model_dump(mode="json", exclude_defaults=True), sort_keys=True, ensure_ascii=False
            )
            self._digest = hashlib.sha256(plain.encode()).hexdigest()
        return self._digest

    def formula(self, id: str) -> NamedFormula:
        """The formula ``id``. KeyError if there is none."""
        return {formula.id: formula for formula in self.formulas}[id]

    def place(self, id: str) -> tuple[str, int]:
        """File and line of a formula, constant or table of bands."""
        return self._places.get(id, ("", 0))


def merge_packs(base: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """``above`` laid over ``base``: figures and formulas of the same name are replaced."""
    merged = {**base, **above}
    for part in ("constants", "bands"):
        merged[part] = {**(base.get(part) or {}), **(above.get(part) or {})}
    newer = {formula.get("id"): formula for formula in above.get("formulas") or []}
    kept = [newer.pop(formula.get("id"), formula) for formula in base.get("formulas") or []]
    merged["formulas"] = [*kept, *newer.values()]
    return merged
