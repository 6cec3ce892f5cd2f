"""Reading applications. One filter decides who sees which, in lists and in details."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from onedoor.services.applications.document import load
from onedoor.services.applications.guard import (
    OPEN_STATES,
    fetch,
    fetch_number,
    sees_progress,
    visible_to,
)
from onedoor.services.applications.lookup import file_of, find_file_of
from onedoor.services.applications.opened import list_hidden
from onedoor.services.applications.pages import find_page
from onedoor.services.applications.reckoning import reckon
from onedoor.services.applications.types import (
    ApplicationCard,
    ApplicationView,
    PageView,
    Progress,
    SeasonProgress,
)
from onedoor.services.applications.view import card, look, progress_of
from onedoor.services.attachments.keeping import list_files
from onedoor.services.models import Application, SeasonChunk, SeasonRun, Signature
from onedoor.services.types import Decision
from onedoor.services.versions.moving import find_newer
from onedoor.trust import queries as trust


def get_application(number: str, *, by: Actor, at: datetime | None = None) -> ApplicationView:
    """The application with this number, as ``by`` may see it. Raises NotFound."""
    return _with_newer(fetch_number(number, by=by), by=by, at=at or clock.now())


def get_application_by_id(application: UUID, *, by: Actor, at: datetime | None = None) -> ApplicationView:
    """The same, by id: for rooms that keep it."""
    return _with_newer(fetch(application, by=by), by=by, at=at or clock.now())


def _with_newer(row: Application, *, by: Actor, at: datetime) -> ApplicationView:
    view, newer = look(row, by=by, at=at), find_newer(row, at=at)
    return replace(view, newer_version=newer.version) if newer and view.can_change else view


def get_page(number: str, page: str, *, by: Actor, at: datetime | None = None) -> PageView:
    """A page of questions with what was written on it so far. Raises NotFound."""
    row = fetch_number(number, by=by)
    file = file_of(row)
    day = clock.local(at or clock.now()).date()
    form = find_page(file, row.answers, load(file, row.values), page, day=day)
    if form is None or page in list_hidden(row, file):
        raise NotFound("application.page", _("This page is not part of your form."))
    return PageView(
        application=row.id,
        number=row.number,
        service=row.service,
        version=row.version,
        revision=row.revision,
        page=form,
        files=tuple(list_files(row)),
    )


def list_applications(customer: UUID, *, by: Actor) -> list[ApplicationCard]:
    """A customer's applications, newest first."""
    rows = visible_to(by).filter(customer=customer).order_by("-created_at")
    return [card(row) for row in rows.defer("values", "answers", "flow")]


def list_live_drafts(customer: UUID, *, by: Actor) -> list[ApplicationCard]:
    """What a customer has not signed yet: what an officer can finish with her now."""
    rows = visible_to(by).filter(customer=customer, state__in=OPEN_STATES).order_by("-changed_at")
    return [card(row) for row in rows.defer("values", "answers", "flow") if find_file_of(row)]


def list_progress(customer: UUID, *, by: Actor) -> list[Progress]:
    """How far a customer's unsigned forms are, last changed first, without a value. The contact
    centre's officers learn it of every agency's forms, others of those that they may see."""
    with scoped(SYSTEM if sees_progress(by) else by):
        rows = Application.objects.all() if sees_progress(by) else visible_to(by)
        found = rows.filter(customer=customer, state__in=OPEN_STATES).order_by("-changed_at")
        return [progress_of(row, file) for row in found if (file := find_file_of(row))]


def recompute(application: UUID, *, by: Actor) -> Decision:
    """What the rules it was signed under give for its stored values, worked out again."""
    row = fetch(application, by=by)
    file = file_of(row)
    moment = row.settled_at or row.changed_at
    reckoning = reckon(file, season=row.season, stored=load(file, row.values), at=moment, pack=row.pack)
    if reckoning.broken is not None:
        raise reckoning.broken
    assert reckoning.decision is not None
    return reckoning.decision


def verify_signature(application: UUID, *, by: Actor) -> bool:
    """Whether the signed content is whole and the house's key really signed it."""
    from onedoor.services.applications.canonical import sha256
    from onedoor.trust.types import Signature as KeySignature

    row = fetch(application, by=by)
    signature = Signature.objects.filter(application=row).order_by("-signed_at").first()
    if signature is None or sha256(signature.canonical) != signature.sha256:
        return False
    held = KeySignature(key_id=signature.key, value=bytes(signature.value))
    return trust.verify(signature.canonical.encode(), held)


def get_season(service: str, season: str) -> SeasonProgress | None:
    """How far the drafting of a season is; None when it was never ordered."""
    run = SeasonRun.objects.filter(service=service, season=season).first()
    if run is None:
        return None
    chunks = list(run.chunks.values_list("drafted", "customers__len"))
    return SeasonProgress(
        run=run.id,
        service=service,
        season=season,
        chunks=len(chunks),
        chunks_done=sum(drafted is not None for drafted, _ in chunks),
        customers=sum(count for _, count in chunks),
        drafted=sum(drafted or 0 for drafted, _ in chunks),
        finished_at=run.finished_at,
    )


def list_open_chunks(run: UUID) -> list[UUID]:
    """The chunks of a season's run that are still to be done, in order."""
    return list(SeasonChunk.objects.filter(run=run, done_at=None).values_list("id", flat=True))
