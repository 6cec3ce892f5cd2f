"""Steps, lanes and letters: each owned by somebody, each naming what exists."""

from collections.abc import Iterator
from typing import get_args

from onedoor.kernel.documents import Fault, Keys
from onedoor.services.decide.expressions import Unreadable, check_formula, read_names
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded
from onedoor.services.files.steps import Step

_CUSTOMERS = frozenset({"sign", "supply", "pay"})
_ACTS = get_args(Step.model_fields["does"].annotation)


def check_steps(loaded: Loaded, _house: House) -> Iterator[Fault]:
    """Faults of steps, lanes of the promise, and letters."""
    service = loaded.service
    for number, lane in enumerate(service.promise.lanes):
        yield from _condition(loaded, lane.when, ("promise", "lanes", number, "when"))
    for number, step in enumerate(service.steps):
        yield from _owner(loaded, step, ("steps", number, "by"))
        yield from _condition(loaded, step.when, ("steps", number, "when"))
        yield from _names(loaded, step, ("steps", number))
    for letter in service.letters:
        yield from _letter(loaded, letter)


def _owner(loaded: Loaded, step: Step, keys: Keys) -> Iterator[Fault]:
    service = loaded.service
    lanes = ["customer", service.agency, *service.together_with]
    if step.by not in lanes:
        message = f"Step '{step.id}' is done by '{step.by}', which takes no part in this service."
        yield loaded.document.fault(keys, message, f"Use one of {', '.join(lanes)}, or add it to 'with:'.")
    elif (step.by == "customer") != (step.does in _CUSTOMERS):
        who = "the customer" if step.does in _CUSTOMERS else "an agency"
        yield loaded.document.fault(keys, f"'{step.does}' is done by {who}.", "Correct 'by:' or 'does:'.")


def _condition(loaded: Loaded, condition: str, keys: Keys) -> Iterator[Fault]:
    if not condition:
        return
    try:
        check_formula(condition)
    except Unreadable as error:
        yield loaded.document.fault(keys, f"This condition cannot be read: {error}.", "Write it as a == b.")
        return
    known = {*loaded.service.fields, *BUILT_IN, *_results(loaded)}
    for name in read_names(condition):
        if name not in known:
            message = f"The condition reads '{name}', which nothing supplies."
            yield loaded.document.fault(keys, message, nearest(name, known))


def _names(loaded: Loaded, step: Step, keys: Keys) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    results = _results(loaded)
    if step.amount and step.amount not in results:
        yield document.fault(
            (*keys, "amount"), f"There is no formula '{step.amount}'.", nearest(step.amount, results)
        )
    if step.does == "pay" and not step.amount and not service.fees:
        yield document.fault(
            keys, f"Step '{step.id}' does not say what to pay.", "Add 'amount:' with a formula, or 'fees:'."
        )
    if step.letter and step.letter not in service.letters:
        message = f"There is no letter '{step.letter}'."
        yield document.fault((*keys, "letter"), message, nearest(step.letter, service.letters))
    if step.does == "letter" and not step.letter:
        yield document.fault(keys, f"Step '{step.id}' does not say which letter.", "Add 'letter:'.")
    steps = {one.id for one in service.steps} | set(_ACTS) | ({"lapse"} if step.does == "release" else set())
    if step.otherwise and step.otherwise not in steps:
        message = f"'{step.otherwise}' is neither a step nor something that is done."
        yield document.fault((*keys, "else"), message, nearest(step.otherwise, steps))


def _results(loaded: Loaded) -> set[str]:
    """Formulas that every pack has."""
    packs = [{formula.id for formula in pack.formulas} for pack, _ in loaded.packs]
    return set.intersection(*packs) if packs else set()


def _letter(loaded: Loaded, letter: str) -> Iterator[Fault]:
    from onedoor.services.letters.templates import check_letter

    yield from check_letter(loaded.service, letter)
