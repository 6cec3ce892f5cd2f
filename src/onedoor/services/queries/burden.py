"""What a form asked of one person, and what it spared her."""

from dataclasses import dataclass

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
