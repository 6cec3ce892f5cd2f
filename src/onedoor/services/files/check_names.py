"""Names in a service file: each once, each known, and no condition that needs itself."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal, InvalidOperation

from onedoor.kernel.documents import Fault, Keys
from onedoor.services.decide.expressions import Unreadable, check_formula, read_names
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded
from onedoor.services.files.questions import Question


def check_names(loaded: Loaded, house: House) -> Iterator[Fault]:
    """Faults of fields, pages, agencies, calendars and conditions."""
    yield from _known_outside(loaded, house)
    yield from _doubled(loaded)
    yield from _questions(loaded)
    yield from _stand_ins(loaded)
    yield from _conditions(loaded)


def _known_outside(loaded: Loaded, house: House) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    agencies: list[tuple[str, Keys]] = [(service.agency, ("agency",))]
    agencies += [(code, ("with", i)) for i, code in enumerate(service.together_with)]
    for code, keys in agencies:
        if house.agencies is not None and code not in house.agencies:
            yield document.fault(keys, f"There is no agency '{code}'.", nearest(code, house.agencies))
    calendars: list[tuple[str, Keys]] = [(service.promise.calendar, ("promise", "calendar"))]
    calendars += [
        (lane.calendar, ("promise", "lanes", i, "calendar")) for i, lane in enumerate(service.promise.lanes)
    ]
    for name, keys in calendars:
        if name and house.calendars is not None and name not in house.calendars:
            yield document.fault(keys, f"There is no calendar '{name}'.", nearest(name, house.calendars))


def _doubled(loaded: Loaded) -> Iterator[Fault]:
    document, seen = loaded.document, dict.fromkeys(BUILT_IN, "a name of the house")
    for id in loaded.service.know:
        yield from _once(loaded, id, ("know", id), seen, "a known value")
    for question, keys in questions(loaded):
        yield from _once(loaded, question.id, (*keys, "id"), seen, "a question")
    pages = [page.page for page in loaded.service.ask]
    for number, name in enumerate(pages):
        if name in pages[:number]:
            yield document.fault(
                ("ask", number, "page"), f"There are two pages '{name}'.", "Rename one of them."
            )
    steps = [step.id for step in loaded.service.steps]
    for number, name in enumerate(steps):
        if name in steps[:number]:
            yield document.fault(
                ("steps", number, "id"), f"There are two steps '{name}'.", "Rename one of them."
            )


def _once(loaded: Loaded, id: str, keys: Keys, seen: dict[str, str], kind: str) -> Iterator[Fault]:
    if id in seen:
        message = f"'{id}' is already {seen[id]}."
        yield loaded.document.fault(keys, message, "Give each value and question a name of its own.")
    seen[id] = kind


def questions(loaded: Loaded) -> Iterator[tuple[Question, Keys]]:
    """Every question that makes a field, with its place; parts of repeated groups are not fields."""
    for number, page in enumerate(loaded.service.ask):
        yield from _within(page.items, ("ask", number, "items"))


def _within(items: Sequence[Question], keys: Keys) -> Iterator[tuple[Question, Keys]]:
    for number, question in enumerate(items):
        if question.type == "group" and not question.repeats:
            yield from _within(question.items, (*keys, number, "items"))
        else:
            yield question, (*keys, number)


def _questions(loaded: Loaded) -> Iterator[Fault]:
    for question, keys in questions(loaded):
        yield from _question(loaded, question, keys)
        for number, part in enumerate(question.items):
            yield from _question(loaded, part, (*keys, "items", number))


def _question(loaded: Loaded, question: Question, keys: Keys) -> Iterator[Fault]:
    document = loaded.document
    if question.type == "choice" and not question.choices:
        yield document.fault(
            keys, f"Question '{question.id}' has no choices.", "Add 'choices:' with code and text."
        )
    if question.type == "group" and not question.items:
        yield document.fault(keys, f"Group '{question.id}' has no questions.", "Add 'items:'.")
    if question.type != "group" and question.items:
        yield document.fault(
            keys, f"Question '{question.id}' has items but is no group.", "Add 'type: group'."
        )
    for name in ("min", "max"):
        if (bound := getattr(question, name)) is not None and not _is_bound(question, bound):
            message = f"'{bound}' cannot limit a {question.type}."
            yield document.fault(
                (*keys, name), message, "Write a figure, a date such as 2025-01-31, or today."
            )


def _stand_ins(loaded: Loaded) -> Iterator[Fault]:
    """What stands in for a known value names one that there is."""
    known = loaded.service.know
    for question, keys in questions(loaded):
        if question.stands_in_for and question.stands_in_for not in known:
            message = f"'{question.stands_in_for}' is not a known value."
            yield loaded.document.fault(
                (*keys, "standsInFor"), message, nearest(question.stands_in_for, known)
            )


def _is_bound(question: Question, bound: str) -> bool:
    try:
        match question.type:
            case "money" | "decimal":
                return Decimal(bound).is_finite()
            case "integer":
                return int(bound) is not None
            case "date" | "datetime":
                return bound == "today" or date.fromisoformat(bound) is not None
            case "time":
                return time.fromisoformat(bound) is not None
    except (ValueError, InvalidOperation):
        pass
    return False


def _conditions(loaded: Loaded) -> Iterator[Fault]:
    fields = loaded.service.fields
    reads: dict[str, tuple[str, ...]] = {}
    places: dict[str, Keys] = {}
    for condition, keys, known in _all_conditions(loaded):
        try:
            check_formula(condition)
        except Unreadable as error:
            yield loaded.document.fault(
                keys, f"This condition cannot be read: {error}.", "Write it as a == b."
            )
            continue
        for name in read_names(condition):
            if name not in known and name not in BUILT_IN:
                message = f"The condition reads '{name}', which nothing supplies."
                yield loaded.document.fault(keys, message, nearest(name, known))
    for question, keys in questions(loaded):
        field = fields[question.id]
        if field.enable_when:
            reads[field.id] = tuple(name for name in read_names(field.enable_when) if name in fields)
            places[field.id] = (*keys, "enableWhen")
    for circle in circles(reads):
        message = f"The conditions of {' and '.join(circle)} need each other."
        yield loaded.document.fault(places[circle[0]], message, "Let one of them be shown without condition.")


def _all_conditions(loaded: Loaded) -> Iterator[tuple[str, Keys, list[str]]]:
    fields = list(loaded.service.fields)
    for number, page in enumerate(loaded.service.ask):
        if page.enable_when:
            yield page.enable_when, ("ask", number, "enableWhen"), fields
    for question, keys in questions(loaded):
        if question.enable_when:
            yield question.enable_when, (*keys, "enableWhen"), fields
        parts = [part.id for part in question.items]
        for number, part in enumerate(question.items):
            if part.enable_when:
                yield part.enable_when, (*keys, "items", number, "enableWhen"), parts


def circles(reads: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Groups of names that need each other, each once."""
    found: list[list[str]] = []

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            circle = path[path.index(name) :]
            if not any(set(circle) == set(known) for known in found):
                found.append(circle)
            return
        if name in done:
            return
        for following in reads.get(name, ()):
            walk(following, [*path, name])
        done.add(name)

    done: set[str] = set()
    for name in reads:
        walk(name, [])
    return found
