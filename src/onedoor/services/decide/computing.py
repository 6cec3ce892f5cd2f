"""Work out what a service decides, from plain values; no database, no clock.

``compute`` is for one person, with the explanation. ``calculator`` is for many: it is made
once for a service and a pack and then answers at the speed of the engine.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.money import to_cents
from onedoor.kernel.text import pick
from onedoor.services.decide.compiling import Compiled, compile_pack, whole_expression
from onedoor.services.decide.explaining import explain, explain_entries
from onedoor.services.decide.expressions import Unreadable, divides, evaluate, holds
from onedoor.services.decide.inputs import BUILT_IN, Inputs, built_in, plain
from onedoor.services.files.packs import NamedFormula, RulePack
from onedoor.services.files.schema import LanePromise, ServiceFile
from onedoor.services.types import Decision, RuleBroken, ValueMissing

_pick = lazy(pick, str)
Moment = datetime | date | None


def compute(
    service: ServiceFile,
    values: Mapping[str, Any],
    *,
    at: Moment = None,
    pack: str | None = None,
    disputed: int = 0,
    amended: int = 0,
) -> Decision:
    """The decision and its explanation. ``pack`` overrides the pack in force ``at``.

    Raises ValueMissing where the rules read an answer that is required and absent, and
    RuleBroken where a formula gives nothing or no pack is in force.
    """
    if not service.packs:
        return Decision(
            service.service, "", {}, {}, (), _digest([service.service, service.version, plain(dict(values))])
        )
    return calculator(service, at=at, pack=pack).decide(values, at=at, disputed=disputed, amended=amended)


def calculator(service: ServiceFile, *, at: Moment = None, pack: str | None = None) -> "Calculator":
    """A calculator for the pack named ``pack`` or in force ``at``; keep it for a whole batch."""
    return Calculator(service, choose_pack(service, at=at, pack=pack))


def choose_pack(service: ServiceFile, *, at: Moment = None, pack: str | None = None) -> RulePack:
    """The pack of that name, else the one in force ``at``. Raises RuleBroken if there is none."""
    day = at.date() if isinstance(at, datetime) else at
    for candidate in service.packs:
        if candidate.pack == pack or (pack is None and day is not None and candidate.holds_on(day)):
            return candidate
    raise RuleBroken(
        "services.rules.none_in_force",
        _("No rules are in force for this date. Ask the agency which rules apply."),
        service=service.service,
        pack=pack or "",
        day=day.isoformat() if day else "",
    )


def lane_of(service: ServiceFile, context: Mapping[str, Any]) -> LanePromise | None:
    """The faster lane that these values deserve, or None for the normal promise."""
    return next((lane for lane in service.promise.lanes if holds(lane.when, context)), None)


class Calculator:
    """One service under one pack."""

    def __init__(self, service: ServiceFile, pack: RulePack) -> None:
        self.service = service
        self.pack = pack
        self._formulas = {formula.id: formula for formula in pack.formulas}
        outputs = service.outputs
        wanted = (
            [*outputs.explain, outputs.outcome, outputs.payable] if outputs.explain else list(self._formulas)
        )
        if outputs.each is not None:
            wanted += [outputs.each.outcome, *outputs.each.explain]
        self.answers = tuple(dict.fromkeys(name for name in wanted if name))
        self._compiled: Compiled = compile_pack(pack, service.fields, self.answers)
        self._inputs = Inputs(service, [name for names in self._compiled.reads.values() for name in names])

    @property
    def graph(self) -> Mapping[str, Any]:
        """The pack as a JSON decision model, to open in a table editor."""
        return self._compiled.graph

    def decide(
        self, values: Mapping[str, Any], *, at: Moment = None, disputed: int = 0, amended: int = 0
    ) -> Decision:
        """The decision with every line of its explanation."""
        inputs = self._ready(values, built_in(at, disputed, amended))
        try:
            result, rows = self._compiled.run(inputs)
        except RuntimeError:
            raise self._broken(inputs) from None
        if any(_lacks(result.get(id), formula) for id, formula in self._formulas.items()):
            raise self._broken(inputs)
        outputs = {id: typed(result.get(id), formula) for id, formula in self._formulas.items()}
        lines = explain(self.service, self.pack, self._compiled.reads, result, outputs, rows)
        return Decision(
            service=self.service.service,
            pack=self.pack.pack,
            pack_title=self.pack.title,
            outputs=outputs,
            lines=lines,
            each=explain_entries(self.service, self.pack, lines, result, outputs),
            fingerprint=self._fingerprint(inputs),
            outcome=str(outputs.get(self.service.outputs.outcome or "") or ""),
            payable=outputs.get(self.service.outputs.payable or ""),
        )

    def outputs(self, values: Mapping[str, Any], *, at: Moment = None) -> dict[str, Any]:
        """The answers only (``self.answers``), without explanation, for batches."""
        inputs = self._ready(values, built_in(at))
        try:
            result = self._compiled.answer(inputs)
        except RuntimeError:
            raise self._broken(inputs) from None
        formulas = self._formulas
        try:
            return {id: typed(result[id], formulas[id]) for id in self.answers}
        except KeyError:
            raise self._broken(inputs) from None

    def context(
        self, values: Mapping[str, Any], *, at: Moment = None, disputed: int = 0, amended: int = 0
    ) -> dict[str, Any]:
        """Inputs and results by name, as the conditions of steps and lanes read them."""
        inputs = self._ready(values, built_in(at, disputed, amended))
        try:
            return self._compiled.run(inputs)[0]
        except RuntimeError:
            raise self._broken(inputs) from None

    def fingerprint(self, values: Mapping[str, Any]) -> str:
        """SHA-256 over the pack and the inputs; the moment of computing is not in it."""
        return self._fingerprint(self._ready(values, built_in(None)))

    def _fingerprint(self, inputs: Mapping[str, Any]) -> str:
        given = {name: value for name, value in inputs.items() if name not in BUILT_IN}
        return _digest([self.service.service, self.pack.pack, self.pack.digest, given])

    def _ready(self, values: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
        inputs, missing = self._inputs.prepare(values, facts)
        if missing:
            raise ValueMissing(
                "services.value.missing",
                format_lazy(_("We still need an answer to: {question}"), question=_pick(missing[0].text)),
                field=missing[0].id,
                missing=[field.id for field in missing],
            )
        return inputs

    def _broken(self, inputs: Mapping[str, Any]) -> RuleBroken:
        """Walk the formulas one by one to the first that gives nothing, and name it."""
        formula, reason = self._first_without_result(dict(inputs))
        file, line = self.pack.place(formula.id)
        return RuleBroken(
            "services.rules.broken",
            _("This cannot be worked out with these values. Your answers are kept; please tell the agency."),
            field=formula.id,
            pack=self.pack.pack,
            formula=formula.id,
            file=file,
            line=line,
            reason=reason,
        )

    def _first_without_result(self, context: dict[str, Any]) -> tuple[NamedFormula, str]:
        context |= {name: plain(constant.value) for name, constant in self.pack.constants.items()}
        for formula in self.pack.formulas:
            text = whole_expression(formula, self.pack, self.service.fields)
            try:
                result = evaluate(text, context)
            except Unreadable:
                return formula, "it reads a value that is empty or of the wrong kind"
            if _lacks(result, formula):
                return formula, _reason_of_nothing(formula, text, context)
            context[formula.id] = result
        return self.pack.formulas[-1], "it gives nothing"


def _lacks(result: Any, formula: NamedFormula) -> bool:
    """Whether a result is missing: the whole of it, or that of one entry."""
    if formula.unit == "date" and not formula.each:
        return False
    if formula.each and result is not None:
        return formula.unit != "date" and any(one is None for one in result)
    return result is None


def typed(value: Any, formula: NamedFormula) -> Any:
    """A result as its unit says: money in cents, counts as whole numbers, codes as they are."""
    if isinstance(value, list):  # for every entry, or the parts of a payout
        return [_typed(one, formula) for one in value]
    return _typed(value, formula)


def _typed(value: Any, formula: NamedFormula) -> Any:
    if formula.unit == "money":
        return to_cents(Decimal(str(value)))
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(str(value))
    return value


def _reason_of_nothing(formula: NamedFormula, text: str, context: Mapping[str, Any]) -> str:
    if not divides(text):
        return "no row of its table applies" if formula.rows else "it gives nothing"
    for divisor in re.findall(r"[/%]\s*([A-Za-z_]\w*)", text):
        if context.get(divisor) == 0:
            return f"it divides by zero ({divisor} is 0)"
    return "it divides by zero"


def _digest(content: Any) -> str:
    plain_text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain_text.encode()).hexdigest()
