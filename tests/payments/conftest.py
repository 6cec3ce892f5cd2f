"""The cast of the payment rules: who owes, a stranger, officers, and the bank."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.payments import actions
from onedoor.payments.providers import TEST_BANK
from onedoor.payments.types import ChargeView, Line, PaymentView

Raise = Callable[..., ChargeView]
Notify = Callable[..., PaymentView | None]

MAY = frozenset(
    f"payments.{act}"
    for act in ("read", "raise", "cancel", "refund", "waive", "pay_out", "reconcile", "stop")
)


def tax(amount: str = "770.00", agency: str = "REV") -> Line:
    return Line(
        agency=agency,
        code="income-tax",
        title={"en": "Income tax", "zh-hans": "个人所得税"},
        amount=Decimal(amount),
    )


@pytest.fixture
def payer() -> Actor:
    return Actor(
        kind="citizen", account=uuid4(), name="Lin Wei", door="portal", assurance=3, customer=uuid4()
    )


@pytest.fixture
def stranger(payer: Actor) -> Actor:
    return replace(payer, account=uuid4(), customer=uuid4())


@pytest.fixture
def officer() -> Actor:
    return Actor(kind="officer", account=uuid4(), name="Mei Tan", door="desk", agency="REV", permissions=MAY)


@pytest.fixture
def elsewhere(officer: Actor) -> Actor:
    return replace(officer, account=uuid4(), agency="LIB")


@pytest.fixture
def raised(db: None, payer: Actor, at: datetime) -> Raise:
    """Raise a bill of 770 dollars, different where the test says so."""

    def make(*lines: Line, by: Actor = SYSTEM) -> ChargeView:
        return actions.raise_charge(
            customer=payer.customer, service="income-tax", lines=lines or [tax()], due_date=date(2025, 4, 10),
            by=by, at=at,
        )  # type: ignore[arg-type]  # fmt: skip

    return make


@pytest.fixture
def notify(db: None, at: datetime) -> Notify:
    """The bank sends a notice, as nobody in particular."""

    def make(
        reference: str, amount: str = "770.00", payment: str = "B-1", outcome: str = "paid"
    ) -> PaymentView | None:
        body, signature = TEST_BANK.write_notice(
            payment=payment,
            reference=reference,
            outcome=outcome,
            amount=Decimal(amount),
            paid_at=at,  # type: ignore[arg-type]
        )
        return actions.receive_notice(body=body, signature=signature, by=ANONYMOUS, at=at)

    return make
