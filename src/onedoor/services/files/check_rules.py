"""Rule packs: every formula readable, every name supplied, no circle, no two laws on one day."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, pairwise

from onedoor.kernel.documents import Fault
from onedoor.services.decide.compiling import cell_text, codes_of, read_by, result_text
from onedoor.services.decide.entries import parts_of, scope_of
from onedoor.services.decide.expressions import Unreadable, check_cell, check_formula
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.check_names import circles
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded
from onedoor.services.files.packs import NamedFormula, Row, RulePack
from onedoor.services.files.schema import Field

_ENDLESS = date.max


def check_rules(loaded: Loaded, _house: House) -> Iterator[Fault]:
    """Faults of every pack, and of the packs together."""
    for pack, _ in loaded.packs:
        yield from _names_once(pack, loaded)
        for formula in pack.formulas:
            yield from _formula(pack, formula, loaded.service.fields)
        yield from _order(pack, loaded.service.fields)
        yield from _outputs(pack, loaded)
    yield from _overlaps(loaded)
    yield from _gaps(loaded)


def _at(pack: RulePack, name: str, message: str, remedy: str) -> Fault:
    file, line = pack.place(name)
    return Fault(file or pack.pack, line or 1, message, remedy)


def _names_once(pack: RulePack, loaded: Loaded) -> Iterator[Fault]:
    seen = dict.fromkeys(loaded.service.fields, "a value of the service")
    seen |= dict.fromkeys(BUILT_IN, "a name of the house")
    for kind, names in (
        ("a constant", list(pack.constants)),
        ("a formula", [formula.id for formula in pack.formulas]),
    ):
        for name in names:
            if name in seen:
                yield _at(pack, name, f"'{name}' is already {seen[name]}.", "Give it another name.")
            seen[name] = kind


def _formula(pack: RulePack, formula: NamedFormula, fields: Mapping[str, Field]) -> Iterator[Fault]:
    scope = scope_of(formula, fields)
    for text, is_cell in _texts(pack, formula, scope):
        try:
            _check(text, is_cell)
        except Unreadable as error:
            message = f"Formula '{formula.id}' cannot be read at '{text}': {error}."
            yield _at(pack, formula.id, message, _remedy(text))
    if formula.bands and formula.bands not in pack.bands:
        message = f"Formula '{formula.id}' uses the bands '{formula.bands}', which are not there."
        yield _at(pack, formula.id, message, nearest(formula.bands, pack.bands))
    known = {*scope, *pack.constants, *BUILT_IN, *(one.id for one in pack.formulas)}
    for name in read_by(formula):
        if name not in known:
            message = f"Formula '{formula.id}' reads '{name}', which nothing supplies."
            yield _at(pack, formula.id, message, nearest(name, known))


def _texts(pack: RulePack, formula: NamedFormula, fields: Mapping[str, Field]) -> Iterator[tuple[str, bool]]:
    """Every text of a formula that zen must read, and whether it is a cell of a table."""
    if formula.formula:
        yield formula.formula, False
    for row in formula.rows:
        yield result_text(row.then, formula), False
        yield from _conditions(row, pack, fields)


def _conditions(row: Row, pack: RulePack, fields: Mapping[str, Field]) -> Iterator[tuple[str, bool]]:
    if isinstance(row.when, str):
        if row.when:
            yield row.when, False
        return
    for name, cell in row.when.items():
        if text := cell_text(cell, codes_of(name, pack, fields)):
            yield text, True


def _check(text: str, is_cell: bool) -> None:
    if not is_cell:
        check_formula(text)
        return
    check_cell(text)
    if {"and", "or"} & set(text.split()):
        raise Unreadable("a cell holds one comparison")


def _remedy(text: str) -> str:
    if text.count("(") > text.count(")"):
        return 'A # after a space begins a comment in YAML: put the formula in "quotes".'
    return "Write it as in: min([a, b]) * 0.5, or a > b ? a : b."


def _order(pack: RulePack, fields: Mapping[str, Field]) -> Iterator[Fault]:
    """A formula reads only those above it."""
    reads = {formula.id: read_by(formula) for formula in pack.formulas}
    own = {id: [name for name in names if name in reads] for id, names in reads.items()}
    for formula in pack.formulas:
        hidden = parts_of(formula, fields)
        own[formula.id] = [name for name in own[formula.id] if name not in hidden]
    circular: set[str] = set()
    for circle in circles(own):
        circular |= set(circle)
        message = f"Formulas {' and '.join(circle)} need each other."
        yield _at(pack, circle[0], message, "Work one of them out without the other.")
    above: set[str] = set()
    for id, names in own.items():
        for name in names:
            if name not in above and name not in circular and name != id:
                message = f"Formula '{id}' reads '{name}', which is worked out below it."
                yield _at(pack, id, message, f"Move '{name}' above '{id}'.")
        above.add(id)


def _outputs(pack: RulePack, loaded: Loaded) -> Iterator[Fault]:
    outputs, document = loaded.service.outputs, loaded.document
    formulas = {formula.id: formula for formula in pack.formulas}
    named = [(outputs.outcome, ("outputs", "outcome")), (outputs.payable, ("outputs", "payable"))]
    named += [(name, ("outputs", "explain")) for name in outputs.explain]
    named += [(name, ("outputs", "flags")) for name in outputs.flags]
    for name, keys in named:
        if name and name not in formulas:
            yield document.fault(keys, f"Pack {pack.pack} has no formula '{name}'.", nearest(name, formulas))
    if outputs.outcome in formulas and formulas[outputs.outcome].values:
        for code in sorted(set(formulas[outputs.outcome].values) - set(outputs.outcomes)):
            message = f"The outcome '{code}' has no text."
            yield document.fault(
                ("outputs", "outcomes"), message, f"Add '{code}:' with a text in both languages."
            )


def _overlaps(loaded: Loaded) -> Iterator[Fault]:
    for (one, _), (other, document) in combinations(loaded.packs, 2):
        ends = min(one.effective_to or _ENDLESS, other.effective_to or _ENDLESS)
        if max(one.effective_from, other.effective_from) < ends:
            message = f"Packs {one.pack} and {other.pack} are both in force on {other.effective_from}."
            remedy = f"End {one.pack} with 'effective_to: {other.effective_from}'."
            yield document.fault(("effective_from",), message, remedy)


def _gaps(loaded: Loaded) -> Iterator[Fault]:
    """A day between two packs on which nothing could be decided."""
    for (one, document), (following, _) in pairwise(loaded.packs):
        ends = one.effective_to
        if ends is not None and ends < following.effective_from and not one.historic:
            begins = f"{following.pack} begins on {following.effective_from}"
            message = f"No rules are in force from {ends} until {begins}."
            remedy = (
                f"Let {one.pack} hold until then; or write 'historic: true' if it is kept for old decisions."
            )
            yield document.fault(("effective_to",), message, remedy)
