"""The news of what was taken back, on its way to each receiver: claimed, sent, answered, given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import ConsentNotice
from onedoor.exchange.queries.consents import view_notice
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import NOTICE_ANSWERED, NOTICE_STUCK, Agreement, NoticeState, NoticeView
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.trust import queries as trust

UNDER_WAY = (NoticeState.WAITING, NoticeState.SENT)
STATES: dict[str, Text] = {
    "acknowledged": {"en": "Acknowledged", "zh-hans": "已确认"},
    "refused": {"en": "Refused", "zh-hans": "拒绝"},
}


@dataclass(frozen=True, slots=True)
class ClaimedNotice:
    """What one job may send now: without a name, under the pseudonym that the receiver knows her by.
    ``asks``: the receiver has it already; ask how it goes."""

    customer: UUID
    view: NoticeView
    agreement: Agreement
    told: dict[str, Any]
    asks: bool


@action()
def claim_notice(*, notice: UUID, pause: timedelta, by: Actor, at: datetime) -> ClaimedNotice | None:
    """Take it in hand; for ``pause`` nobody else does. None when it is in other hands or answered."""
    _check_house(by)
    with scoped(SYSTEM):
        row = ConsentNotice.objects.select_for_update().select_related("consent").filter(pk=notice).first()
        agreement = get_rulebook().agreements.get(row.consent.agreement) if row else None
        if row is None or agreement is None or row.state not in UNDER_WAY:
            return None
        if row.next_try_at is None or row.next_try_at > at:
            return None
        asks = row.state == NoticeState.SENT
        row.attempts += not asks
        row.next_try_at = at + pause
        row.save(update_fields=["attempts", "next_try_at"])
        told = {
            "consent": str(row.consent_id),
            "person": trust.pseudonym(row.customer, row.receiver),
            "agreement": agreement.id,
            "purpose": agreement.purpose,
            "withdrawn": [f"{register}.{name}" for register, name in row.shares] or "all",
            "withdrawn_at": row.made_at.isoformat(),
        }
        return ClaimedNotice(row.customer, view_notice(row), agreement, told, asks)


@action()
def note_notice(
    *,
    notice: UUID,
    outcome: str,
    answer: str = "",
    next_try_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> NoticeView:
    """What the receiver said: ``accepted`` (it has it, and will say more), ``done`` or ``refused``.
    An answer to what is answered already changes nothing."""
    _check_house(by)
    with scoped(SYSTEM):
        row = ConsentNotice.objects.select_for_update().select_related("consent").get(pk=notice)
        if row.state not in (*UNDER_WAY, NoticeState.STUCK):
            return view_notice(row)
        row.sent_at = row.sent_at or at
        row.failure = ""
        if outcome == "accepted":
            row.state, row.next_try_at = NoticeState.SENT, next_try_at
        else:
            row.state = NoticeState.REFUSED if outcome == "refused" else NoticeState.ACKNOWLEDGED
            row.answered_at, row.answer, row.next_try_at = at, answer[:500], None
        row.save()
        if row.state not in UNDER_WAY:
            _tell(NOTICE_ANSWERED, row, by, at, state=STATES[row.state])
        return view_notice(row)


@action()
def note_notice_failure(
    *,
    notice: UUID,
    code: str,
    give_up: bool,
    next_try_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> NoticeView:
    """The receiver could not be reached; tried again then. ``give_up``: it is an officer's from now on."""
    _check_house(by)
    with scoped(SYSTEM):
        row = ConsentNotice.objects.select_for_update().select_related("consent").get(pk=notice)
        if row.state in UNDER_WAY:
            row.failure = code
            row.next_try_at = next_try_at or row.next_try_at
            if give_up:
                row.state, row.next_try_at = NoticeState.STUCK, None
                _tell(NOTICE_STUCK, row, by, at)
            row.save()
        return view_notice(row)


def _check_house(by: Actor) -> None:
    if by.kind != "system":
        raise NotAllowed("exchange.notice.not_yours", _("Only the house itself carries this news."))


def _tell(event: Event, row: ConsentNotice, by: Actor, at: datetime, **more: object) -> None:
    names = {agency.code: agency.name for agency in trust.list_agencies()}
    receiver = names.get(row.receiver) or dict.fromkeys(LANGUAGES, row.receiver)
    journal.record(
        event,
        subject_kind="consent",
        subject=row.consent_id,
        customer=row.customer,
        agency=row.receiver,
        basis="consent",
        by=by,
        at=at,
        data={"receiver": receiver, **more},
    )
