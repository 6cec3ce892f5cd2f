"""Lines of the explanation: each named formula in words, with the figures it started from."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from onedoor.kernel.money import to_cents
from onedoor.kernel.text import Text
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.packs import Bands, NamedFormula, RulePack
from onedoor.services.files.schema import Field, ServiceFile
from onedoor.services.types import Line, LineInput

_UNITS = {
    "integer": "number",
    "decimal": "number",
    "string": "text",
    "email": "text",
    "telephone": "text",
    "group": "list",
}
_BUILT_IN_TEXTS: Mapping[str, Text] = {
    "now": {"en": "Now", "zh-hans": "当前时间"},
    "today": {"en": "Today", "zh-hans": "今天"},
    "disputed_count": {"en": "Values in dispute", "zh-hans": "有异议的填报值"},
    "amended_count": {"en": "Values changed by you", "zh-hans": "您更改的填报值"},
}


def explain(
    service: ServiceFile,
    pack: RulePack,
    reads: Mapping[str, tuple[str, ...]],
    result: Mapping[str, Any],
    outputs: Mapping[str, Any],
    rows: Mapping[str, int],
) -> tuple[Line, ...]:
    """A line for every formula that is shown, in the order of the pack."""
    fields = service.fields
    formulas = {formula.id: formula for formula in pack.formulas}
    return tuple(
        Line(
            id=formula.id,
            label=formula.text,
            text=formula.how or {},
            inputs=tuple(
                _input(name, pack, fields, formulas, result, outputs)
                for name in dict.fromkeys((*reads[formula.id], formula.bands))
                if name and name not in pack.bands
            ),
            result=outputs[formula.id],
            unit=formula.unit,
            source=formula.source or _bands_source(formula, pack) or pack.source,
            row=_row(formula, pack, rows.get(formula.id), outputs[formula.id]),
        )
        for formula in pack.formulas
        if formula.show
    )


def _input(
    name: str,
    pack: RulePack,
    fields: Mapping[str, Field],
    formulas: Mapping[str, NamedFormula],
    result: Mapping[str, Any],
    outputs: Mapping[str, Any],
) -> LineInput:
    if name in fields:
        field = fields[name]
        unit = "list" if field.many else field.unit or _UNITS.get(field.type, field.type)
        return LineInput(name, field.text, shown(field, result.get(name)), unit)
    if name in formulas:
        return LineInput(name, formulas[name].text, outputs[name], formulas[name].unit)
    if name in pack.constants:
        constant = pack.constants[name]
        return LineInput(name, constant.text, constant.value, constant.unit)
    text = _BUILT_IN_TEXTS[name] if name in BUILT_IN else {"en": name, "zh-hans": name}
    return LineInput(name, text, result.get(name), "text")


def shown(field: Field, value: Any) -> Any:
    """An input of the engine typed again as its field says: amounts are decimals."""
    if isinstance(value, list):
        return [shown_entry(field, entry) for entry in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return to_cents(Decimal(str(value))) if field.type == "money" else _number(value)
    return value


def shown_entry(field: Field, entry: Any) -> Any:
    """One entry of a list, its parts typed."""
    if not isinstance(entry, dict):
        return entry
    parts = {part.id: part for part in field.parts}
    return {id: shown(parts[id], value) if id in parts else value for id, value in entry.items()}


def _number(value: float) -> int | Decimal:
    return int(value) if float(value).is_integer() else Decimal(str(value))


def _row(formula: NamedFormula, pack: RulePack, number: int | None, value: Any) -> Text:
    """Which row of a table applied, in words."""
    if formula.rows:
        text = formula.rows[number].text if number is not None else None
        return text or formula.values.get(str(value), {})
    if formula.bands and number is not None:
        return _band_text(pack.bands[formula.bands], number)
    return formula.values.get(str(value), {})


def _band_text(bands: Bands, number: int) -> Text:
    over, rate = bands.bands[number].over, f"{(bands.bands[number].rate * 100).normalize():f}%"
    last = number + 1 == len(bands.bands)
    if last:
        return {"en": f"Band over ${over:,}: {rate}", "zh-hans": f"超过 {over:,} 元的部分：{rate}"}
    up_to = bands.bands[number + 1].over
    return {
        "en": f"Band from ${over:,} to ${up_to:,}: {rate}",
        "zh-hans": f"{over:,} 元至 {up_to:,} 元的部分：{rate}",
    }


def _bands_source(formula: NamedFormula, pack: RulePack) -> Text | None:
    return pack.bands[formula.bands].source if formula.bands else None
