"""Reads of payments: bills, receipts, a started payment, kept money, and what a voucher prints."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.payments.access import READ, unknown_charge, visible_charges, visible_payouts
from onedoor.payments.ledger import received
from onedoor.payments.models import (
    BankStatement,
    Charge,
    CheckoutAttempt,
    LedgerEntry,
    PayeeAccount,
    Payment,
    PaymentOrder,
    Receipt,
    Refund,
    Waiver,
)
from onedoor.payments.orders import write_file
from onedoor.payments.providers import get_provider
from onedoor.payments.statements import to_statement
from onedoor.payments.types import (
    AccountView,
    ChargeView,
    Checkout,
    OrderView,
    PaymentView,
    PayoutView,
    ReceiptView,
    RefundView,
    StatementView,
    Voucher,
    WaiverView,
)
from onedoor.payments.views import (
    to_account,
    to_charge,
    to_checkout,
    to_order,
    to_payment,
    to_payout,
    to_receipt,
    to_refund,
    to_waiver,
)

PAY_OUT, RECONCILE = "payments.pay_out", "payments.reconcile"
MANY = 200


def get_charge(number: str, *, by: Actor) -> ChargeView:
    """The bill with this voucher number, however it was typed. Raises NotFound."""
    return _found(visible_charges(by).filter(number=find_number(number) or "").first())


def get_charge_by_id(charge: UUID, *, by: Actor) -> ChargeView:
    """The bill of that id. Raises NotFound."""
    return _found(visible_charges(by).filter(id=charge).first())


def list_charges(customer: UUID, *, by: Actor, limit: int = 50) -> list[ChargeView]:
    """The customer's bills that ``by`` may see, newest first."""
    _require_reader(customer, by)
    rows = visible_charges(by).filter(customer=customer).order_by("-raised_at")
    return [to_charge(row) for row in rows.prefetch_related("lines", "instalments")[:limit]]


def list_receipts(customer: UUID, *, by: Actor, limit: int = 50) -> list[ReceiptView]:
    """The customer's receipts for bills that ``by`` may see, newest first."""
    _require_reader(customer, by)
    rows = Receipt.objects.filter(customer=customer, payment__charge__in=visible_charges(by))
    return [to_receipt(row) for row in rows.select_related("payment__charge").order_by("-issued_at")[:limit]]


def list_payments(charge: UUID, *, by: Actor) -> list[PaymentView]:
    """What was paid on one bill, oldest first."""
    rows = Payment.objects.filter(charge__in=visible_charges(by).filter(id=charge))
    return [to_payment(row) for row in rows.select_related("charge").order_by("received_at")]


def list_kept(*, by: Actor) -> list[PaymentView]:
    """Money that waits for an officer to find its bill, oldest first."""
    if by.kind not in ("officer", "system") or not by.may(READ):
        return []
    rows = Payment.objects.filter(charge=None).exclude(state="refunded").order_by("received_at")
    return [to_payment(row) for row in rows]


def list_waivers(charge: UUID, *, by: Actor) -> list[WaiverView]:
    """What officers asked to let go on one bill, newest first. Officers only."""
    if by.kind not in ("officer", "system"):
        return []
    rows = Waiver.objects.filter(line__charge__in=visible_charges(by).filter(id=charge))
    return [to_waiver(row) for row in rows.select_related("line__charge").order_by("-asked_at")]


def list_open_waivers(*, by: Actor) -> list[WaiverView]:
    """What waits for a second officer of one's own agency, oldest first."""
    if by.kind != "officer" or not by.may("payments.waive"):
        return []
    rows = Waiver.objects.filter(state="asked", line__agency=by.agency).exclude(asked_by=by.account)
    return [to_waiver(row) for row in rows.select_related("line__charge").order_by("asked_at")[:MANY]]


def list_refunds(charge: UUID, *, by: Actor) -> list[RefundView]:
    """What went back of one bill, newest first."""
    rows = Refund.objects.filter(payment__charge__in=visible_charges(by).filter(id=charge))
    return [to_refund(row) for row in rows.select_related("payment__charge").order_by("-refunded_at")]


def get_payout(number: str, *, by: Actor) -> PayoutView:
    """The payout of this number. Raises NotFound."""
    row = visible_payouts(by).filter(number=find_number(number) or "").first()
    if row is None:
        raise NotFound("payout.unknown", _("There is no such payout, or it is not yours."))
    return to_payout(row)


