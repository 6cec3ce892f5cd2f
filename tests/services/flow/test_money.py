"""Money on the way: one bill of several agencies, money paid out part by part, and both taken back."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.contact import queries as contact
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import actions as payments
from onedoor.payments import queries as charges
from onedoor.payments.types import PayoutView
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationState, ApplicationView
from onedoor.services.files.checking import check_catalogue
from onedoor.services.flow.journey import Journey, house_of
from onedoor.services.flow.money import undo_money
from onedoor.services.flow.terms import add_term
from onedoor.services.models import Application

FILES = Path(__file__).parent / "money"
Apply = Callable[..., ApplicationView]


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, settings: Any) -> None:
    """The city's catalogue, with the services of these tests beside its own."""
    house = shutil.copytree(settings.CATALOGUE, tmp_path / "catalogue")
    shutil.copytree(FILES, house, dirs_exist_ok=True)
    settings.CATALOGUE, settings.PAYOUT_BANK = house, "test"


@pytest.fixture
def apply(citizen: Actor, mei: UUID, at: datetime) -> Apply:
    """Mei Lin fills in the only page of a service and signs."""

    def do(service: str, moment: datetime = at, by: Actor = citizen, **answers: str) -> ApplicationView:
        begun = actions.start_application(customer=mei, service=service, door="portal", by=by, at=moment)
        saved = actions.save_page(
            application=begun.id, page=begun.pages[0].id, answers=answers, revision=begun.revision, by=by,
            at=moment,
        )  # fmt: skip
        assert saved.page.errors == [], saved.page.errors
        view = queries.get_application(begun.number, by=by, at=moment)
        actions.sign_application(
            application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=moment
        )
        return queries.get_application(begun.number, by=by, at=moment)

    return do


def pay(view: ApplicationView, amount: str, by: Actor, at: datetime) -> None:
    checkout = payments.start_payment(charge=view.charge, amount=Decimal(amount), by=by, at=at)  # type: ignore[arg-type]
    payments.pay_at_test_bank(reference=checkout.reference, by=by, at=at)


def test_the_files_of_these_tests_are_sound(settings: Any) -> None:
    ours = {folder.name for folder in FILES.iterdir()}
    reports = [report for report in check_catalogue(settings.CATALOGUE) if report.service in ours]
    assert len(reports) == len(ours)
    assert [str(fault) for report in reports for fault in report.faults] == []


def test_one_bill_has_the_lines_of_three_agencies(apply: Apply, citizen: Actor, mei: UUID) -> None:
    apply("open-shop", seats="3", charity="no")
    (bill,) = charges.list_charges(mei, by=citizen)
    assert [(line.agency, line.code, str(line.amount)) for line in bill.lines] == [
        ("BIZ", "name", "15.00"), ("BIZ", "company", "300.00"), ("LIC", "seats", "37.50"),
    ]  # fmt: skip
    assert bill.balance == Decimal("352.50")


def test_a_waived_line_stays_as_nought_with_its_law(apply: Apply, citizen: Actor, mei: UUID) -> None:
    apply("open-shop", seats="0", charity="yes")
    (bill,) = charges.list_charges(mei, by=citizen)
    company = bill.lines[1]
    assert (company.amount, company.asked, bill.balance) == (Decimal("300.00"), 0, Decimal("15.00"))
    assert "Act 7" in company.waived_why["en"]


def test_paid_in_two_parts_the_flow_goes_on_once(
    apply: Apply, citizen: Actor, deliver: Callable[[], int], at: datetime
) -> None:
    view = apply("open-shop", seats="0", charity="no")
    pay(view, "100.00", citizen, at)
    deliver()
    assert queries.get_application(view.number, by=citizen, at=at).state == ApplicationState.SIGNED
    pay(view, "215.00", citizen, at)
    deliver()
    assert queries.get_application(view.number, by=citizen, at=at).state == ApplicationState.CLOSED


def test_with_nothing_to_pay_the_step_is_passed(
    apply: Apply, citizen: Actor, mei: UUID, at: datetime, settings: Any
) -> None:
    file = settings.CATALOGUE / "open-shop" / "service.yaml"
    file.write_text(file.read_text().replace('amount: "15", stays: true', 'amount: "15", waive: charity'))
    view = apply("open-shop", seats="0", charity="yes")
    assert view.state == ApplicationState.CLOSED
    (bill,) = charges.list_charges(mei, by=citizen)
    assert (bill.state, bill.balance, bill.waived) == ("waived", 0, Decimal("315.00"))


def test_a_bill_let_go_by_officers_moves_the_flow_on(
    apply: Apply, citizen: Actor, officer: Actor, deliver: Callable[[], int], at: datetime
) -> None:
    view = apply("open-shop", seats="0", charity="no")
    biz = replace(officer, agency="BIZ", permissions=frozenset({"payments.waive", "payments.read"}))
    for position in (0, 1):
        asked = payments.ask_waiver(charge=view.charge, position=position, reason="Flood", by=biz, at=at)  # type: ignore[arg-type]
        payments.decide_waiver(waiver=asked.id, agrees=True, by=replace(biz, account=UUID(int=99)), at=at)
    deliver()
    assert queries.get_application(view.number, by=citizen, at=at).state == ApplicationState.CLOSED


def journey_of(view: ApplicationView, at: datetime) -> Journey:
    from onedoor.services.flow.journey import journey_of as journey_in

    return replace(journey_in(Application.objects.get(id=view.id), by=SYSTEM, at=at), house=house_of(SYSTEM))


