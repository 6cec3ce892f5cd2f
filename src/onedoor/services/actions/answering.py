"""Saving a page of answers. What was written is kept even when it cannot be read yet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.scope import scoped
from onedoor.services.actions.signing import check_revision
from onedoor.services.applications.document import dump, effective, is_declared, load, plain
from onedoor.services.applications.drafting import declared
from onedoor.services.applications.exits import find_exit
from onedoor.services.applications.guard import OPEN_STATES, fetch_to_change
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.opened import find_supply, list_hidden, list_later_pages
from onedoor.services.applications.pages import known_of
from onedoor.services.applications.reckoning import Reckoning, promise_of
from onedoor.services.applications.stops import count
from onedoor.services.applications.store import record, settle
from onedoor.services.applications.types import SAVED, SavedView, Stored
from onedoor.services.applications.view import look
from onedoor.services.applications.work import SUPPLIED
from onedoor.services.attachments.keeping import digests, settle_files, take_in
from onedoor.services.decide.inputs import collect
from onedoor.services.flow import effects
from onedoor.services.flow.journey import Journey, house_of, journey_of, move_on
from onedoor.services.forms import pages as forms
from onedoor.services.models import Application
from onedoor.services.types import Answers, Field, FormPage, ServiceFile, Upload, ValueState

LARGEST_PAGE = 200_000


@action(may="services.assist")
def save_page(
    *,
    application: UUID,
    page: str,
    answers: Mapping[str, Any],
    revision: int,
    by: Actor,
    at: datetime,
    files: Mapping[str, Upload] | None = None,
) -> SavedView:
    """Save what was written on a page. Readable answers become values (grade D); with errors the
    page comes back as it was written, also on another device. ``files`` are those that were sent with
    it, by the name of their question. Who turns out to leave within a day
    has an officer from here on."""
    row = fetch_to_change(application, by=by, page=page)
    file = file_of(row)
    if page in list_hidden(row, file):
        raise NotFound("application.page", _("This page is not part of your form."))
    check_revision(row, file, revision)
    day = local(at).date()
    stored = load(file, row.values)
    values, known = collect(file, effective(stored)), known_of(file, stored)
    posted = take_in(row, file, _posted(answers), files or {}, by=by, at=at)
    try:
        read, form = forms.read_page(file, page, posted, values, known=known, today=day)
    except KeyError:
        raise NotFound("application.page", _("This page is not part of your form.")) from None
    kept = _kept(file, stored, read, row, at=at)
    row.answers = {key: held for key, held in row.answers.items() if key != page}
    if not read.ok:
        row.answers[page] = {"posted": posted, "errors": len(read.errors), "saved_at": at.isoformat()}
    if row.state not in OPEN_STATES:
        return _supplied(row, file, page, form, kept, ok=read.ok, by=by, at=at)
    reckoning = settle(row, file, kept, at=at)
    row.revision += 1
    row.save()
    settle_files(row, file, kept, at=at)
    record(SAVED, row, file, by=by, at=at, page=page)
    if row.case is None and _cannot_wait(file, reckoning):
        with scoped(house_of(by)):
            effects.open_case(Journey(row=row, file=file, reckoning=reckoning, at=at, house=house_of(by)))
            row.save(update_fields=["case"])
    view = look(row, by=by, at=at)
    ended = view.exit is not None and find_exit(file, values, at=at) is None
    _count(row, page, read, ended=ended, door=by.door, at=at)
    following = "" if view.exit else _next(file, page, kept, day)
    return SavedView(application=view, page=form, next_page=following)


def _count(row: Application, page: str, read: Answers, *, ended: bool, door: str, at: datetime) -> None:
    """For who mends the form: that the page was saved, or which questions had to be mended."""
    what = [("saved", "")] if read.ok else [("faulty", "")]
    what += [("error", _question_name(name)) for name in read.errors]
    what += [("exit", "")] if ended else []
    count(service=row.service, version=row.version, page=page, door=door, at=at, what=what)


def _question_name(name: str) -> str:
    """``helpers-2-name`` as ``helpers.name``: which entry it was tells nothing of the question."""
    return ".".join(part for part in name.split("-") if not part.isdecimal())


def _cannot_wait(file: ServiceFile, reckoning: Reckoning) -> bool:
    """Whether an officer should be there before she signs; nobody waits for who gave no name."""
    if file.anonymous or reckoning.decision is None:
        return False
    return promise_of(file, reckoning).lane == "urgent"


def _supplied(
    row: Application,
    file: ServiceFile,
    page: str,
    form: FormPage,
    kept: list[Stored],
    *,
    ok: bool,
    by: Actor,
    at: datetime,
) -> SavedView:
    """What a signed application waited for. Once all of it can be read, the way goes on."""
    row.values, row.changed_at = dump(kept), at
    row.revision += 1
    node = find_supply(row, file, page)
    if ok and node is not None:
        record(SUPPLIED, row, file, by=by, at=at, page=page)
        journey = journey_of(row, by=by, at=at)
        move_on(journey, node=node)
        effects.settle_case(journey)
    row.save()
    settle_files(row, file, kept, at=at)
    return SavedView(application=look(row, by=by, at=at), page=form, next_page="")


def _posted(answers: Mapping[str, Any]) -> dict[str, Any]:
    posted: dict[str, Any] = plain(dict(answers))
    if len(str(posted)) > LARGEST_PAGE:
        raise Invalid("application.page_too_large", _("This is too much text for one page."))
    return posted


def _kept(
    file: ServiceFile, stored: list[Stored], read: Answers, row: Application, *, at: datetime
) -> list[Stored]:
    """The document with this page's answers; unreadable ones leave what was there before."""
    broken = {name.split("-")[0] for name in read.errors}
    answered = {field: value for field, value in read.values.items() if field not in broken}
    gone = set(answered) | set(read.cleared)
    before = {(i.value.field, i.value.index): i for i in stored if is_declared(i)}
    kept = [item for item in stored if not (is_declared(item) and item.value.field in gone)]
    for field, value in answered.items():
        entries = value if isinstance(value, list) else [value]
        for index, entry in enumerate(entries):
            if entry is not None:
                item = _answer(file.fields[field], index, entry, row, at=at)
                same = before.get((field, index))
                kept.append(same if same and same.value.value == entry else item)
    return kept


def _answer(field: Field, index: int, value: Any, row: Application, *, at: datetime) -> Stored:
    own = declared(field, index=index, value=value, customer=row.customer, at=at, state=ValueState.CONFIRMED)
    own = replace(own, reference=digests(row, field, value))
    return Stored(value=own, revision=row.revision + 1)


def _next(file: ServiceFile, page: str, stored: list[Stored], day: date) -> str:
    values, known = collect(file, effective(stored)), known_of(file, stored)
    following = forms.page_after(file, page, values, known=known)
    while following in list_later_pages(file):
        following = forms.page_after(file, following, values, known=known)
    return following or ""
