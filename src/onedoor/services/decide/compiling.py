"""Rule packs compiled once into zen's decision models (JDM), without function nodes.

Two models of each pack. The full one, for people: every table is a decision table node that
tells which row applied. The fast one, for batches: only what the answers need, in one
expression node, tables as conditional expressions; every node that passes the whole context
on costs more than all its formulas. A test holds both to the same results.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import zen

from onedoor.services.decide.entries import (
    ROW,
    outer_names,
    over_entries,
    parts_of,
    row_expression,
    scope_of,
)
from onedoor.services.decide.expressions import read_names, rewrite
from onedoor.services.files.packs import Bands, NamedFormula, Row, RulePack
from onedoor.services.files.schema import Field

Node = dict[str, Any]
Rows = int | list[int]
_KEY = "rules"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pack ready to run: ``full`` keeps every result, ``fast`` only the answers."""

    full: Any
    fast: Any
    graph: Node
    reads: Mapping[str, tuple[str, ...]]
    row_names: tuple[str, ...] = ()

    def run(self, context: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Rows]]:
        """Every result, and for each table the row that applied, or one for every entry."""
        answer = self.full.evaluate(_KEY, context, {"trace": True})
        rows: dict[str, Rows] = {
            step["id"]: step["traceData"]["index"]
            for step in answer["trace"].values()
            if isinstance(step["traceData"], dict) and "index" in step["traceData"]
        }
        result: dict[str, Any] = answer["result"]
        for id in self.row_names:
            rows[id] = result.pop(ROW + id)
        return result, rows

    def answer(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """The answers only, as fast as zen gives them."""
        result: dict[str, Any] = self.fast.evaluate(_KEY, context)["result"]
        return result


_compiled: dict[tuple[Any, ...], Compiled] = {}


def compile_pack(pack: RulePack, fields: Mapping[str, Field], answers: Sequence[str]) -> Compiled:
    """``pack`` compiled; the work is done once for each content of a pack, and of the lists it goes over."""
    lists = {formula.each: tuple(parts_of(formula, fields)) for formula in pack.formulas if formula.each}
    key = (pack.digest, tuple(answers), *lists.items())
    if key not in _compiled:
        _compiled[key] = _compile(pack, fields, answers)
    return _compiled[key]


def read_by(formula: NamedFormula) -> tuple[str, ...]:
    """Names that a formula reads, in the order in which it names them."""
    names: list[str] = [formula.of] if formula.of else []
    names += read_names(formula.formula)
    for row in formula.rows:
        if isinstance(row.when, dict):
            names += row.when
            codes = frozenset(part.strip() for cell in row.when.values() for part in cell.split(","))
            names += [n for cell in row.when.values() for n in read_names(cell) if n not in codes]
        else:
            names += read_names(row.when)
        names += [] if row.then in formula.values else read_names(row.then)
    return tuple(dict.fromkeys(names))


def codes_of(name: str, pack: RulePack, fields: Mapping[str, Field]) -> frozenset[str]:
    """The codes that a choice or a formula with ``values`` may have."""
    if name in fields:
        return frozenset(choice.code for choice in fields[name].choices)
    return frozenset(code for formula in pack.formulas if formula.id == name for code in formula.values)


def cell_text(cell: str, codes: Iterable[str]) -> str:
    """A cell as zen reads it: bare codes (``citizen, pr``) become texts."""
    parts = [part.strip() for part in cell.split(",")]
    if cell.strip() == "-":
        return ""
    return ", ".join(json.dumps(part) for part in parts) if set(parts) <= set(codes) else cell


def result_text(then: str, formula: NamedFormula) -> str:
    """A row's result as zen reads it: a bare code becomes a text."""
    return json.dumps(then) if then in formula.values else then


def _compile(pack: RulePack, fields: Mapping[str, Field], answers: Sequence[str]) -> Compiled:
    nodes = _nodes(pack, fields)
    full = _graph(nodes)
    reads = {formula.id: outer_names(read_by(formula), formula, fields) for formula in pack.formulas}
    fast = _graph(_fast_nodes(pack, fields, answers, reads))
    row_names = tuple(f.id for f in pack.formulas if f.each and not f.formula)
    return Compiled(_engine(full), _engine(fast), full, reads, row_names)


def _fast_nodes(
    pack: RulePack, fields: Mapping[str, Field], answers: Sequence[str], reads: Mapping[str, tuple[str, ...]]
) -> list[Node]:
    """One node with every formula that the answers need, one that keeps the answers only."""
    needed = needed_for(answers, reads)
    constants = {name: _literal(constant.value) for name, constant in pack.constants.items()}
    pairs: list[tuple[str, str]] = []
    for formula in pack.formulas:
        if formula.id in needed:
            here = {id for id, _ in pairs}
            if formula.each:
                pairs.append((formula.id, _for_entries(formula, pack, fields, constants, here)))
                continue
            pairs.append((formula.id, _with(as_expression(formula, pack, fields), constants, here)))
    chosen = [(name, name) for name in answers]
    return [_expressions("formulas", pairs, keep=False), _expressions("answers", chosen, keep=False)]


def needed_for(answers: Iterable[str], reads: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The formulas that ``answers`` rest on, they included."""
    needed: set[str] = set()
    open_names = [name for name in answers if name in reads]
    while open_names:
        name = open_names.pop()
        if name not in needed:
            needed.add(name)
            open_names += [below for below in reads[name] if below in reads]
    return frozenset(needed)


def whole_expression(formula: NamedFormula, pack: RulePack, fields: Mapping[str, Field]) -> str:
    """The formula as one expression that gives its result: for every entry, where it has a list."""
    text = as_expression(formula, pack, fields)
    return over_entries(text, formula, pack, fields) if formula.each else text


def as_expression(formula: NamedFormula, pack: RulePack, fields: Mapping[str, Field]) -> str:
    """The formula as one expression, a table as conditions in a row; about one entry of its list."""
    if formula.formula:
        return formula.formula
    if formula.bands:
        return _bands_expression(formula, pack.bands[formula.bands])
    text = "null"
    for row in reversed(formula.rows):
        condition = row_condition(row, pack, fields)
        result = result_text(row.then, formula)
        text = f"({condition}) ? ({result}) : ({text})" if condition else f"({result})"
    return text


def _rows_expression(formula: NamedFormula, pack: RulePack, fields: Mapping[str, Field]) -> str:
    """The place of the row, or of the band, that applies."""
    if formula.rows:
        return row_expression(row_condition(row, pack, fields) for row in formula.rows)
    ends = [up_to for _, up_to, _ in _band_results(formula, pack.bands[formula.bands])]
    return row_expression("" if end is None else f"{formula.of} <= {end}" for end in ends)


def _for_entries(
    formula: NamedFormula,
    pack: RulePack,
    fields: Mapping[str, Field],
    constants: Mapping[str, str],
    here: Iterable[str],
    *,
    rows: bool = False,
) -> str:
    """The results for all entries, or the rows that gave them, inside one node."""
    scope = scope_of(formula, fields)
    text = _rows_expression(formula, pack, scope) if rows else as_expression(formula, pack, scope)
    return over_entries(text, formula, pack, fields, lambda name: _with(name, constants, here))


def row_condition(row: Row, pack: RulePack, fields: Mapping[str, Field]) -> str:
    """When a row applies, as one condition; empty when it always does."""
    if isinstance(row.when, str):
        return row.when
    cells = [(name, cell_text(cell, codes_of(name, pack, fields))) for name, cell in row.when.items()]
    return " and ".join(f"({cell_condition(name, cell)})" for name, cell in cells if cell)


def cell_condition(name: str, cell: str) -> str:
    """One cell of a table as a condition: ``> 3``, ``[1..5)``, ``"a", "b"``, ``true``."""
    cell = cell.strip()
    if cell.startswith((">", "<", "=", "!")):
        return f"{name} {cell}"
    if cell.startswith(("[", "(")):
        return f"{name} in {cell}"
    return f"{name} in [{cell}]" if "," in cell else f"{name} == {cell}"


def _engine(graph: Node) -> Any:
    content = zen.ZenDecisionContent(json.dumps(graph))
    return zen.ZenEngine({"loader": lambda _key: content})


def _graph(nodes: list[Node]) -> Node:
    ends = [
        {"id": name, "name": name, "type": f"{name}Node", "position": {"x": 0, "y": 0}}
        for name in ("input", "output")
    ]
    chain = [ends[0], *nodes, ends[1]]
    edges = [
        {"id": f"edge{i}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]}
        for i, (a, b) in enumerate(pairwise(chain))
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": chain, "edges": edges}


def _nodes(pack: RulePack, fields: Mapping[str, Field]) -> list[Node]:
    constants = {name: _literal(constant.value) for name, constant in pack.constants.items()}
    nodes: list[Node] = []
    run: list[tuple[str, str]] = []

    def close_run() -> None:
        if run:
            nodes.append(_expressions(f"formulas{len(nodes)}", list(run), keep=True))
            run.clear()

    for formula in pack.formulas:
        here = {id for id, _ in run}
        if formula.each:
            run.append((formula.id, _for_entries(formula, pack, fields, constants, here)))
            if not formula.formula:
                rows = _for_entries(formula, pack, fields, constants, here, rows=True)
                run.append((ROW + formula.id, rows))
            continue
        if formula.formula:
            run.append((formula.id, _with(formula.formula, constants, here)))
            continue
        close_run()
        if formula.bands:
            nodes.append(_bands_node(formula, pack.bands[formula.bands]))
        else:
            nodes.append(_rows_node(formula, pack, fields, constants))
    close_run()
    return nodes


def _with(formula: str, constants: Mapping[str, str], here: Iterable[str] = ()) -> str:
    """Names made fit for zen: constants written out, results of the same node as ``$.name``."""
    return rewrite(formula, lambda name: constants.get(name) or (f"$.{name}" if name in here else name))


def _expressions(id: str, pairs: list[tuple[str, str]], *, keep: bool) -> Node:
    expressions = [{"id": f"{id}-{key}", "key": key, "value": value} for key, value in pairs]
    return _node(id, "expressionNode", {"expressions": expressions, "passThrough": keep})


def _band_results(formula: NamedFormula, bands: Bands) -> list[tuple[Decimal, Decimal | None, str]]:
    """(over, up to, tax): for each band, the tax of all below it and its own."""
    results: list[tuple[Decimal, Decimal | None, str]] = []
    below = Decimal(0)
    for band, following in zip(bands.bands, [*bands.bands[1:], None], strict=True):
        up_to = following.over if following else None
        results.append((band.over, up_to, f"{below} + ({formula.of} - {band.over}) * {band.rate}"))
        below += ((up_to or band.over) - band.over) * band.rate
    return results


def _bands_expression(formula: NamedFormula, bands: Bands) -> str:
    text = ""
    for _, up_to, result in reversed(_band_results(formula, bands)):
        text = f"{formula.of} <= {up_to} ? {result} : ({text})" if up_to is not None else result
    return text


def _bands_node(formula: NamedFormula, bands: Bands) -> Node:
    rules: list[dict[str, str]] = []
    for over, up_to, result in _band_results(formula, bands):
        cell = f"({over}..{up_to}]" if over and up_to else f"> {over}" if over else f"<= {up_to}"
        rules.append(
            {"_id": f"{formula.id}-{len(rules)}", "c0": cell if len(bands.bands) > 1 else "", "out": result}
        )
    return _table(formula.id, [str(formula.of)], rules)


def _rows_node(
    formula: NamedFormula, pack: RulePack, fields: Mapping[str, Field], constants: Mapping[str, str]
) -> Node:
    columns = list(
        dict.fromkeys(name for row in formula.rows if isinstance(row.when, dict) for name in row.when)
    )
    rules = []
    for number, row in enumerate(formula.rows):
        cells = row.when if isinstance(row.when, dict) else {}
        rule = {"_id": f"{formula.id}-{number}"}
        for place, name in enumerate(columns):
            cell = cell_text(cells.get(name, ""), codes_of(name, pack, fields))
            rule[f"c{place}"] = _with(cell, constants)
        rule["any"] = _with(row.when, constants) if isinstance(row.when, str) else ""
        rule["out"] = _with(result_text(row.then, formula), constants)
        rules.append(rule)
    return _table(formula.id, columns, rules)


def _table(id: str, columns: Sequence[str], rules: list[dict[str, str]]) -> Node:
    inputs: list[Node] = [{"id": f"c{i}", "name": name, "field": name} for i, name in enumerate(columns)]
    if any(rule.get("any") for rule in rules):
        inputs.append({"id": "any", "name": "condition"})
    outputs = [{"id": "out", "name": id, "field": id}]
    content = {"hitPolicy": "first", "rules": rules, "inputs": inputs, "outputs": outputs}
    return _node(id, "decisionTableNode", {**content, "passThrough": True})


def _node(id: str, type: str, content: Node) -> Node:
    whole = {**content, "inputField": None, "outputPath": None, "executionMode": "single"}
    return {"id": id, "name": id, "type": type, "position": {"x": 0, "y": 0}, "content": whole}


def _literal(value: Decimal | str) -> str:
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
