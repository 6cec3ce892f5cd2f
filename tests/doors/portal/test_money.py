"""Bills of several agencies, what is paid out, the account, and what the bank tells us."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.test import Client

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import actions
from onedoor.payments import queries as payments
from onedoor.payments.providers import TEST_BANK
from onedoor.payments.types import ChargeView, Line
from tests.fakes.govuk_pay import FakePay
from tests.payments.test_paying_at_govuk_pay import fake as card_provider  # noqa: F401  # a fixture
from tests.services.flow.test_money import _house, apply  # noqa: F401  # fixtures


@pytest.fixture
def bill(mei: UUID, at: datetime) -> ChargeView:
    lines = [
        Line(agency="BIZ", code="name", title={"en": "Name", "zh-hans": "名称"}, amount=Decimal("15.00")),
        Line(agency="LIC", code="food", title={"en": "Food licence", "zh-hans": "食品许可证"},
             amount=Decimal("85.00"),
             waived=Decimal("85.00"),
             waived_why={"en": "Act 7", "zh-hans": "第7号法令"}),
    ]  # fmt: skip
    return actions.raise_charge(
        customer=mei, service="business", lines=lines, due_date=date(2025, 4, 1), by=SYSTEM, at=at
    )


def test_fees_stand_on_the_services_page_before_applying(db: None, client: Client) -> None:
    page = client.get("/services/open-shop/").content.decode()
    for words in ("Business Registry", "Licensing Office", "$300.00", "by your answers", "Act 7, section 3"):
        assert words in page


def test_fees_stand_on_the_draft_before_signing(
    proved: Client, citizen: Actor, mei: UUID, at: datetime
) -> None:
    from onedoor.services import actions as services

    begun = services.start_application(customer=mei, service="open-shop", door="portal", by=citizen, at=at)
    proved.post(
        f"/applications/{begun.number}/questions/shop/", {"seats": "3", "charity": "yes", "revision": "1"}
    )
    page = proved.get(f"/applications/{begun.number}/").content.decode()
    assert "You pay in all" in page
    assert "$52.50" in page
    assert "Waived, instead of $300.00: Charities pay no company fee" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Waived, instead of $85.00: Act 7"), ("zh-hans", "原应缴 $85.00，已减免：第7号法令")],
)
def test_a_bill_says_who_gets_what_and_what_is_waived(
    proved: Client, bill: ChargeView, language: str, words: str
) -> None:
    proved.cookies["language"] = language
    page = proved.get(f"/payments/{bill.number}/").content.decode()
    assert words in page
    assert ("Business Registry" if language == "en" else "商事登记局") in page


def test_naming_an_account_takes_a_code_and_shows_only_its_end(
    browser: Client, proved: Client, bill: ChargeView, mei: UUID
) -> None:
    assert "/payments/account/" not in Client().get("/payments/account/").content.decode()
    answer = proved.post("/payments/account/", {"account": "12345678"})
    assert (answer.status_code, "12345678" in answer.content.decode()) == (422, False)
    proved.post("/payments/account/", {"account": "123-456-789-012"})
    page = proved.get("/payments/account/").content.decode()
    assert "•••• 9012" in page
    assert "123456789012" not in page


def test_below_level_three_no_account_can_be_named(browser: Client, mei: UUID) -> None:
    answer = browser.post("/payments/account/", {"account": "123456789012"})
    assert answer["Location"].startswith("/step-up/")
    assert payments.find_account(mei, by=SYSTEM) is None


def test_what_she_gets_and_when(proved: Client, mei: UUID, at: datetime) -> None:
    payout = actions.plan_payout(
        customer=mei, service="birth", application=uuid4(), step="gift", agency="SOC", by=SYSTEM, at=at,
        title={"en": "Birth gift", "zh-hans": "生育奖励金"}, held=True,
        parts=[(Decimal("3000.00"), date(2025, 3, 10)), (Decimal("1500.00"), date(2025, 9, 10))],
    )  # fmt: skip
    assert "Birth gift" in proved.get("/payments/").content.decode()
    page = proved.get(f"/payments/payouts/{payout.number}/").content.decode()
    assert "Waits for what you still have to do" in page
    assert "10 September 2025" in page
    assert proved.get("/payments/payouts/HP-0000-0000-0/").status_code == 404


def notify(client: Client, body: bytes, signature: str, provider: str = "harbour-pay") -> int:
    names = {"harbour-pay": "Harbour-Signature", "govuk-pay": "Pay-Signature"}
    answer = client.post(
        f"/pay/notices/{provider}/", body, content_type="application/json",
        headers={names.get(provider, "X"): signature},
    )  # fmt: skip
    return answer.status_code


@pytest.fixture
def strict() -> Client:
    """A machine, without cookies, that Django checks for cross-site requests as it does everybody."""
    return Client(enforce_csrf_checks=True)


def test_a_notice_counts_once_however_often_it_comes(
    strict: Client, bill: ChargeView, citizen: Actor, at: datetime
) -> None:
    reference = actions.start_payment(charge=bill.id, amount=bill.balance, by=citizen, at=at).reference
    notice = TEST_BANK.write_notice(
        payment="B-1", reference=reference, outcome="paid", amount=Decimal("15"), paid_at=at
    )
    assert [notify(strict, *notice) for _time in range(3)] == [204, 204, 204]
    assert payments.get_charge(bill.number, by=SYSTEM).paid == Decimal("15.00")


def test_an_unsigned_notice_is_refused_and_written_down(strict: Client, bill: ChargeView) -> None:
    assert notify(strict, b"{}", "no") == 403
    assert JournalEntry.objects.filter(data__action="payments.receive_notice").count() == 1


def test_other_notices_are_answered_soberly(strict: Client, db: None) -> None:
    assert notify(strict, b"{}", "", provider="nobody") == 404
    assert notify(strict, b"x" * 70_000, "") == 413
    assert strict.get("/pay/notices/harbour-pay/").status_code == 405


def test_a_provider_of_cards_tells_us_and_the_payer_comes_back(
    strict: Client,
    proved: Client,
    card_provider: FakePay,  # noqa: F811
    bill: ChargeView,
) -> None:
    away = proved.post(f"/payments/{bill.number}/", {"amount": "15.00"})["Location"]
    assert away.startswith("https://www.payments.service.gov.uk/")
    fake = card_provider
    (id,) = fake.payments
    reference = fake.payments[id]["reference"]
    page = proved.get(f"/pay/{reference}/back/", follow=True).content.decode()
    assert "do not pay twice" in page
    fake.pay(id)
    assert "HR-" in proved.get(f"/pay/{reference}/back/", follow=True).content.decode()
    assert notify(strict, *fake.message(id), provider="govuk-pay") == 204
    assert payments.get_charge(bill.number, by=SYSTEM).paid == Decimal("15.00")
    assert proved.get("/pay/unknown/back/").status_code == 404
