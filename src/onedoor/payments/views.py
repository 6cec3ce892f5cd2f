"""Rows of payments as the views that other rooms read."""

from decimal import Decimal

from onedoor.payments.models import (
    Charge,
    ChargeLine,
    CheckoutAttempt,
    PayeeAccount,
    Payment,
    PaymentOrder,
    Payout,
    PayoutPart,
    Receipt,
    Refund,
    Waiver,
)
from onedoor.payments.providers import get_provider
from onedoor.payments.types import (
    AccountView,
    ChargeState,
    ChargeView,
    Checkout,
    InstalmentView,
    Line,
    OrderView,
    PartView,
    PaymentState,
    PaymentView,
    PayoutView,
    ReceiptView,
    RefundView,
    WaiverView,
)


def to_charge(charge: Charge) -> ChargeView:
    """The charge with its lines and instalments; money pays the earliest instalment first."""
    paid, instalments = charge.paid, []
    for part in charge.instalments.all():
        covered = min(paid, part.amount)
        paid -= covered
        instalments.append(
            InstalmentView(position=part.position, due_date=part.due_date, amount=part.amount, paid=covered)
        )
    open_states = (ChargeState.DUE, ChargeState.PART_PAID)
    return ChargeView(
        id=charge.id,
        number=charge.number,
        customer=charge.customer,
        service=charge.service,
        application=charge.application,
        case=charge.case,
        lines=tuple(to_line(row) for row in charge.lines.all()),
        amount=charge.amount,
        paid=charge.paid,
        balance=charge.amount - charge.paid if charge.state in open_states else Decimal("0.00"),
        due_date=charge.due_date,
        state=ChargeState(charge.state),
        raised_at=charge.raised_at,
        settled_at=charge.settled_at,
        instalments=tuple(instalments),
    )


def to_line(row: ChargeLine) -> Line:
    return Line(
        agency=row.agency, code=row.code, title=row.title, amount=row.amount, waived=row.waived,
        waived_why=row.waived_why, paid=row.paid, refunded=row.refunded, stays=row.stays,
        position=row.position,
    )  # fmt: skip


def to_waiver(row: Waiver) -> WaiverView:
    return WaiverView(
        id=row.id, charge=row.line.charge.number, position=row.line.position, title=row.line.title,
        agency=row.line.agency, reason=row.reason, state=row.state, asked_by=row.asked_by,
        asked_at=row.asked_at, decided_at=row.decided_at,
    )  # fmt: skip


def to_refund(row: Refund) -> RefundView:
    charge = row.payment.charge
    return RefundView(
        id=row.id, charge=charge.number if charge else "", amount=row.amount, state=row.state,
        refunded_at=row.refunded_at,
    )  # fmt: skip


def to_checkout(attempt: CheckoutAttempt) -> Checkout:
    return Checkout(
        url=attempt.url or get_provider(attempt.provider).checkout_url(attempt.reference),
        reference=attempt.reference,
        charge=attempt.charge.number,
        amount=attempt.amount,
        state=attempt.state,
    )


def to_payment(payment: Payment, *, repeated: bool = False) -> PaymentView:
    receipt = Receipt.objects.filter(payment=payment).first()
    return PaymentView(
        id=payment.id,
        provider=payment.provider,
        provider_reference=payment.provider_reference,
        charge=payment.charge.number if payment.charge else "",
        amount=payment.amount,
        applied=payment.applied,
        over=payment.amount - payment.applied,
        refunded=payment.refunded,
        state=PaymentState(payment.state),
        paid_at=payment.paid_at,
        receipt=receipt.number if receipt else "",
        repeated=repeated,
    )


def to_receipt(receipt: Receipt) -> ReceiptView:
    payment = receipt.payment
    return ReceiptView(
        number=receipt.number,
        charge=payment.charge.number if payment.charge else "",
        amount=payment.amount,
        paid_at=payment.paid_at,
        issued_at=receipt.issued_at,
        provider=payment.provider,
    )


def to_account(row: PayeeAccount) -> AccountView:
    return AccountView(id=row.id, tail=row.tail, given_at=row.given_at, usable_from=row.usable_from)


def to_part(row: PayoutPart) -> PartView:
    return PartView(
        id=row.id, position=row.position, number=row.position + 1, amount=row.amount, due_date=row.due_date,
        state=row.state, reference=row.reference, paid_at=row.paid_at, returned_why=row.returned_why,
        account=f"•••• {row.account.tail}" if row.account else "",
    )  # fmt: skip


def to_payout(row: Payout) -> PayoutView:
    return PayoutView(
        id=row.id, number=row.number, customer=row.customer, service=row.service, application=row.application,
        agency=row.agency, title=row.title, amount=row.amount, planned_at=row.planned_at,
        stopped_at=row.stopped_at, stopped_why=row.stopped_why,
        parts=tuple(to_part(part) for part in row.parts.select_related("account")),
    )  # fmt: skip


def to_order(row: PaymentOrder) -> OrderView:
    states = list(row.parts.values_list("state", flat=True))
    return OrderView(
        id=row.id, number=row.number, execution_date=row.execution_date, parts_count=row.parts_count,
        amount=row.amount, state=row.state, made_at=row.made_at, answered_at=row.answered_at,
        paid=states.count("paid"), returned=states.count("returned") + states.count("stopped"),
    )  # fmt: skip
