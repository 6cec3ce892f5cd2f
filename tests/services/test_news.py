"""What other rooms report moves applications on: money, late reports, corrections."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import actions as payments
from onedoor.payments import queries as bills
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationState, ApplicationView

Deliver = Callable[[], int]


def test_a_late_report_refreshes_the_draft_and_says_what_changed(
    draft: ApplicationView, pay: Callable[[str], None], citizen: Actor, deliver: Deliver
) -> None:
    pay("61000.00")
    deliver()
    view = queries.get_application(draft.number, by=citizen)
    assert view.payable == Decimal("840.00")
    assert ("payable", Decimal("770.00"), Decimal("840.00")) in [(c.code, c.shown, c.now) for c in view.changes]


def test_the_same_news_twice_changes_nothing_more(
    draft: ApplicationView, pay: Callable[[str], None], citizen: Actor, at: datetime, deliver: Deliver
) -> None:
    pay("61000.00")
    deliver()
    before = queries.get_application(draft.number, by=citizen).revision
    actions.refresh_drafts_of(customer=draft.customer, by=SYSTEM, at=at)
    assert queries.get_application(draft.number, by=citizen).revision == before


def test_the_application_ends_when_the_bill_is_paid(
    draft: ApplicationView, citizen: Actor, at: datetime, deliver: Deliver
) -> None:
    actions.sign_application(
        application=draft.id, revision=draft.revision, fingerprint=draft.fingerprint, by=citizen, at=at
    )
    (bill,) = bills.list_charges(draft.customer, by=citizen)
    checkout = payments.start_payment(charge=bill.id, amount=bill.balance, by=citizen, at=at)
    pay_through_test_bank(checkout.reference, bill.balance, at)
    deliver()
    assert queries.get_application(draft.number, by=citizen).state is ApplicationState.CLOSED


def pay_through_test_bank(reference: str, amount: Decimal, at: datetime) -> None:
    from onedoor.payments.types import Notice

    notice = Notice(
        provider="test", provider_reference="P-1", reference=reference, outcome="paid", amount=amount, paid_at=at
    )
    payments.receive_notice(notice=notice, by=SYSTEM, at=at)
