"""Who on duty can be rung, and what was tried."""

from datetime import datetime, timedelta
from uuid import UUID

from onedoor.cases.duty import list_on_duty
from onedoor.cases.models import DutyCall, DutyNumber
from onedoor.cases.ringing import DutyCallState, DutyCallView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust

NUMBER = "duty-number"
SHOWN, MOST = timedelta(days=7), 50


def list_duty_numbers(agency: str, at: datetime) -> list[str]:
    """The numbers (E.164) of whoever is on duty for ``agency``, in the order in which they are asked. For
    the house's own exchange only: nobody is shown them."""
    asked = [officer.account for officer in list_on_duty(agency, at)]
    with scoped(SYSTEM):
        rows = DutyNumber.objects.filter(account__in=asked)
        numbers = {row.account: trust.unseal(bytes(row.number), purpose=NUMBER) for row in rows}
    return list(dict.fromkeys(numbers[account] for account in asked if account in numbers))


def list_rung(accounts: set[UUID]) -> set[UUID]:
    """Those of ``accounts`` that have said where they are rung."""
    with scoped(SYSTEM):
        return set(DutyNumber.objects.filter(account__in=accounts).values_list("account", flat=True))


def find_duty_number(*, by: Actor) -> str:
    """Where you are rung yourself; empty where you have not said it."""
    with scoped(SYSTEM):
        row = DutyNumber.objects.filter(account=by.account).first()
    return trust.unseal(bytes(row.number), purpose=NUMBER) if row else ""


def list_duty_calls(*, by: Actor, at: datetime) -> list[DutyCallView]:
    """What was tried in the last seven days about cases that you may see, latest first, at most fifty."""
    if not by.may("cases.read"):
        return []
    with scoped(by):
        rows = DutyCall.objects.select_related("case").filter(began_at__gte=at - SHOWN)
        return [
            DutyCallView(
                row.id, row.case_id, row.case.number, row.name, row.agency, row.attempt,
                DutyCallState(row.state), row.texted, row.began_at, row.ended_at,
            )
            for row in rows.order_by("-began_at")[:MOST]
        ]  # fmt: skip
