"""Formulas over the entries of a list, and outcomes of an entry's own."""

from collections.abc import Iterator

from onedoor.kernel.documents import Fault
from onedoor.services.decide.entries import parts_of
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded
from onedoor.services.files.packs import NamedFormula, RulePack
from onedoor.services.files.schema import EachOutcome


def check_lists(loaded: Loaded, _house: House) -> Iterator[Fault]:
    """Faults of ``each`` in every pack, and of ``outputs: each``."""
    for pack, _ in loaded.packs:
        for formula in pack.formulas:
            if formula.each:
                yield from _each(loaded, pack, formula)
    if loaded.service.outputs.each is not None:
        yield from _list_of_outcomes(loaded, loaded.service.outputs.each)
        for pack, _ in loaded.packs:
            yield from _outcomes(loaded, pack, loaded.service.outputs.each)


def _lists(loaded: Loaded) -> list[str]:
    return [id for id, field in loaded.service.fields.items() if field.many and field.parts]


def _each(loaded: Loaded, pack: RulePack, formula: NamedFormula) -> Iterator[Fault]:
    file, line = pack.place(formula.id)
    if formula.each not in _lists(loaded):
        message = (
            f"Formula '{formula.id}' is worked out for each of '{formula.each}', which is no list of entries."
        )
        yield Fault(file, line, message, nearest(str(formula.each), _lists(loaded)))
        return
    taken = {*pack.constants, *(one.id for one in pack.formulas)}
    for part in parts_of(formula, loaded.service.fields):
        if part in taken:
            message = f"'{part}' is a part of '{formula.each}' and a name of the rules."
            yield Fault(file, line, message, f"Rename the formula or constant '{part}'.")


def _list_of_outcomes(loaded: Loaded, each: EachOutcome) -> Iterator[Fault]:
    document, lists = loaded.document, _lists(loaded)
    if each.of not in lists:
        message = f"'{each.of}' is no list of entries."
        yield document.fault(("outputs", "each", "of"), message, nearest(each.of, lists))
        return
    parts = [part.id for part in loaded.service.fields[each.of].parts]
    if each.name not in parts:
        message = f"An entry of '{each.of}' has no part '{each.name}'."
        yield document.fault(("outputs", "each", "name"), message, nearest(each.name, parts))


def _outcomes(loaded: Loaded, pack: RulePack, each: EachOutcome) -> Iterator[Fault]:
    document = loaded.document
    over = {formula.id: formula for formula in pack.formulas if formula.each == each.of}
    named = [(each.outcome, ("outputs", "each", "outcome"))]
    named += [(name, ("outputs", "each", "explain")) for name in each.explain]
    for name, keys in named:
        if name not in over:
            message = f"Pack {pack.pack} has no formula '{name}' with 'each: {each.of}'."
            yield document.fault(keys, message, nearest(name, over))
    values = over[each.outcome].values if each.outcome in over else {}
    for code in sorted(set(values) - set(each.outcomes)):
        message = f"The outcome '{code}' of an entry has no text."
        remedy = f"Add '{code}:' with a text in both languages."
        yield document.fault(("outputs", "each", "outcomes"), message, remedy)
