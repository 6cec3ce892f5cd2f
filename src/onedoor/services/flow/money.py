"""Money on the way of an application: the bill, what is paid out, and how both are taken back."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from onedoor.kernel.clock import local
from onedoor.kernel.errors import Refused
from onedoor.payments import actions as payments
from onedoor.payments import queries as charges
from onedoor.payments.types import ChargeState
from onedoor.payments.types import Line as ChargeLine
from onedoor.services.applications.drafting import season_of
from onedoor.services.decide.fees import FeeLine, fees_of
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Step
from onedoor.services.flow.journey import Journey, move_on
from onedoor.services.flow.plan import node_of
from onedoor.services.flow.terms import add_term

NOUGHT = Decimal("0.00")
LEVEL_TO_NAME_AN_ACCOUNT = 3
DONE = (ChargeState.SETTLED, ChargeState.WAIVED, ChargeState.CANCELLED, ChargeState.REFUNDED)


def bill(journey: Journey, step: Step) -> None:
    """Make the application's bill, once. Where all is waived it says so, and asks nothing."""
    row = journey.row
    lines = lines_of(journey, step)
    if row.charge is not None or not any(line.amount for line in lines):
        return
    charge = payments.raise_charge(
        customer=row.customer, service=journey.file.service, application=row.id, case=row.case, lines=lines,
        due_date=due_date(journey, step), by=journey.house, at=journey.at,
    )  # fmt: skip
    row.charge, journey.charge = charge.id, charge


def wait_for_payment(journey: Journey, step: Step) -> None:
    """The flow has come to where the customer pays: she gets her bill; when there is nothing to pay, or
    she has paid it already, it goes on at once."""
    bill(journey, step)
    row, node = journey.row, node_of(step)
    charge = charges.get_charge_by_id(row.charge, by=journey.house) if row.charge else None
    if (charge is None or charge.state in DONE) and node in row.waits_for:
        move_on(journey, node=node)


def lines_of(journey: Journey, step: Step) -> list[ChargeLine]:
    """What a step bills: the formula that it names, else the fees of the file, else what the rules
    say is payable."""
    file, decision = journey.file, journey.reckoning.decision
    if file.fees and not step.amount:
        return fee_lines(file, fees_of(file, journey.facts()))
    amount = decision.outputs.get(step.amount or "", decision.payable) if decision else None
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int) or amount <= 0:
        return []
    return [ChargeLine(agency=file.agency, code=file.service, title=file.title, amount=Decimal(amount))]


def fee_lines(file: ServiceFile, fees: Sequence[FeeLine]) -> list[ChargeLine]:
    """Fees as lines of a bill: a waived one keeps its amount, and says why none of it is asked."""
    stays = {fee.id for fee in file.fees if fee.stays}
    return [
        ChargeLine(
            agency=fee.agency, code=fee.id, title=fee.title, amount=fee.full, stays=fee.id in stays,
            waived=fee.full if fee.waived else NOUGHT, waived_why=fee.why,
        )
        for fee in fees
    ]  # fmt: skip


def pay_out(journey: Journey, step: Step) -> None:
    """Promise what the formula gives: one amount, or a list of them, ``every`` so long. The first part
    is due today. Without an account that she named at level 3 it waits until she names one."""
    row, file = journey.row, journey.file
    parts = parts_of(journey, step)
    if not parts:
        return
    _name_account(journey, step)
    payments.plan_payout(
        customer=row.customer, service=file.service, application=row.id, step=step.id, case=row.case,
        agency=file.agency if step.by == "customer" else step.by, title=step.title or file.title,
        parts=parts, held=step.held, held_first=step.held_first, by=journey.house, at=journey.at,
    )  # fmt: skip


def parts_of(journey: Journey, step: Step) -> list[tuple[Decimal, date]]:
    """The amounts with their days; what comes to nothing is no part."""
    decision = journey.reckoning.decision
    found = decision.outputs.get(step.amount or "", decision.payable) if decision else None
    amounts = found if isinstance(found, list | tuple) else [found]
    today = local(journey.at).date()
    return [
        (Decimal(amount), add_term(today, step.every, times=number) if step.every else today)
        for number, amount in enumerate(amounts)
        if isinstance(amount, Decimal | int) and not isinstance(amount, bool) and amount > 0
    ]


def release(journey: Journey, step: Step) -> None:
    """Free the next held part of the customer's newest payout of the service that the step names."""
    _release(journey, step, lapse=False)


def lapse(journey: Journey, step: Step) -> None:
    """Let that part go unpaid: what it asked for was not done."""
    _release(journey, step, lapse=True)


def undo_bill(journey: Journey, _step: Step) -> None:
    """What the bill was for is not to be: unpaid it is cancelled, what was paid goes back, and fees
    that stay stay."""
    if journey.row.charge is not None:
        payments.take_back_charge(
            charge=journey.row.charge, reason=_reason(journey), by=journey.house, at=journey.at
        )


def undo_payout(journey: Journey, _step: Step) -> None:
    """Nothing more is paid out; what was is asked back."""
    for payout in charges.list_payouts_of(journey.row.id, by=journey.house):
        payments.stop_payout(
            payout=payout.id, reason=_reason(journey), reclaim=True, by=journey.house, at=journey.at
        )


def undo_money(journey: Journey) -> None:
    """All of an application's money at once, however far it was. Doing it twice is once."""
    for undo in UNDO.values():
        undo(journey, Step(id="undo", does="pay"))


def due_date(journey: Journey, step: Step) -> date:
    """When a bill is to be paid: the step's term, but not before the season's own day."""
    today = local(journey.at).date()
    season = season_of(journey.file, journey.row.season)
    due = add_term(today, step.due) if step.due else None
    if season is not None and season.due is not None and (due is None or due < season.due):
        return season.due
    return due or today + timedelta(days=30)


def _name_account(journey: Journey, step: Step) -> None:
    """The account that she signed for; one that she may not name so is left for her to name herself."""
    number = journey.facts().get(step.account or "")
    signature = journey.row.signatures.order_by("-signed_at").first()
    if not number or signature is None:
        return
    try:
        payments.give_account(
            customer=journey.row.customer, number=str(number), sure=signature.assurance,
            by=journey.house, at=journey.at,
        )  # fmt: skip
    except Refused:
        return


def _release(journey: Journey, step: Step, *, lapse: bool) -> None:
    payments.release_part(
        customer=journey.row.customer, service=step.of or journey.file.service, lapse=lapse,
        by=journey.house, at=journey.at,
    )  # fmt: skip


def _reason(journey: Journey) -> str:
    return f"{journey.file.service} {journey.row.number}"


PERFORM: dict[str, Callable[[Journey, Step], Any]] = {"payout": pay_out, "release": release, "lapse": lapse}
ARRIVE: dict[str, Callable[[Journey, Step], Any]] = {"pay": wait_for_payment}
UNDO: dict[str, Callable[[Journey, Step], Any]] = {"pay": undo_bill, "payout": undo_payout}
