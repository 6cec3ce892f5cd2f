"""What other rooms report moves applications on: money, late reports, corrections."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from onedoor.cases import queries as cases
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as exchange_seen
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import actions as payments
from onedoor.payments import queries as bills
from onedoor.payments.providers import TEST_BANK
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
    assert ("payable", Decimal("770.00"), Decimal("840.00")) in [
        (c.code, c.shown, c.now) for c in view.changes
    ]


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
    body, signature = TEST_BANK.write_notice(
        payment="B-1", reference=checkout.reference, outcome="paid", amount=bill.balance, paid_at=at
    )
    payments.receive_notice(body=body, signature=signature, by=SYSTEM, at=at)
    deliver()
    assert queries.get_application(draft.number, by=citizen).state is ApplicationState.CLOSED


def test_a_dispute_ends_when_the_reporter_has_answered(
    draft: ApplicationView, officer: Actor, citizen: Actor, at: datetime, deliver: Deliver
) -> None:
    asked = actions.dispute_value(
        application=draft.id, field="gross_pay", index=0, reason="I left in October", revision=draft.revision,
        by=citizen, at=at,
    )  # fmt: skip
    (question,) = exchange_seen.list_corrections_about(draft.customer, by=citizen, at=at)
    exchange.answer_correction(
        number=question.number, answer="correct", value="50000", by=SYSTEM, at=at + timedelta(days=1)
    )
    deliver()
    assert not cases.get_case(asked.case, by=SYSTEM).is_open
    after = queries.get_application(draft.number, by=citizen)
    assert after.payable == Decimal("210.00")


def test_a_draft_made_after_a_report_holds_it_already(draft: ApplicationView, at: datetime) -> None:
    before = len(journal.list_timeline(customer=draft.customer, by=SYSTEM, limit=100))

    looked_at = actions.refresh_drafts_of(customer=draft.customer, by=SYSTEM, at=at - timedelta(days=40))

    assert looked_at == 0
    assert len(journal.list_timeline(customer=draft.customer, by=SYSTEM, limit=100)) == before
