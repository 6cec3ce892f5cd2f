"""What a person took back of a consent reaches each receiver, over the same links as its tasks do."""

from datetime import datetime
from uuid import UUID

from onedoor.cases import actions as cases
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.exchange.types import NoticeState
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.flow.carrying import ASK_EVERY, MOST_TRIES, pause_after
from onedoor.services.links.base import LinkDown, Message, Receipt
from onedoor.services.links.choosing import choose_link

TITLE: Text = {"en": "Consent was taken back", "zh-hans": "授权同意已撤回"}
STUCK: Text = {
    "en": "Cannot be told that consent was taken back: {agency}",
    "zh-hans": "无法告知授权同意已撤回：{agency}",
}


def carry_due_news(*, by: Actor, at: datetime) -> int:
    """Send what is due, or ask how it goes. Gives how many pieces of news were looked at."""
    due = registers.list_due_notices(at=at)
    for notice in due:
        carry_news(notice=notice, by=by, at=at)
    return len(due)


def carry_news(*, notice: UUID, by: Actor, at: datetime) -> NoticeState | None:
    """One piece of news to one receiver; outside of any transaction while the receiver answers. None when
    there was nothing to do. What cannot be delivered becomes a case of the agency that asked for consent."""
    claimed = exchange.claim_notice(notice=notice, pause=pause_after(1), by=by, at=at)
    if claimed is None:
        return None
    link, message = choose_link(claimed.view.receiver), message_of(claimed)
    try:
        receipt = link.ask(message) if claimed.asks else link.send(message)
    except LinkDown as failure:
        return _note_failure(claimed, failure, by=by, at=at)
    return exchange.note_notice(
        notice=notice,
        outcome=receipt.outcome,
        answer=_said(receipt),
        next_try_at=at + ASK_EVERY,
        by=by,
        at=at,
    ).state


def message_of(claimed: exchange.ClaimedNotice) -> Message:
    """The news as it leaves the house: no name, no number, the receiver's own pseudonym."""
    return Message(
        task=claimed.view.id,
        kind="tell",
        agency=claimed.view.receiver,
        number="",
        service=claimed.agreement.services[0],
        step="consent-withdrawn",
        title=TITLE,
        told=claimed.told,
        due_at=None,
    )


def _note_failure(
    claimed: exchange.ClaimedNotice, failure: LinkDown, *, by: Actor, at: datetime
) -> NoticeState:
    give_up = failure.for_good or claimed.view.attempts >= MOST_TRIES
    noted = exchange.note_notice_failure(
        notice=claimed.view.id,
        code=failure.code,
        next_try_at=at + pause_after(claimed.view.attempts),
        give_up=give_up,
        by=by,
        at=at,
    )
    if noted.state is NoticeState.STUCK:
        _open_case(claimed, failure.code, by=by, at=at)
    return noted.state


def _open_case(claimed: exchange.ClaimedNotice, code: str, *, by: Actor, at: datetime) -> None:
    name = claimed.view.receiver_name
    case = cases.open_case(
        kind="agency-stuck",
        customer=claimed.customer,
        agency=claimed.agreement.receiver,
        service=claimed.agreement.services[0],
        subject={language: STUCK[language].format(agency=name[language]) for language in LANGUAGES},
        promise="P1D",
        calendar="working-days",
        by=by,
        at=at,
    )
    cases.add_note(case=case.id, text=f"{claimed.view.receiver}: {code}", by=by, at=at)


def _said(receipt: Receipt) -> str:
    return " ".join(reason["en"] for reason in receipt.reasons)
