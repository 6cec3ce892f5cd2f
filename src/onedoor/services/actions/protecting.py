"""A stolen identity: a case with a clock."""

from datetime import datetime
from uuid import UUID

from onedoor.cases import actions as cases
from onedoor.cases import queries as of_cases
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import Text

KIND, AGENCY = "identity-theft", "CIV"
SUBJECT: Text = {
    "en": "Identity theft reported: see her and her papers, then open the lock by two",
    "zh-hans": "身份被盗用：请当面核验本人及证件，再由两人解除锁定",
}


@action()
def open_theft_case(*, customer: UUID, locked_at: datetime, by: Actor, at: datetime) -> None:
    """The registry sees to it within two working days. Told twice, opened once."""
    there = (case for case in of_cases.list_cases(customer, by=by) if case.kind == KIND)
    if any(case.opened_at >= locked_at for case in there):
        return
    cases.open_case(
        kind=KIND, customer=customer, agency=AGENCY, service="", subject=SUBJECT, promise="P2D",
        calendar="working-days", by=by, at=at,
    )  # fmt: skip
