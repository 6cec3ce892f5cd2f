"""The journal's line about a case, the same for every act."""

from datetime import datetime

from onedoor.cases.models import Case
from onedoor.journal import actions as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import Event


def record(event: Event, case: Case, *, by: Actor, at: datetime, **data: object) -> None:
    """Append it in the action's transaction; ``data`` holds codes and references only."""
    journal.record(
        event, subject_kind="case", subject=case.id, customer=case.customer, agency=case.agency, by=by, at=at,
        case=case.id,
        data={"number": case.number, "kind": case.kind, "service": case.service, "lane": case.lane, **data},
    )  # fmt: skip
