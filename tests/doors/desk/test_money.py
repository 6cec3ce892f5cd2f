"""Bills, payouts and the bank's statements at the desk."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import actions
from onedoor.payments import queries as payments
from onedoor.payments.types import ChargeView, Line, PayoutView
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit
from tests.payments.statements import camt


@pytest.fixture
def bill(mei: UUID, at: datetime) -> ChargeView:
    """60 dollars for the registry of businesses, 40 for the revenue service."""
    lines = [
        Line(
            agency="BIZ", code="company", title={"en": "Company", "zh-hans": "公司"}, amount=Decimal("60.00")
        ),
        Line(
            agency="REV",
            code="file",
            title={"en": "Tax file", "zh-hans": "税务档案"},
            amount=Decimal("40.00"),
        ),
    ]
    return actions.raise_charge(
        customer=mei, service="business", lines=lines, due_date=date(2025, 4, 1), by=SYSTEM, at=at
    )


@pytest.fixture
def treasury(sit: Sit, hire: Hire) -> Client:
    """The supervisor's desk at the Revenue Service."""
    return sit(hire("Rosa Lau", role="supervisor"))


def pay(bill: ChargeView, amount: str, citizen: Actor, at: datetime) -> None:
    reference = actions.start_payment(charge=bill.id, amount=bill.balance, by=citizen, at=at).reference
    actions.pay_at_test_bank(reference=reference, amount=Decimal(amount), by=citizen, at=at)


def test_two_officers_let_a_line_go(desk: Client, treasury: Client, bill: ChargeView) -> None:
    address = f"/desk/bills/{bill.number}/"
    assert desk.post(f"{address}waive/", {"position": "1", "reason": ""}).status_code == 422
    desk.post(f"{address}waive/", {"position": "1", "reason": "Rule 12"})
    assert "A second officer has to agree" in desk.get(address).content.decode()
    waiver = payments.list_waivers(bill.id, by=SYSTEM)[0].id
    own = desk.post(f"{address}decide/", {"waiver": waiver, "agrees": "yes"})
    assert own.status_code == 422
    assert "I agree: let it go" in treasury.get(address).content.decode()
    treasury.post(f"{address}decide/", {"waiver": waiver, "agrees": "yes"})
    assert payments.get_charge(bill.number, by=SYSTEM).balance == Decimal("60.00")


def test_a_line_gives_money_back(treasury: Client, bill: ChargeView, citizen: Actor, at: datetime) -> None:
    pay(bill, "50.00", citizen, at)
    payment = payments.list_payments(bill.id, by=SYSTEM)[0].id
    address = f"/desk/bills/{bill.number}/refund/"
    for amount, status in (("20.01", 422), ("lots", 422), ("12.50", 302)):
        posted = {"payment": payment, "line-1": amount, "reason": "Twice"}
        assert treasury.post(address, posted).status_code == status
    assert payments.get_charge(bill.number, by=SYSTEM).lines[1].refunded == Decimal("12.50")


def test_an_unpaid_bill_is_cancelled(treasury: Client, bill: ChargeView) -> None:
    treasury.post(f"/desk/bills/{bill.number}/cancel/")
    assert payments.get_charge(bill.number, by=SYSTEM).state == "cancelled"


@pytest.mark.parametrize("act", ["refund", "cancel", "waive", "decide", "burn"])
def test_who_may_not_see_the_bill_can_do_nothing_to_it(elsewhere: Client, bill: ChargeView, act: str) -> None:
    assert elsewhere.get(f"/desk/bills/{bill.number}/").status_code == 404
    assert elsewhere.post(f"/desk/bills/{bill.number}/{act}/").status_code == 404


@pytest.mark.parametrize("posted", [{"act": "burn"}, {"waiver": "x", "agrees": "yes"}])
def test_nonsense_is_answered_in_words(desk: Client, bill: ChargeView, posted: dict[str, str]) -> None:
    answer = desk.post(f"/desk/bills/{bill.number}/decide/", posted)
    assert answer.status_code == 422
    assert "Choose what to do." in answer.content.decode()


