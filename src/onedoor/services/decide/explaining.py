"""Lines of the explanation: each named formula in words, with the figures it started from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from onedoor.kernel.money import to_cents
from onedoor.kernel.text import Text
from onedoor.services.decide.compiling import Rows, read_by
from onedoor.services.decide.entries import parts_of, siblings_of
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.packs import Bands, NamedFormula, RulePack
from onedoor.services.files.schema import Field, ServiceFile
from onedoor.services.types import EntryLine, EntryOutcome, Line, LineInput

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
    rows: Mapping[str, Rows],
) -> tuple[Line, ...]:
    """A line for every formula that is shown, in the order of the pack."""
    formulas = {formula.id: formula for formula in pack.formulas}
    told = _Told(service, pack, formulas, result, outputs)
    return tuple(
        Line(
            id=formula.id,
            label=formula.text,
            text=formula.how or {},
            inputs=tuple(
                told.input(name)
                for name in dict.fromkeys((*reads[formula.id], formula.bands))
                if name and name not in pack.bands and name not in told.beside(formula)
            ),
            result=outputs[formula.id],
            unit=formula.unit,
            source=formula.source or _bands_source(formula, pack) or pack.source,
            row=_whole_row(formula, pack, rows.get(formula.id), outputs[formula.id]),
            entries=tuple(told.entries(formula, rows.get(formula.id))),
        )
        for formula in pack.formulas
        if formula.show
    )


def explain_entries(
    service: ServiceFile,
    pack: RulePack,
    lines: Iterable[Line],
    result: Mapping[str, Any],
    outputs: Mapping[str, Any],
) -> tuple[EntryOutcome, ...]:
    """What is decided on every entry of the list that has outcomes of its own."""
    each = service.outputs.each
    if each is None or each.outcome not in outputs:
        return ()
    shown_lines = {line.id: line for line in lines if line.entries}
    chosen = [shown_lines[id] for id in each.explain if id in shown_lines]
    told = _Told(service, pack, {}, result, outputs)
    return tuple(
        EntryOutcome(
            index=index,
            name=told.name_of(each.of, index),
            code=str(code),
            text=each.outcomes.get(str(code), {}),
            lines=tuple(_line_of(line, index) for line in chosen),
        )
        for index, code in enumerate(outputs[each.outcome])
    )


def _line_of(line: Line, index: int) -> Line:
    entry = line.entries[index]
    return replace(line, result=entry.result, row=entry.row, inputs=(*entry.inputs, *line.inputs), entries=())


@dataclass(frozen=True, slots=True)
class _Told:
    """One run of the rules, as its lines name it."""

    service: ServiceFile
    pack: RulePack
    formulas: Mapping[str, NamedFormula]
    result: Mapping[str, Any]
    outputs: Mapping[str, Any]

    def input(self, name: str) -> LineInput:
        return _input(name, self.pack, self.service.fields, self.formulas, self.result, self.outputs)

    def beside(self, formula: NamedFormula) -> frozenset[str]:
        """What is told entry by entry, and not once more as a whole."""
        return siblings_of(formula, self.pack) | {formula.each} if formula.each else frozenset()

    def entries(self, formula: NamedFormula, rows: Rows | None) -> Iterator[EntryLine]:
        if not formula.each:
            return
        for index, found in enumerate(self.outputs[formula.id]):
            number = rows[index] if isinstance(rows, list) else None
            yield EntryLine(
                name=self.name_of(formula.each, index),
                result=found,
                inputs=tuple(self._entry_inputs(formula, index)),
                row=_row(formula, self.pack, number, found),
            )

    def _entry_inputs(self, formula: NamedFormula, index: int) -> Iterator[LineInput]:
        parts, siblings = parts_of(formula, self.service.fields), siblings_of(formula, self.pack)
        for name in read_by(formula):
            if name in parts:
                part = parts[name]
                value = shown(part, self.result[str(formula.each)][index].get(name))
                yield LineInput(name, part.text, value, part.unit or _UNITS.get(part.type, part.type))
            elif name in siblings:
                other = self.formulas[name]
                yield LineInput(name, other.text, self.outputs[name][index], other.unit)

    def name_of(self, of: str, index: int) -> Text:
        """How an entry is called: by the part that the file names, its first name, or its number."""
        field, each = self.service.fields[of], self.service.outputs.each
        entry = (self.result.get(of) or [])[index : index + 1]
        wanted = [each.name] if each is not None and each.of == of else []
        wanted += [part.id for part in field.parts if part.type in ("name", "string")]
        for id in wanted:
            if entry and (called := entry[0].get(id)):
                return _called(called)
        return {"en": f"No. {index + 1}", "zh-hans": f"第 {index + 1} 项"}


def _called(value: Any) -> Text:
    """A name in both languages; one that is written in two scripts says each in its own."""
    if isinstance(value, Mapping):
        latin, chinese = str(value.get("latin") or ""), str(value.get("chinese") or "")
        return {"en": latin or chinese, "zh-hans": chinese or latin}
    return {"en": str(value), "zh-hans": str(value)}


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


def _whole_row(formula: NamedFormula, pack: RulePack, rows: Rows | None, value: Any) -> Text:
    """The row of a table that is about the whole; one about entries tells it with each of them."""
    return {} if formula.each or isinstance(rows, list) else _row(formula, pack, rows, value)


def _row(formula: NamedFormula, pack: RulePack, number: int | None, value: Any) -> Text:
    """Which row of a table applied, in words."""
    if formula.rows:
        text = formula.rows[number].text if number is not None and number >= 0 else None
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
