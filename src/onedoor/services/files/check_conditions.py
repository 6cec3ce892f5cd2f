"""Conditions and formulas of the service file itself: readable, and over what there is."""

from collections.abc import Collection, Iterator

from onedoor.kernel.documents import Fault, Keys
from onedoor.services.decide.expressions import Unreadable, check_formula, read_names
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.faults import nearest
from onedoor.services.files.loading import Loaded


def check_condition(
    loaded: Loaded, condition: str, keys: Keys, known: Collection[str], what: str = "condition"
) -> Iterator[Fault]:
    """Faults of one condition that may read the names in ``known``."""
    if not condition:
        return
    try:
        check_formula(condition)
    except Unreadable as error:
        yield loaded.document.fault(keys, f"This {what} cannot be read: {error}.", "Write it as a == b.")
        return
    for name in read_names(condition):
        if name not in known:
            message = f"The {what} reads '{name}', which nothing supplies."
            yield loaded.document.fault(keys, message, nearest(name, known))


def results_of(loaded: Loaded) -> set[str]:
    """Formulas that every pack has."""
    packs = [{formula.id for formula in pack.formulas} for pack, _ in loaded.packs]
    return set.intersection(*packs) if packs else set()


def facts_of(loaded: Loaded) -> set[str]:
    """What can be read once the rules have been worked out: values, results, and the law's figures."""
    figures = [set(pack.constants) for pack, _ in loaded.packs]
    every = set.intersection(*figures) if figures else set()
    return {*loaded.service.fields, *BUILT_IN, *results_of(loaded), *every}
