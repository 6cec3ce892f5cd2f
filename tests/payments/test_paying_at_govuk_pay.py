"""Paying through a real provider's client: notices late, twice, of another amount; refunds that it sends."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.errors import NotFound
from onedoor.payments import actions, queries
from onedoor.payments.models import Refund
from onedoor.payments.providers import govuk_pay
from onedoor.payments.providers.interface import ProviderSilent
from onedoor.payments.types import ChargeState, ChargeView, Checkout
from tests.fakes.govuk_pay import KEY, SECRET, FakePay
from tests.payments.conftest import Raise


@pytest.fixture
def fake(settings: Any, monkeypatch: pytest.MonkeyPatch) -> FakePay:
    """The settings of a house that takes cards; only the network is not real."""
    settings.PAYMENT_PROVIDER, settings.GOVUK_PAY_KEY = "govuk-pay", KEY
    settings.GOVUK_PAY_SIGNING_SECRET = SECRET
    made = FakePay()
    begin = govuk_pay.GovukPay.__init__
    monkeypatch.setattr(
        govuk_pay.GovukPay, "__init__", lambda self, **kw: begin(self, **kw | {"transport": made.transport()})
    )
    return made


@pytest.fixture
def checkout(fake: FakePay, raised: Raise, payer: Actor, at: datetime) -> Checkout:
    return actions.start_payment(charge=raised().id, amount=Decimal("770.00"), by=payer, at=at)


def only(fake: FakePay) -> str:
    (id,) = fake.payments
    return id


def send(fake: FakePay, at: datetime, event: str = "card_payment_succeeded", **change: object) -> Any:
    body, signature = fake.message(only(fake), event, **change)
    return actions.receive_notice(body=body, signature=signature, provider="govuk-pay", by=ANONYMOUS, at=at)


def bill(checkout: Checkout, payer: Actor) -> ChargeView:
    return queries.get_charge(checkout.charge, by=payer)


def test_the_payer_goes_to_its_page_with_our_reference(fake: FakePay, checkout: Checkout) -> None:
    assert checkout.url.startswith("https://www.payments.service.gov.uk/")
    payment = fake.payments[only(fake)]
    assert (payment["amount"], payment["reference"]) == (77_000, checkout.reference)
    assert payment["return_url"].endswith(f"/pay/{checkout.reference}/back/")


def test_succeeded_captured_and_settled_count_once(
    fake: FakePay, checkout: Checkout, payer: Actor, at: datetime
) -> None:
    for event in ("card_payment_captured", "card_payment_succeeded", "card_payment_settled"):
        assert send(fake, at, event)
    assert bill(checkout, payer).paid == Decimal("770.00")


def test_who_comes_back_before_the_notice_is_told_all_the_same(
    fake: FakePay, checkout: Checkout, payer: Actor, at: datetime
) -> None:
    assert actions.ask_provider(reference=checkout.reference, by=payer, at=at) is None
    fake.pay(only(fake))
    assert actions.ask_provider(reference=checkout.reference, by=payer, at=at)
    assert bill(checkout, payer).state is ChargeState.SETTLED
    assert send(fake, at).repeated  # the late notice
    assert bill(checkout, payer).paid == Decimal("770.00")


def test_another_amount_is_taken_as_it_is(
    fake: FakePay, checkout: Checkout, payer: Actor, at: datetime
) -> None:
    send(fake, at, amount=70_000)
    assert bill(checkout, payer).balance == Decimal("70.00")


def test_a_reference_that_is_not_ours_is_kept(fake: FakePay, checkout: Checkout, at: datetime) -> None:
    assert send(fake, at, reference="somebody else's").state == "kept"


def test_a_failed_payment_can_be_started_anew(
    fake: FakePay, checkout: Checkout, payer: Actor, at: datetime
) -> None:
    assert send(fake, at, "card_payment_failed") is None
    again = actions.start_payment(charge=bill(checkout, payer).id, amount=Decimal("770.00"), by=payer, at=at)
    assert again.reference != checkout.reference


def test_when_it_is_silent_nothing_is_started(
    fake: FakePay, raised: Raise, payer: Actor, at: datetime
) -> None:
    fake.trouble = ["lost"] * 3
    charge = raised()
    with pytest.raises(ProviderSilent):
        actions.start_payment(charge=charge.id, amount=charge.amount, by=payer, at=at)
    assert actions.start_payment(charge=charge.id, amount=charge.amount, by=payer, at=at).url


def test_a_refund_is_sent_by_it_once(
    fake: FakePay, checkout: Checkout, payer: Actor, officer: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    fake.pay(only(fake))
    payment = send(fake, at)
    actions.refund(payment=payment.id, amount=Decimal("70.00"), reason="Twice", by=officer, at=at)
    row = Refund.objects.get()
    assert row.state == "ordered"
    deliver()
    actions.send_refund(refund=row.id, by=officer, at=at)
    row.refresh_from_db()
    assert (row.state, bool(row.provider_reference)) == ("done", True)
    assert fake.payments[only(fake)]["refund_summary"]["amount_submitted"] == 7_000


def test_a_refund_that_it_refuses_is_shown_to_officers(
    fake: FakePay, checkout: Checkout, payer: Actor, officer: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    payment = send(fake, at)  # it never got the money, whatever its notice said
    actions.refund(payment=payment.id, amount=Decimal("70.00"), reason="Twice", by=officer, at=at)
    deliver()
    (refund,) = queries.list_refunds(bill(checkout, payer).id, by=officer)
    assert refund.state == "failed"


def test_without_a_key_there_is_no_such_provider(db: None, at: datetime) -> None:
    with pytest.raises(NotFound):
        actions.receive_notice(body=b"{}", signature="", provider="govuk-pay", by=ANONYMOUS, at=at)