def list_payouts(customer: UUID, *, by: Actor, limit: int = 50) -> list[PayoutView]:
    """What the customer gets, that ``by`` may see, newest first."""
    _require_reader(customer, by)
    rows = visible_payouts(by).filter(customer=customer).order_by("-planned_at")[:limit]
    return [to_payout(row) for row in rows]


def list_payouts_of(application: UUID, *, by: Actor) -> list[PayoutView]:
    """What one application pays."""
    return [to_payout(row) for row in visible_payouts(by).filter(application=application)]


def list_agency_payouts(*, by: Actor, state: str = "", limit: int = MANY) -> list[PayoutView]:
    """Payouts of the officer's agency, those first whose parts the bank gave back; ``state`` keeps
    those with a part of that state."""
    _require(by, PAY_OUT)
    rows = visible_payouts(by).filter(agency=by.agency) if by.kind == "officer" else visible_payouts(by)
    if state:
        rows = rows.filter(parts__state=state).distinct()
    rows = rows.annotate(back=Count("parts", filter=Q(parts__state="returned")))
    return [to_payout(row) for row in rows.order_by("-back", "-planned_at")[:limit]]


def find_account(customer: UUID, *, by: Actor) -> AccountView | None:
    """Where her money goes now; only the end of the number."""
    _require_reader(customer, by)
    row = PayeeAccount.objects.filter(customer=customer, replaced_at=None).first()
    return to_account(row) if row else None


def list_orders(*, by: Actor, limit: int = 30) -> list[OrderView]:
    """The orders to the bank, newest first: the treasury's view over all agencies."""
    _require(by, PAY_OUT)
    with scoped(SYSTEM):
        return [to_order(row) for row in PaymentOrder.objects.order_by("-made_at")[:limit]]


def write_order_file(number: str, *, by: Actor) -> bytes:
    """The file of an order (pain.001), for who takes it to the bank. Raises NotFound."""
    _require(by, PAY_OUT)
    with scoped(SYSTEM):
        row = PaymentOrder.objects.filter(number=number).first()
        if row is None:
            raise NotFound("order.unknown", _("There is no such order."))
        return write_file(row)


def list_statements(*, by: Actor, limit: int = 30) -> list[StatementView]:
    """The bank's statements, latest day first."""
    _require(by, RECONCILE)
    with scoped(SYSTEM):
        return [
            to_statement(row) for row in BankStatement.objects.order_by("-last_date", "-taken_at")[:limit]
        ]


def get_statement(statement: UUID, *, by: Actor) -> StatementView:
    """One statement against our books. Raises NotFound."""
    _require(by, RECONCILE)
    with scoped(SYSTEM):
        row = BankStatement.objects.filter(id=statement).first()
        if row is None:
            raise NotFound("statement.unknown", _("There is no such statement."))
        return to_statement(row)


def list_received(*, by: Actor) -> list[tuple[str, Decimal]]:
    """What each agency really received of its bills so far: money paid, without what went back."""
    _require(by, RECONCILE)
    with scoped(SYSTEM):
        rows = LedgerEntry.objects.filter(account__startswith=received("")).values("account")
        sums = rows.annotate(total=Sum("amount")).order_by("account")
        return [(row["account"].partition(":")[2], -row["total"]) for row in sums]


def signature_header(provider: str) -> str:
    """The header in which a provider signs its notices. Raises NotFound."""
    return get_provider(provider).signature_header


def find_checkout(reference: str) -> Checkout | None:
    """A started payment, for the page of the bank. Whoever holds the reference is the payer."""
    with transaction.atomic(), scoped(SYSTEM):
        attempt = CheckoutAttempt.objects.select_related("charge").filter(reference=reference).first()
        return to_checkout(attempt) if attempt else None


def get_voucher(number: str, *, by: Actor) -> Voucher:
    """What a payment voucher prints. Its code names bill, amount and day, and no person."""
    charge = get_charge(number, by=by)
    return Voucher(
        number=charge.number,
        payee=charge.lines[0].agency,
        amount=charge.balance,
        due_date=charge.due_date,
        qr=f"HARBOURPAY:1;{charge.number};{charge.balance};{charge.due_date.isoformat()}",
    )


def _found(row: Charge | None) -> ChargeView:
    if row is None:
        raise unknown_charge()
    return to_charge(row)


def _require(by: Actor, may: str) -> None:
    if by.kind not in ("officer", "system") or not by.may(may):
        raise NotAllowed(f"{may}.refused", _("Your role does not allow this."), needs=may)


def _require_reader(customer: UUID, by: Actor) -> None:
    if by.kind == "officer" and not by.may(READ) and by.customer != customer:
        raise NotAllowed("payments.may_not_read", _("Your role does not see bills."), customer=customer)
