"""The decision on a pilot: everybody gets it, or everybody stays with the old version."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.services.actions.publishing import put_in_force
from onedoor.services.models import ServiceVersion
from onedoor.services.versions.rows import fetch_version, lock_service, save_and_tell
from onedoor.services.versions.types import PILOT_SCALED, PILOT_STOPPED


@action(may="services.design")
def decide_pilot(
    *, version: UUID, decision: Literal["scaled", "stopped"], reason: str, by: Actor, at: datetime
) -> UUID:
    """End the pilot. ``scaled``: a new row gives the same content to everybody from now. ``stopped``:
    nobody begins it any more. Drafts of the cohort keep their version either way. Gives the row that
    everybody has now, or the pilot's own."""
    if not reason.strip():
        raise Invalid("version.reason", _("Write why."), field="reason")
    if decision not in ("scaled", "stopped"):
        raise Invalid("pilot.decision", _("Decide: scale or stop."), field="decision")
    lock_service(fetch_version(version).service)
    pilot = fetch_version(version, lock=True)
    if pilot.state != "piloted":
        raise Conflict("pilot.decided", _("This pilot was decided already."))
    assert pilot.effective_from is not None
    pilot.state, pilot.decision = "withdrawn", decision
    pilot.effective_to = max(at, pilot.effective_from)
    pilot.ended_by, pilot.ended_at, pilot.ended_reason = by.account, at, reason
    if decision == "stopped":
        save_and_tell(pilot, PILOT_STOPPED, by=by, at=at, reason=reason)
        return pilot.id
    pilot.save()
    everybody = ServiceVersion(
        service=pilot.service,
        version=pilot.version,
        agencies=pilot.agencies,
        title=pilot.title,
        digest=pilot.digest,
        files=pilot.files,
        based_on=pilot.id,
        made_by=pilot.made_by,
        made_at=pilot.made_at,
        changed_at=at,
    )
    put_in_force(everybody, at, reason, by=by, at=at)
    save_and_tell(everybody, PILOT_SCALED, by=by, at=at, reason=reason)
    return everybody.id
