"""Two sources differ: the person says which is right, and the other's source is asked."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange import actions as exchange
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.services.actions.amending import send_back
from onedoor.services.actions.signing import check_revision
from onedoor.services.applications.document import load, pairs, put
from onedoor.services.applications.guard import fetch_to_change
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.store import settle
from onedoor.services.types import OtherValue

REASON = "Another source, {source}, reports something else, and the person says that it is right."


@action(may="services.assist")
def weigh_sources(
    *, application: UUID, field: str, index: int, holds: str, revision: int, by: Actor, at: datetime
) -> None:
    """Remember which of the sources of a value is right: ``holds`` is the id of its report. The rules go
    on with the one that the catalogue believes; if the person says that another is right, its reporter
    is asked to check, in a case with a clock, and until then the value counts as disputed."""
    row = fetch_to_change(application, by=by)
    file = file_of(row)
    check_revision(row, file, revision)
    stored = load(file, row.values)
    offered, _declared = pairs(stored).get((field, index), (None, None))
    if offered is None or offered.value.reported is None or not offered.value.others:
        raise NotFound("value.no_others", _("No other source says anything else here."))
    others: dict[str, OtherValue | None] = {str(offered.value.reported): None}
    others |= {str(other.reported): other for other in offered.value.others}
    if holds not in others:
        raise Invalid("value.which", _("Choose which of them is right."), field="holds")
    exchange.weigh_sources(believed=offered.value.reported, holds=UUID(holds), by=by, at=at)
    weighed = replace(offered, value=replace(offered.value, weighed=UUID(holds)))
    if (right := others[holds]) is not None:
        send_back(row, file, weighed, reason=_reason(right), claimed=_claimed(right), by=by, at=at)
        return
    settle(row, file, put(stored, replace(weighed, revision=row.revision + 1)), at=at)
    row.revision += 1
    row.save()


def _reason(right: OtherValue) -> str:
    return REASON.format(source=right.source_name.get("en", right.source))


def _claimed(right: OtherValue) -> Any:
    return right.value
