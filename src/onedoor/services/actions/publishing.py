"""Publishing a service, going back, and taking it away. What customers get changes only here."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.services.models import ServiceVersion
from onedoor.services.versions.content import read_folder
from onedoor.services.versions.gate import pass_gate
from onedoor.services.versions.rows import (
    fetch_draft,
    fetch_version,
    find_readable,
    folder_of_row,
    lock_service,
    new_draft,
    save_and_tell,
)
from onedoor.services.versions.types import (
    BEGINNING,
    PILOTED,
    PUBLISHED,
    ROLLED_BACK,
    SHIPPED,
    WITHDRAWN_VERSION,
    GateShut,
)


@action(may="services.design")
def publish_version(
    *, version: UUID, reason: str, by: Actor, at: datetime, effective_from: datetime | None = None
) -> UUID:
    """Publish a draft from ``effective_from`` (default: now). A file with a ``pilot`` goes to its cohort
    first. Raises GateShut with everything that is missing. Drafts of customers keep their version."""
    row = fetch_draft(version)
    lock_service(row.service)
    begins = effective_from or at
    if begins < at:
        raise Invalid("version.past", _("A version counts from now or later."), field="effective_from")
    _need_reason(reason)
    missing = [light for light in pass_gate(folder_of_row(row)) if not light.ok]
    if missing:
        raise GateShut(missing)
    _check_name(row)
    _issue(row, begins, reason, by=by, at=at)
    return row.id


@action(may="services.design")
def publish_folder(*, folder: Path, reason: str, by: Actor, at: datetime) -> UUID | None:
    """Publish what lies in ``folder`` through the gate; None when this content was published before.
    Raises Faulty for files that cannot be read."""
    row = _from_folder(folder, by=by, at=at)
    if row is None:
        return None
    row.save(force_insert=True)
    return publish_version(version=row.id, reason=reason, by=by, at=at)


@action()
def publish_shipped(*, folder: Path, by: Actor, at: datetime) -> UUID | None:
    """In the demo city: publish what came with the product, without the gate, and say so. Content that
    was published before stays as designers left it (replaced, rolled back or withdrawn). A change
    under the old name gets a name of its own, so that a version never has two contents."""
    if by.kind != "system" or not settings.DEMO:
        raise NotAllowed("version.shipped", _("Only the demo city publishes without the gate."))
    row = _from_folder(folder, by=by, at=at)
    if row is None:
        return None
    lock_service(row.service)
    known = ServiceVersion.objects.filter(service=row.service).exclude(state="draft")
    if known.filter(version=row.version).exists():
        row.version = f"{row.version}+{row.digest[:7]}"
    row.shipped = True
    _issue(row, at if known.exists() else BEGINNING, "shipped with the product", by=by, at=at)
    return row.id


def _from_folder(folder: Path, *, by: Actor, at: datetime) -> ServiceVersion | None:
    row = new_draft(folder.name, read_folder(folder), by=by, at=at)
    published = ServiceVersion.objects.filter(service=row.service, digest=row.digest).exclude(state="draft")
    return None if published.exists() else row


@action(may="services.design")
def roll_back(*, version: UUID, reason: str, by: Actor, at: datetime, drafts: str = "stay") -> UUID:
    """Put an earlier version in force again, as a new row. ``drafts`` says whether unsigned drafts of
    the version that is left ``stay`` with it or ``may_move``."""
    earlier = fetch_version(version)
    lock_service(earlier.service)
    _need_reason(reason)
    if earlier.state not in ("published", "withdrawn"):
        raise Conflict("version.never", _("Only what was published for everybody can come back."))
    now = _find_counted(earlier.service, at)
    if now is not None and now.digest == earlier.digest:
        raise Conflict("version.in_force", _("This version is in force already."))
    row = ServiceVersion(
        service=earlier.service,
        version=earlier.version,
        agencies=earlier.agencies,
        title=earlier.title,
        digest=earlier.digest,
        files=earlier.files,
        based_on=earlier.id,
        shipped=earlier.shipped,
        made_by=by.account,
        made_at=at,
        changed_at=at,
    )
    _cancel_scheduled(earlier.service, reason, by=by, at=at)
    if now is not None:
        end_version(now, reason, drafts, by=by, at=at)
    put_in_force(row, at, reason, by=by, at=at)
    save_and_tell(row, ROLLED_BACK, by=by, at=at, reason=reason)
    return row.id


@action(may="services.design")
def unpublish_service(*, service: str, reason: str, by: Actor, at: datetime, drafts: str = "stay") -> None:
    """Take a service away: nobody can begin it any more. Signed applications finish under their
    version; ``drafts`` says what becomes of unsigned ones."""
    lock_service(service)
    _need_reason(reason)
    now = _find_counted(service, at)
    if now is None:
        raise NotFound("version.not_in_force", _("This service is not published."))
    _cancel_scheduled(service, reason, by=by, at=at)
    for pilot in ServiceVersion.objects.filter(service=service, state="piloted"):
        pilot.decision = "stopped"
        end_version(pilot, reason, drafts, by=by, at=at)
    end_version(now, reason, drafts, by=by, at=at)


@action(may="services.design")
def withdraw_version(*, version: UUID, reason: str, by: Actor, at: datetime, drafts: str = "stay") -> None:
    """Take one version back: the one in force (then the service is not to be had until another is
    published), one that was replaced but still has unsigned forms, or one that was to come."""
    row = fetch_version(version, lock=True)
    _need_reason(reason)
    if row.state != "published":
        raise Conflict("version.not_published", _("Only a published version can be withdrawn."))
    end_version(row, reason, drafts, by=by, at=at)


def put_in_force(row: ServiceVersion, begins: datetime, reason: str, *, by: Actor, at: datetime) -> None:
    """What everybody gets from ``begins`` until the next version that is published already."""
    before = _find_counted(row.service, begins)
    later = ServiceVersion.objects.filter(
        service=row.service, state="published", effective_from__gt=begins
    ).order_by("effective_from")
    following = later.first()
    if before is not None:
        if before.effective_from == begins:
            raise Conflict(
                "version.same_moment", _("Another version counts from that moment. Choose another.")
            )
        ServiceVersion.objects.filter(pk=before.pk).update(effective_to=begins, changed_at=at)
    row.effective_to = following.effective_from if following else None
    row.state, row.effective_from, row.reason = "published", begins, reason
    row.published_by, row.published_at = by.account, at


def _issue(row: ServiceVersion, begins: datetime, reason: str, *, by: Actor, at: datetime) -> None:
    file = find_readable(row)
    is_pilot = file is not None and file.pilot is not None and _find_counted(row.service, at) is not None
    if is_pilot:
        if ServiceVersion.objects.filter(service=row.service, state="piloted").exists():
            raise Conflict("version.pilot_runs", _("A pilot runs already. Decide on it first."))
        row.state, row.effective_from, row.reason = "piloted", begins, reason
        row.published_by, row.published_at = by.account, at
    else:
        put_in_force(row, begins, reason, by=by, at=at)
    event = PILOTED if is_pilot else SHIPPED if row.shipped else PUBLISHED
    save_and_tell(row, event, by=by, at=at, reason=reason, effective_from=begins.isoformat())


def _check_name(row: ServiceVersion) -> None:
    named = ServiceVersion.objects.filter(service=row.service, version=row.version).exclude(state="draft")
    if named.exclude(digest=row.digest).exists():
        raise Conflict(
            "version.name_taken",
            _("Version %(version)s was published with another content. Give this one a new number.")
            % {"version": row.version},
            field="version",
        )


def _find_counted(service: str, at: datetime) -> ServiceVersion | None:
    counted = ServiceVersion.objects.select_for_update().filter(
        service=service, state__in=("published", "withdrawn"), decision="", effective_from__lte=at
    )
    open_ended = counted.filter(effective_to__isnull=True) | counted.filter(effective_to__gt=at)
    return open_ended.first()


def _cancel_scheduled(service: str, reason: str, *, by: Actor, at: datetime) -> None:
    coming = ServiceVersion.objects.select_for_update().filter(
        service=service, state="published", effective_from__gt=at
    )
    for row in coming:
        row.effective_to = row.effective_from
        end_version(row, reason, "stay", by=by, at=at)


def end_version(row: ServiceVersion, reason: str, drafts: str, *, by: Actor, at: datetime) -> None:
    """Take the version back from ``at``; ``drafts`` says what becomes of unsigned ones."""
    if drafts not in ("stay", "may_move"):
        raise Invalid("version.drafts", _("Say whether drafts stay or may move."), field="drafts")
    assert row.effective_from is not None  # every published version says from when
    row.state, row.drafts = "withdrawn", drafts
    ends = max(at, row.effective_from)
    row.effective_to = min(ends, row.effective_to) if row.effective_to else ends
    row.ended_by, row.ended_at, row.ended_reason = by.account, at, reason
    save_and_tell(row, WITHDRAWN_VERSION, by=by, at=at, reason=reason, drafts=drafts)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("version.reason", _("Write why."), field="reason")
