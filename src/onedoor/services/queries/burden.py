"""What a form asked of one person, and what it spared her."""

from dataclasses import dataclass

from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import Actor
from onedoor.services.applications.document import effective, is_declared, load
from onedoor.services.applications.guard import fetch_number
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.pages import known_of
from onedoor.services.decide.inputs import collect
from onedoor.services.forms.pages import context, list_shown, visible_pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """``asked`` questions on ``pages``, of which ``answered`` were; ``held`` values that government had
    already, and so did not ask for."""

    asked: int
    answered: int
    held: int
    pages: int


def burden_of(number: str, *, by: Actor) -> Burden:
    """The burden of one application as it stands. Raises NotFound."""
    row = fetch_number(number, by=by)
    file = file_of(row)
    stored = load(file, row.values)
    values, known = collect(file, effective(stored)), known_of(file, stored)
    seen = context(file, values)
    pages = visible_pages(file, seen, known)
    shown = [question for page in pages for question in list_shown(page, seen)]
    return Burden(
        asked=len(shown),
        answered=sum(values.get(question.id) not in (None, []) for question in shown),
        held=len({item.value.field for item in stored if not is_declared(item)}),
        pages=len(pages),
    )


def list_asked_again(number: str, *, by: Actor) -> list[str]:
    """Questions that this application shows although a register holds the answer under the same name or in
    the same words (R19): there should be none. Raises NotFound."""
    row = fetch_number(number, by=by)
    file = file_of(row)
    stored = load(file, row.values)
    seen = context(file, collect(file, effective(stored)))
    shown = [
        one for page in visible_pages(file, seen, known_of(file, stored)) for one in list_shown(page, seen)
    ]
    held = exchange.list_held(row.customer, by=by)
    names = {value.attribute for value in held} | {value.attribute_title["en"].casefold() for value in held}
    return [one.id for one in shown if one.id in names or one.text["en"].rstrip("?").casefold() in names]
