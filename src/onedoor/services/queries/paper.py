"""A service's questions as they stand on paper, where nothing can appear or vanish while one writes."""

from dataclasses import dataclass
from datetime import datetime

from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.text import Text
from onedoor.services.applications.document import effective, load
from onedoor.services.applications.guard import fetch_number
from onedoor.services.applications.lookup import file_of, get_file, get_version
from onedoor.services.applications.opened import list_hidden
from onedoor.services.applications.pages import known_of
from onedoor.services.decide.inputs import collect
from onedoor.services.files.questions import Page, Question
from onedoor.services.files.schema import ServiceFile
from onedoor.services.forms import pages as forms
from onedoor.services.types import FormPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """Every question of a service; those with a condition too, since paper cannot hide them. With a draft
    (``number``), pages that this person does not see are left out and her answers are filled in."""

    service: str
    version: str
    title: Text
    agency: str
    number: str
    pages: tuple[FormPage, ...]


def get_blank_form(service: str, *, at: datetime) -> PaperForm:
    """The form as anybody may take it home. Raises NotFound for a service that is not offered."""
    return _blank(get_file(service, at=at))


def get_form_of_version(service: str, version: str) -> PaperForm:
    """The blank form of a version that was printed once, to read it back by. Raises NotFound."""
    return _blank(get_version(service, version))


def _blank(file: ServiceFile) -> PaperForm:
    bare = file.model_copy(update={"ask": tuple(_shown(page, keep=False) for page in file.ask)})
    pages = forms.pages(bare, {}, known=dict.fromkeys(file.know, ""))
    return PaperForm(
        service=file.service, version=file.version, title=file.title, agency=file.agency, number="",
        pages=tuple(pages),
    )  # fmt: skip


def get_draft_form(number: str, *, by: Actor, at: datetime) -> PaperForm:
    """The form of a draft with what stands in it. Raises NotFound."""
    row = fetch_number(number, by=by)
    file = file_of(row)
    stored = load(file, row.values)
    bare = file.model_copy(update={"ask": tuple(_shown(page, keep=True) for page in file.ask)})
    values, day = collect(file, effective(stored)), local(at).date()
    pages = forms.pages(bare, values, known=known_of(file, stored), today=day)
    hidden = list_hidden(row, file)
    return PaperForm(
        service=file.service, version=file.version, title=file.title, agency=file.agency,
        number=row.number, pages=tuple(page for page in pages if page.id not in hidden),
    )  # fmt: skip


def _shown(page: Page, *, keep: bool) -> Page:
    condition = page.enable_when if keep else ""
    items = tuple(_always(item) for item in page.items)
    return page.model_copy(update={"enable_when": condition, "items": items})


def _always(item: Question) -> Question:
    return item.model_copy(update={"enable_when": "", "items": tuple(_always(one) for one in item.items)})