@pytest.fixture
def payout(mei: UUID, at: datetime) -> PayoutView:
    return actions.plan_payout(
        customer=mei, service="birth", application=uuid4(), step="gift", agency="REV",
        title={"en": "Birth gift", "zh-hans": "生育奖励金"}, by=SYSTEM, at=at,
        parts=[(Decimal("3000.00"), date(2025, 3, 10)), (Decimal("1500.00"), date(2025, 9, 10))],
    )  # fmt: skip


def test_orders_go_out_as_a_file_and_the_report_comes_back(
    treasury: Client, payout: PayoutView, citizen: Actor, at: datetime
) -> None:
    from onedoor.payments.test_bank import report_on

    actions.give_account(customer=payout.customer, number="5555 0000 9999", by=citizen, at=at)
    order = actions.order_payouts(by=SYSTEM, at=at)
    assert order
    file = treasury.get(f"/desk/payouts/orders/{order.number}.xml")
    assert file["Cache-Control"] == "no-store"
    report = SimpleUploadedFile("report.xml", report_on(file.content, at=at))
    treasury.post("/desk/payouts/report/", {"file": report})
    page = treasury.get(f"/desk/payouts/{payout.number}/").content.decode()
    assert "AC04" in page
    assert "•••• 9999" in page
    assert "55550000" not in page
    treasury.post(f"/desk/payouts/{payout.number}/", {"act": "again", "position": "0"})
    assert payments.get_payout(payout.number, by=SYSTEM).parts[0].state == "planned"


def test_a_payout_is_stopped_with_a_reason(treasury: Client, payout: PayoutView) -> None:
    address = f"/desk/payouts/{payout.number}/"
    assert treasury.post(address, {"act": "stop", "reason": ""}).status_code == 422
    treasury.post(address, {"act": "stop", "reason": "New job"})
    assert "New job" in treasury.get(address).content.decode()
    assert payout.number in treasury.get("/desk/payouts/").content.decode()


def test_a_statement_is_compared_and_cleared_up(treasury: Client, bill: ChargeView) -> None:
    body = camt([("2025-03-10", bill.number, "100.00"), ("2025-03-10", "=cmd()", "0.50")])
    for _time in range(2):
        answer = treasury.post(
            "/desk/reconciliation/", {"file": SimpleUploadedFile("s.xml", body)}, follow=True
        )
    page, address = answer.content.decode(), answer.redirect_chain[-1][0]
    assert "We had this file already" in page
    assert "Missing in our books" in page
    statement = payments.list_statements(by=SYSTEM)[0]
    items = {item.reference: item.id for item in payments.get_statement(statement.id, by=SYSTEM).items}
    treasury.post(f"{address}{items[bill.number]}/", {"how": "enter"})
    treasury.post(f"{address}{items['=cmd()']}/", {"how": "note", "note": "Interest"})
    assert "The days close" in treasury.get(address).content.decode()
    assert payments.get_charge(bill.number, by=SYSTEM).state == "settled"
    report = treasury.get(f"{address}report.csv").content.decode()
    assert "'=cmd()" in report


def test_a_file_that_is_none_is_refused_in_words(treasury: Client) -> None:
    posted = {"file": SimpleUploadedFile("x.xml", b"<html/>")}
    assert (
        "not a file of the bank"
        in treasury.post("/desk/reconciliation/", posted, follow=True).content.decode()
    )
    assert treasury.post("/desk/payouts/report/", {}, follow=True).status_code == 200


@pytest.mark.parametrize(
    "address", ["/desk/payouts/", "/desk/reconciliation/", "/desk/payouts/orders/HO-1.xml"]
)
def test_the_bank_is_not_everybodys(desk: Client, address: str) -> None:
    assert desk.get(address).status_code == 403
