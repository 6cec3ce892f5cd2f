"""The ways through the steps: every step is reached, none waits for itself, no jump leaves others waiting."""

from collections.abc import Iterator, Sequence

from onedoor.kernel.documents import Fault, Keys
from onedoor.services.files.faults import nearest
from onedoor.services.files.loading import Loaded
from onedoor.services.files.steps import Step


def check_ways(loaded: Loaded) -> Iterator[Fault]:
    """Faults of 'after' and of 'else' where it names a step."""
    steps = loaded.service.steps
    names = [step.id for step in steps]
    for number, step in enumerate(steps):
        keys: Keys = ("steps", number)
        if names.index(step.id) < number:
            message = f"There are two steps '{step.id}'."
            yield loaded.document.fault((*keys, "id"), message, "Give each a name of its own.")
        yield from _after(loaded, step, number, keys)
    circle = _find_circle(steps)
    if circle:
        message = f"These steps wait for each other: {', '.join(circle)}."
        keys = ("steps", names.index(circle[0]), "after")
        yield loaded.document.fault(keys, message, "Take one of them out of 'after:'.")
    else:
        for number, step in enumerate(steps):
            if step.when and step.otherwise in names:
                yield from _jump(loaded, step, ("steps", number, "else"))


def steps_before(steps: Sequence[Step]) -> dict[str, frozenset[str]]:
    """For each step all that are over, or passed by, when it is reached."""
    before = before_of(steps)
    found: dict[str, frozenset[str]] = {}

    def collect(step: str, path: frozenset[str]) -> frozenset[str]:
        if step in found:
            return found[step]
        near = {one for one in before.get(step, ()) if one in before and one not in path}
        far = [collect(one, path | {step}) for one in near]
        found[step] = frozenset(near).union(*far)
        return found[step]

    return {step.id: collect(step.id, frozenset({step.id})) for step in steps}


def before_of(steps: Sequence[Step]) -> dict[str, tuple[str, ...]]:
    """For each step, those that must be over before it: ``after``, or else the step above."""
    found: dict[str, tuple[str, ...]] = {}
    above: tuple[str, ...] = ()
    for step in steps:
        found[step.id] = tuple(dict.fromkeys(step.after)) if step.after and above else above
        above = (step.id,)
    return found


def _after(loaded: Loaded, step: Step, number: int, keys: Keys) -> Iterator[Fault]:
    if step.after is None:
        return
    if number == 0:
        message = "The first step comes after nothing."
        yield loaded.document.fault((*keys, "after"), message, "Leave 'after:' out.")
    elif not step.after:
        message = f"Nobody can reach step '{step.id}': it comes after nothing."
        yield loaded.document.fault((*keys, "after"), message, "Name the step before it, or leave it out.")
    names = [one.id for one in loaded.service.steps]
    for name in step.after:
        if name not in names:
            message = f"Step '{step.id}' comes after '{name}', which is no step."
            yield loaded.document.fault((*keys, "after"), message, nearest(name, names))


def _find_circle(steps: Sequence[Step]) -> list[str]:
    """Steps that wait for each other, in the order of the file; empty when none do."""
    before = {step: set(names) for step, names in before_of(steps).items()}
    over: set[str] = set()
    while ready := [
        step for step in before if step not in over and not (before[step] & before.keys()) - over
    ]:
        over.update(ready)
    stuck = [step for step in before if step not in over]
    # What only waits for the circle is not part of it.
    while loose := [s for s in stuck if not any(s in before[other] for other in stuck)]:
        stuck = [step for step in stuck if step not in loose]
    return stuck


def _jump(loaded: Loaded, step: Step, keys: Keys) -> Iterator[Fault]:
    """'else' may name a step further down the same way, with nothing side by side in between."""
    steps = loaded.service.steps
    before = before_of(steps)
    after = {one: [s for s, names in before.items() if one in names] for one in before}
    here = step.id
    while len(after[here]) == 1:
        here = after[here][0]
        if len(before[here]) > 1:
            break
        if here == step.otherwise:
            return
    message = f"'{step.otherwise}' is not further down the same way, so others would wait for ever."
    yield loaded.document.fault(keys, message, "Name a later step with none side by side before it.")
