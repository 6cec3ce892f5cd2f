"""Steps, lanes and letters: each owned by somebody, each naming what exists."""

from collections.abc import Iterable, Iterator
from typing import get_args

from onedoor.exchange.types import PartnerKind
from onedoor.kernel.documents import Fault, Keys
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.check_conditions import check_condition, results_of
from onedoor.services.files.check_ways import check_ways, steps_before
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded
from onedoor.services.files.steps import Gift, Step

PARTNERS = frozenset(PartnerKind.values)
_CUSTOMERS = frozenset({"sign", "supply", "pay"})
_PARTNERS = frozenset({"task", "tell"})
_WAITING = frozenset({"confirm", "supply", "review", "task", "tell", "pay"})
_ACTS = get_args(Step.model_fields["does"].annotation)
_ONLY_FOR = {
    "auto": {"task"},
    "refused": {"task"},
    "undo": {"task", "tell", "payout"},
    "gives": {"decide", "task"},
    "tells": {"task", "tell"},
    "each": {"tell"},
    "page": {"supply"},
    "until": _WAITING | {"notify"},
}
"""Words of a step that only some kinds of step understand."""


def check_steps(loaded: Loaded, house: House) -> Iterator[Fault]:
    """Faults of steps, lanes of the promise, and letters."""
    service = loaded.service
    known = _known(loaded)
    for number, lane in enumerate(service.promise.lanes):
        yield from check_condition(loaded, lane.when, ("promise", "lanes", number, "when"), known)
    yield from check_ways(loaded)
    before = steps_before(service.steps)
    for number, step in enumerate(service.steps):
        keys: Keys = ("steps", number)
        yield from _owner(loaded, step, keys)
        yield from _words(loaded, step, keys)
        yield from _names(loaded, step, keys)
        yield from _facts(loaded, step, before[step.id], keys)
    yield from _gifts(loaded)
    for letter in service.letters:
        yield from _letter(loaded, letter)


def _owner(loaded: Loaded, step: Step, keys: Keys) -> Iterator[Fault]:
    service = loaded.service
    lanes = ["customer", service.agency, *service.together_with, *(["lead"] if service.leads else [])]
    by_party, by_partner = step.by in service.parties, step.by in PARTNERS
    if step.by not in lanes and not by_party and not by_partner:
        message = f"Step '{step.id}' is done by '{step.by}', which takes no part in this service."
        remedy = f"Use one of {', '.join([*lanes, *service.parties])}, or add it to 'with:'."
        yield loaded.document.fault((*keys, "by"), message, remedy)
    elif by_party or step.does == "confirm":
        if not (by_party and step.does == "confirm"):
            message = "'confirm' is done by one of 'parties:', and nothing else is."
            yield loaded.document.fault((*keys, "by"), message, "Correct 'by:' or 'does:'.")
    elif by_partner:
        if step.does not in _PARTNERS:
            message = f"'{step.does}' is not done by a partner."
            yield loaded.document.fault((*keys, "by"), message, "Use 'task' or 'tell', or an agency.")
    elif (step.by == "customer") != (step.does in _CUSTOMERS):
        who = "the customer" if step.does in _CUSTOMERS else "an agency"
        yield loaded.document.fault(
            (*keys, "by"), f"'{step.does}' is done by {who}.", "Correct 'by:' or 'does:'."
        )


def _words(loaded: Loaded, step: Step, keys: Keys) -> Iterator[Fault]:
    """Words that the kind of step does not understand, and those that it lacks."""
    document, said = loaded.document, step.model_fields_set
    for word, kinds in _ONLY_FOR.items():
        if word in said and step.does not in kinds:
            message = f"'{word}' means nothing for '{step.does}'."
            yield document.fault((*keys, word), message, f"It is for {', '.join(sorted(kinds))}.")
    if step.does in ("task", "tell") and step.title is None:
        message = f"Step '{step.id}' does not say what the agency does."
        yield document.fault(keys, message, "Add 'title:', in words for the customer.")
    if "late" in said and step.until is None:
        message = f"Step '{step.id}' is never late: it has no end."
        yield document.fault((*keys, "late"), message, "Add 'until:', such as P5D.")
    if step.refused == "stop" and not any(s.does == "sign" for s in loaded.service.steps):
        message = "Nothing was signed that could end."
        yield document.fault((*keys, "refused"), message, "Add a step that does 'sign'.")


