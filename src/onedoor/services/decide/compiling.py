"""Rule packs compiled once into zen's decision model (JDM), without function nodes.

Plain formulas that follow each other make one expression node, every table a decision table
node; all are strung in the order of the file, so that a formula may read those above it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import zen

from onedoor.services.decide.expressions import read_names, rewrite
from onedoor.services.files.packs import Bands, NamedFormula, RulePack
from onedoor.services.files.schema import Field

Node = dict[str, Any]
_KEY = "rules"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pack ready to run: ``full`` keeps every result, ``fast`` only the answers."""

    full: Any
    fast: Any
    graph: Node
    reads: Mapping[str, tuple[str, ...]]

    def run(self, context: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
        """Every result, and for each table the row that applied."""
        answer = self.full.evaluate(_KEY, context, {"trace": True})
        rows = {
            step["id"]: step["traceData"]["index"]
            for step in answer["trace"].values()
            if isinstance(step["traceData"], dict) and "index" in step["traceData"]
        }
        return answer["result"], rows

    def answer(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """The answers only, as fast as zen gives them."""
        result: dict[str, Any] = self.fast.evaluate(_KEY, context)["result"]
        return result


_compiled: dict[tuple[str, tuple[str, ...]], Compiled] = {}


def compile_pack(pack: RulePack, fields: Mapping[str, Field], answers: Sequence[str]) -> Compiled:
    """``pack`` compiled; the work is done once for each content of a pack."""
    key = (pack.digest, tuple(answers))
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
    chosen = _expressions("answers", [(name, name) for name in answers], keep=False)
    full, fast = _graph(nodes), _graph([*nodes, chosen])
    return Compiled(_engine(full), _engine(fast), full, {f.id: read_by(f) for f in pack.formulas})


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
        for i, (a, b) in enumerate(zip(chain, chain[1:], strict=False))
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
        if formula.formula:
            here = {id for id, _ in run}
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


def _bands_node(formula: NamedFormula, bands: Bands) -> Node:
    rules = []
    below = Decimal(0)
    for band, following in zip(bands.bands, [*bands.bands[1:], None], strict=True):
        cell = f"> {band.over}" if band.over else ""
        if following is not None:
            cell = f"({band.over}..{following.over}]" if band.over else f"<= {following.over}"
        result = f"{below} + ({formula.of} - {band.over}) * {band.rate}"
        rules.append({"_id": f"{formula.id}-{len(rules)}", "c0": cell, "out": result})
        below += ((following.over - band.over) if following else Decimal(0)) * band.rate
    return _table(formula.id, [str(formula.of)], rules)


def _rows_node(
    formula: NamedFormula, pack: RulePack, fields: Mapping[str, Field], constants: Mapping[str, str]
) -> Node:
    columns = list(dict.fromkeys(name for row in formula.rows if isinstance(row.when, dict) for name in row.when))
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
