"""The pages of questions of an application: which there are, and what was written on them so far."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from onedoor.services.applications.document import effective, is_declared
from onedoor.services.applications.opened import list_later_pages
from onedoor.services.applications.types import PageStatus, Stored
from onedoor.services.decide.inputs import collect
from onedoor.services.files.schema import ServiceFile
from onedoor.services.forms import pages as forms
from onedoor.services.types import FormPage


def known_of(file: ServiceFile, stored: Iterable[Stored]) -> dict[str, Any]:
    """What registers gave; the rest has to be asked."""
    return collect(file, [item.value for item in stored if not is_declared(item)])


def list_pages(
    file: ServiceFile, answers: Mapping[str, Any], stored: Iterable[Stored], *, day: date | None = None
) -> list[PageStatus]:
    """Every page this person sees before she signs. A page is complete when no required question on
    it is open and nothing written on it is still to be mended."""
    held = list(stored)
    shown = forms.pages(file, collect(file, effective(held)), known=known_of(file, held), today=day)
    return [
        PageStatus(id=p.id, title=p.title, complete=p.complete and not is_broken(answers, p.id))
        for p in shown
        if p.id not in list_later_pages(file)
    ]


def is_broken(answers: Mapping[str, Any], page: str) -> bool:
    """Whether the page was left with something that could not be read."""
    return bool(answers.get(page, {}).get("errors"))


def find_page(
    file: ServiceFile, answers: Mapping[str, Any], stored: Iterable[Stored], page: str, *, day: date
) -> FormPage | None:
    """The page with what was written on it, readable or not."""
    held = list(stored)
    values, known = collect(file, effective(held)), known_of(file, held)
    shown = {one.id: one for one in forms.pages(file, values, known=known, today=day)}
    if page in shown and is_broken(answers, page):
        _, form = forms.read_page(file, page, answers[page]["posted"], values, known=known, today=day)
        return form.with_place(shown[page].number, shown[page].total)
    return shown.get(page)