def _names(loaded: Loaded, step: Step, keys: Keys) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    results = results_of(loaded)
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
    if step.does == "supply":
        yield from _page(loaded, step, keys)


def _page(loaded: Loaded, step: Step, keys: Keys) -> Iterator[Fault]:
    pages = [page.page for page in loaded.service.ask]
    if step.page is None:
        message = f"Step '{step.id}' does not say which page of questions it opens."
        yield loaded.document.fault(keys, message, "Add 'page:'.")
    elif step.page not in pages:
        message = f"There is no page '{step.page}'."
        yield loaded.document.fault((*keys, "page"), message, nearest(step.page, pages))
    elif [s.page for s in loaded.service.steps].count(step.page) > 1:
        message = f"Page '{step.page}' is opened by two steps."
        yield loaded.document.fault((*keys, "page"), message, "Give each step a page of its own.")


def _facts(loaded: Loaded, step: Step, before: frozenset[str], keys: Keys) -> Iterator[Fault]:
    """What a step reads must be there by then: values, results, and what earlier steps brought about."""
    known = _known(loaded) | _told_by(loaded.service.steps, before)
    yield from check_condition(loaded, step.when, (*keys, "when"), known)
    yield from check_condition(loaded, step.auto, (*keys, "auto"), known)
    for number, gift in enumerate(step.gives):
        yield from check_condition(loaded, gift.value, (*keys, "gives", number, "value"), known)
        for part, formula in gift.parts.items():
            yield from check_condition(loaded, formula, (*keys, "gives", number, "parts", part), known)
    for name in step.tells:
        if name not in known:
            message = f"Step '{step.id}' tells '{name}', which nothing supplies."
            yield loaded.document.fault((*keys, "tells"), message, nearest(name, known))


def _told_by(steps: Iterable[Step], before: frozenset[str]) -> set[str]:
    """How earlier pieces of work ended, and what they gave."""
    earlier = [step for step in steps if step.id in before]
    ends = {f"{step.id}_state" for step in earlier if step.does in ("task", "tell")}
    return ends | {gift.id for step in earlier for gift in step.gives}


def _gifts(loaded: Loaded) -> Iterator[Fault]:
    taken = _known(loaded) | {f"{step.id}_state" for step in loaded.service.steps}
    for number, step in enumerate(loaded.service.steps):
        for position, gift in enumerate(step.gives):
            keys: Keys = ("steps", number, "gives", position)
            if gift.id in taken:
                message = f"There is '{gift.id}' already."
                yield loaded.document.fault((*keys, "id"), message, "Give it a name of its own.")
            taken.add(gift.id)
            yield from _gift(loaded, gift, keys)


def _gift(loaded: Loaded, gift: Gift, keys: Keys) -> Iterator[Fault]:
    document, parties = loaded.document, loaded.service.parties
    if sum(map(bool, (gift.value, gift.number, gift.parts))) != 1:
        message = f"'{gift.id}' needs one of 'value:', 'number:' and 'parts:'."
        remedy = "Give a formula, the letters before a new number, or a formula for each part."
        yield document.fault(keys, message, remedy)
    if bool(gift.register_) != bool(gift.attribute):
        message = f"'{gift.id}' names only one of register and attribute."
        yield document.fault(keys, message, "Name both, or neither.")
    if gift.shared and not gift.register_:
        message = f"'{gift.id}' is shared, but no register keeps it."
        yield document.fault((*keys, "shared"), message, "Name register and attribute.")
    for role in gift.shared:
        if role not in parties:
            yield document.fault((*keys, "shared"), f"Nobody takes part as '{role}'.", nearest(role, parties))


def _known(loaded: Loaded) -> set[str]:
    return {*loaded.service.fields, *BUILT_IN, *results_of(loaded), *_answers(loaded)}


def _answers(loaded: Loaded) -> set[str]:
    """How many of those who take part confirmed or declined."""
    return {f"{role}_{answer}" for role in loaded.service.parties for answer in ("confirmed", "declined")}


def _letter(loaded: Loaded, letter: str) -> Iterator[Fault]:
    from onedoor.services.letters.templates import check_letter

    yield from check_letter(loaded.service, letter)
