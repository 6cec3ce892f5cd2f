"""GOV.UK Pay: the same rules hold for the fake and, where a key is given, for the real service.

``GOVUK_PAY_TEST_KEY`` names an API key of a test (sandbox) account.
"""

import os
from decimal import Decimal
from secrets import token_urlsafe

import pytest

from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.payments.providers.govuk_pay import GovukPay
from onedoor.payments.providers.interface import Order, ProviderSilent
from tests.fakes.govuk_pay import KEY, SECRET, FakePay

ADDRESS = "https://publicapi.payments.service.gov.uk"
REAL = os.environ.get("GOVUK_PAY_TEST_KEY", "")


@pytest.fixture
def fake() -> FakePay:
    return FakePay()


@pytest.fixture
def pay(fake: FakePay) -> GovukPay:
    return GovukPay(address=ADDRESS, key=KEY, secret=SECRET, transport=fake.transport())


@pytest.fixture(
    params=[
        "fake",
        pytest.param("real", marks=pytest.mark.skipif(not REAL, reason="no key of a test account")),
    ]
)
def either(request: pytest.FixtureRequest, pay: GovukPay) -> GovukPay:
    """The contract's subject."""
    return pay if request.param == "fake" else GovukPay(address=ADDRESS, key=REAL, secret=SECRET)


def order(amount: str = "77.00", reference: str = "") -> Order:
    return Order(
        reference=reference or token_urlsafe(18), voucher="HV-7K3M-Q9TD-4", amount=Decimal(amount),
        title="Open a shop", language="zh-hans", return_url="https://onedoor.example/pay/x/back/",
    )  # fmt: skip


def test_a_payment_begins_at_its_page(either: GovukPay) -> None:
    begun = either.begin(order())
    assert begun.url.startswith("https://")
    assert begun.provider_reference
    assert either.ask(begun.provider_reference) is None


def test_the_same_order_twice_is_one_payment(either: GovukPay) -> None:
    one = order()
    assert either.begin(one).provider_reference == either.begin(one).provider_reference


def test_cancelled_it_is_over_and_cancelling_twice_is_once(either: GovukPay) -> None:
    begun = either.begin(order())
    for _time in range(2):
        either.cancel(begun.provider_reference)
    found = either.ask(begun.provider_reference)
    assert found
    assert found.outcome == "failed"


def test_nothing_can_be_paid_back_of_what_was_not_paid(either: GovukPay) -> None:
    begun = either.begin(order())
    with pytest.raises(Conflict):
        either.refund(begun.provider_reference, Decimal("1.00"))


def test_what_it_does_not_know_is_said_so(either: GovukPay) -> None:
    with pytest.raises(Invalid):
        either.ask("0" * 26)


def test_an_amount_that_it_does_not_take_is_said_so(either: GovukPay) -> None:
    with pytest.raises(Invalid):
        either.begin(order("100000.01"))


def test_a_wrong_key_is_our_fault_not_the_payers(fake: FakePay) -> None:
    wrong = GovukPay(address=ADDRESS, key="no", secret=SECRET, transport=fake.transport())
    with pytest.raises(ProviderSilent):
        wrong.begin(order())


@pytest.mark.parametrize("trouble", [["answer-lost"], ["lost", "answer-lost"], ["503"], ["429", "lost"]])
def test_after_a_time_out_it_is_tried_again_and_paid_once(
    pay: GovukPay, fake: FakePay, trouble: list[str]
) -> None:
    fake.trouble = list(trouble)
    begun = pay.begin(order())
    assert list(fake.payments) == [begun.provider_reference]


@pytest.mark.parametrize("trouble", ["lost", "answer-lost", "500"])
def test_silence_is_said_in_words_after_three_tries(pay: GovukPay, fake: FakePay, trouble: str) -> None:
    fake.trouble = [trouble] * 9
    with pytest.raises(ProviderSilent, match="does not answer"):
        pay.begin(order())
    assert fake.calls == 3


def test_a_refund_is_never_tried_twice_by_itself(pay: GovukPay, fake: FakePay) -> None:
    begun = pay.begin(order())
    fake.pay(begun.provider_reference)
    fake.trouble = ["", "answer-lost"]
    with pytest.raises(ProviderSilent):
        pay.refund(begun.provider_reference, Decimal("77.00"))
    with pytest.raises(Conflict):  # the next try sees that it was done
        pay.refund(begun.provider_reference, Decimal("77.00"))
    assert fake.payments[begun.provider_reference]["refund_summary"]["amount_submitted"] == 7700


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        ("card_payment_succeeded", "paid"), ("CARD_PAYMENT_CAPTURED", "paid"),
        ("card_payment_settled", "paid"), ("card_payment_failed", "failed"),
        ("card_payment_expired", "failed"), ("card_payment_refunded", None), ("something_new", None),
    ],
)  # fmt: skip
def test_the_table_of_messages(pay: GovukPay, fake: FakePay, event: str, outcome: str | None) -> None:
    one = order()
    begun = pay.begin(one)
    notice = pay.read_notice(*fake.message(begun.provider_reference, event))
    assert (notice.outcome if notice else None) == outcome
    if notice:
        assert (notice.amount, notice.reference, notice.provider_reference) == (
            one.amount, one.reference, begun.provider_reference
        )  # fmt: skip


@pytest.mark.parametrize("signature", ["", "0" * 64, "é"])
def test_a_message_that_is_not_signed_is_refused(pay: GovukPay, fake: FakePay, signature: str) -> None:
    body, _signature = fake.message(pay.begin(order()).provider_reference)
    with pytest.raises(NotAllowed):
        pay.read_notice(body, signature)


def test_without_a_secret_nothing_is_believed(fake: FakePay, pay: GovukPay) -> None:
    bare = GovukPay(address=ADDRESS, key=KEY, secret="", transport=fake.transport())
    body, signature = fake.message(pay.begin(order()).provider_reference)
    with pytest.raises(NotAllowed):
        bare.read_notice(body, signature)


@pytest.mark.parametrize("amount", ["77", 0, -1, 1.5, None, True])
def test_a_signed_message_about_no_real_amount_is_refused(
    pay: GovukPay, fake: FakePay, amount: object
) -> None:
    id = pay.begin(order()).provider_reference
    with pytest.raises(Invalid):
        pay.read_notice(*fake.message(id, amount=amount))
