"""News about money that somebody must act on: an account that changed, a payout that came back."""

from datetime import datetime
from uuid import UUID

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import Text
from onedoor.payments import queries as payments

CHANGED: Text = {"en": "The account for money to you was changed", "zh-hans": "您的收款账户已变更"}
NOT_YOU: Text = {
    "en": "Money to you will go to the account ending in {tail}, from 24 hours after the change. If you did"
    " not change it, tell us now: until then nothing is paid to it.",
    "zh-hans": "自变更起24小时后，给您的款项将拨付至尾号为 {tail} 的账户。"
    "如果不是您本人操作，请立即告诉我们：在此之前不会向该账户拨款。",
}
BACK: Text = {"en": "A payout came back from the bank", "zh-hans": "拨付款项被银行退回"}
TELL_HER: Text = {
    "en": "The bank could not pay you a part of {number}. Look whether the account that you gave is right.",
    "zh-hans": "银行未能向您拨付 {number} 的一期款项。请核对您提供的收款账户。",
}
RETURNED = "payout-returned"


@action(may="services.draft")
def warn_of_account(*, customer: UUID, account: UUID, tail: str, by: Actor, at: datetime) -> None:
    """Write to her at once, by every address that she has: who changed the account may have changed
    the address before it."""
    contact.send_message(
        customer=customer, title=CHANGED, urgent=True,
        body={code: text.format(tail=tail) for code, text in NOT_YOU.items()},
        everywhere=True, idempotency_key=f"{account}/changed", by=by, at=at,
    )  # fmt: skip


@action(may="services.draft")
def look_at_returned(*, payout: str, entry: UUID, by: Actor, at: datetime) -> None:
    """An officer of the agency that pays gets a case, and the customer is told to look at her account.
    Told twice, it is one case."""
    found = payments.get_payout(payout, by=by)
    open_ones = [case for case in case_queries.list_cases(found.customer, by=by) if case.is_open]
    if not any(case.kind == RETURNED and case.application == found.application for case in open_ones):
        cases.open_case(
            kind=RETURNED, customer=found.customer, agency=found.agency, service=found.service, subject=BACK,
            promise="P2D", calendar="working-days", application=found.application, by=by, at=at,
        )  # fmt: skip
    contact.send_message(
        customer=found.customer, title=found.title, agency=found.agency, urgent=True,
        body={code: text.format(number=found.number) for code, text in TELL_HER.items()},
        idempotency_key=f"{entry}/returned", by=by, at=at,
    )  # fmt: skip
