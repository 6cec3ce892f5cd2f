"""The journal's line about a charge, the same for every act; amounts are never in it."""

from datetime import datetime

from onedoor.journal import actions as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import Event
from onedoor.payments.models import Charge


def record(event: Event, charge: Charge, *, by: Actor, at: datetime, **data: object) -> None:
    """Append it in the action's transaction; ``data`` holds codes and references only."""
    application = {"application": str(charge.application)} if charge.application else {}
    journal.record(
        event, subject_kind="charge", subject=charge.id, customer=charge.customer, agency=charge.agencies[0],
        by=by, at=at, case=charge.case,
        data={"number": charge.number, "service": charge.service, **application, **data},
    )  # fmt: skip