@pytest.mark.parametrize(("paid", "held"), [("0", "0.00"), ("15.00", "0.71"), ("315.00", "15.00")])
def test_undone_an_application_gives_back_all_but_the_fee_that_stays(
    apply: Apply, citizen: Actor, at: datetime, paid: str, held: str
) -> None:
    view = apply("open-shop", seats="0", charity="no")
    if paid != "0":
        pay(view, paid, citizen, at)
    for _time in range(2):
        undo_money(journey_of(view, at))
    bill = charges.get_charge_by_id(view.charge, by=citizen)  # type: ignore[arg-type]
    assert [str(line.held) for line in bill.lines] == [held, "0.00"]
    assert bill.balance == 15 - Decimal(held)


def schedule(payout: PayoutView) -> list[tuple[str, str]]:
    return [(part.due_date.isoformat(), str(part.amount.normalize())) for part in payout.parts]


@pytest.mark.parametrize(
    ("order", "first_four", "total"),
    [
        ("1", [3000, 1500, 1500, 1000], 11_000),
        ("2", [3000, 1500, 1500, 1000], 11_000),
        ("3", [4000, 2000, 2000, 1000], 13_000),
    ],
)
def test_the_birth_gift_over_six_and_a_half_years(
    apply: Apply, citizen: Actor, mei: UUID, order: str, first_four: list[int], total: int
) -> None:
    apply("birth-gift", child_order=order)
    (payout,) = charges.list_payouts(mei, by=citizen)
    assert [part.amount for part in payout.parts] == [*first_four, *[400] * 10]
    assert payout.amount == total
    days = [part.due_date.isoformat() for part in payout.parts]
    assert days[:4] == ["2025-03-10", "2025-09-10", "2026-03-10", "2026-09-10"]
    assert days[-1] == "2031-09-10"  # six and a half years


def test_the_account_she_signed_for_gets_the_first_part_at_once(
    apply: Apply, citizen: Actor, mei: UUID, at: datetime
) -> None:
    apply("birth-gift", child_order="1", bank_account="123-456-789")
    work(at)
    (payout,) = charges.list_payouts(mei, by=citizen)
    assert [part.state for part in payout.parts[:2]] == ["paid", "planned"]
    assert payout.parts[0].account == "•••• 6789"


def work(at: datetime) -> None:
    from onedoor.payments.test_bank import execute

    while (made := payments.order_payouts(by=SYSTEM, at=at)) is not None:
        payments.take_report(body=execute(made.number, at=at) or b"", by=SYSTEM, at=at)


def test_six_months_of_job_seekers_money_with_one_that_lapses(
    apply: Apply, citizen: Actor, mei: UUID, at: datetime
) -> None:
    payments.give_account(customer=mei, number="123456789", by=citizen, at=at)
    apply("job-money", average="900")
    (payout,) = charges.list_payouts(mei, by=citizen)
    assert [int(part.amount) for part in payout.parts] == [900, 900, 900, 750, 750, 750]
    for month, points in enumerate(("4", "10", "12", "10", "10"), start=1):
        moment = at + timedelta(days=31 * month)
        work(moment)
        apply("job-month", moment, points=points)
        work(moment)
    (payout,) = charges.list_payouts(mei, by=citizen)
    assert [part.state for part in payout.parts] == ["paid", "lapsed", "paid", "paid", "paid", "paid"]
    assert payout.paid == 900 + 900 + 3 * 750


def test_undone_a_payout_stops_and_is_asked_back(
    apply: Apply, citizen: Actor, mei: UUID, at: datetime
) -> None:
    view = apply("birth-gift", child_order="1", bank_account="123-456-789")
    work(at)
    undo_money(journey_of(view, at))
    (payout,) = charges.list_payouts(mei, by=citizen)
    assert {part.state for part in payout.parts[1:]} == {"stopped"}
    (bill,) = charges.list_charges(mei, by=citizen)
    assert bill.amount == Decimal("3000.00")


def test_an_account_that_changed_is_said_to_her_at_once(
    citizen: Actor, mei: UUID, deliver: Callable[[], int], at: datetime
) -> None:
    payments.give_account(customer=mei, number="111122223333", by=citizen, at=at)
    payments.give_account(customer=mei, number="444455556666", by=citizen, at=at)
    deliver()
    (message,) = contact.list_messages(mei, by=citizen)
    assert "6666" in message.body["en"]
    assert message.body["zh-hans"]


def test_money_that_comes_back_is_an_officers_case(
    apply: Apply, citizen: Actor, mei: UUID, deliver: Callable[[], int], at: datetime
) -> None:
    apply("birth-gift", child_order="1", bank_account="5555 0000 9999")
    work(at)
    deliver()
    (case,) = [one for one in cases.list_cases(mei, by=SYSTEM) if one.kind == "payout-returned"]
    assert (case.agency, case.is_open) == ("SOC", True)


@pytest.mark.parametrize(
    ("day", "term", "times", "then"),
    [
        ((2025, 1, 31), "P1M", 1, (2025, 2, 28)), ((2025, 1, 31), "P1M", 2, (2025, 3, 31)),
        ((2024, 2, 29), "P1Y", 1, (2025, 2, 28)), ((2025, 3, 10), "P6M", 13, (2031, 9, 10)),
        ((2025, 3, 10), "P2W3D", 1, (2025, 3, 27)), ((2025, 3, 10), "P6M", 0, (2025, 3, 10)),
    ],
)  # fmt: skip
def test_terms_are_added_by_the_calendar(
    day: tuple[int, int, int], term: str, times: int, then: tuple[int, int, int]
) -> None:
    assert add_term(date(*day), term, times=times) == date(*then)
