"""An officer types for a customer who is present, under a code that only she can give."""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from onedoor.kernel.events import Event
from onedoor.trust.keys.sealing import blind_index
from onedoor.trust.models import AssistanceOffer, AssistedSession
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.queries.assistance import view_assisted
from onedoor.trust.rules import (
    ASSISTANCE_CODE_FAILURES_ALLOWED,
    ASSISTANCE_CODE_LASTS,
    ASSISTED_SESSION_LASTS,
)
from onedoor.trust.types import (
    ASSISTANCE_BEGUN,
    ASSISTANCE_ENDED,
    ASSISTANCE_OFFERED,
    ASSISTANCE_REFUSED,
    AssistedView,
    Offered,
)


@action(may="assistance.give")
def offer_assistance(
    *, customer: UUID, deliver: Callable[[str], None] | None = None, by: Actor, at: datetime
) -> Offered:
    """A new code of six digits, good once and for ten minutes; an older one stops working.

    The customer sees it on her own page. An officer may have it sent to her instead: then
    ``deliver(code)`` sends it to a contact point of the customer's, and the officer never sees it.
    """
    if (by.kind == "citizen" and by.customer != customer) or by.kind == "partner":
        raise NotAllowed("assistance.not_yours", _("You can ask for help only for yourself."))
    if by.kind == "officer" and deliver is None:
        raise NotAllowed("assistance.code_not_for_officers", _("The code goes to the customer, not to you."))
    AssistanceOffer.objects.filter(customer=customer, used_at=None).update(used_at=at)
    code = f"{secrets.randbelow(1_000_000):06}"
    offer = AssistanceOffer(customer=customer, offered_at=at, expires_at=at + ASSISTANCE_CODE_LASTS)
    offer.code_hash = _hash(offer.id, code)
    try:
        with transaction.atomic():
            offer.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("assistance.twice", _("A code was made a moment ago. Use that one.")) from error
    journal.record(
        ASSISTANCE_OFFERED, subject_kind="assistance", subject=offer.id, customer=customer, by=by, at=at
    )
    if deliver is not None:
        deliver(code)
    return Offered(offer.id, customer, "" if by.kind == "officer" else code, offer.expires_at)


def begin_assisted(*, customer: UUID, code: str, by: Actor, at: datetime) -> AssistedView:
    """Open an assisted session with the code that the customer read out.

    A wrong, expired or used code is refused, counted and recorded, visibly to the customer; five
    wrong ones spend the code. A session the officer still had with somebody else ends.
    """
    outcome = _try_begin(customer=customer, code=code, by=by, at=at)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@action(may="assistance.give")
def _try_begin(*, customer: UUID, code: str, by: Actor, at: datetime) -> AssistedView | Refused:
    offer = take_code(customer=customer, code=code, by=by, at=at)
    return offer if isinstance(offer, Refused) else _begin(offer, by, at)


def take_code(*, customer: UUID, code: str, by: Actor, at: datetime) -> AssistanceOffer | Refused:
    """Use up the customer's open code, for this room only. The refusal is recorded already and must
    be raised only after the transaction, so that the count of wrong codes stands."""
    if by.kind != "officer":
        raise NotAllowed("assistance.officers_only", _("Only an officer can help in this way."))
    offer = (
        AssistanceOffer.objects.select_for_update()
        .filter(customer=customer)
        .order_by("-offered_at", "-id")
        .first()
    )
    if offer is None:
        return _refuse("assistance.no_code", customer, customer, by, at)
    if offer.used_at is not None:
        return _refuse("assistance.code_used", customer, offer.id, by, at)
    if at >= offer.expires_at:
        return _refuse("assistance.code_expired", customer, offer.id, by, at)
    if not hmac.compare_digest(bytes(offer.code_hash), _hash(offer.id, "".join(code.split()))):
        offer.failures += 1
        if offer.failures >= ASSISTANCE_CODE_FAILURES_ALLOWED:
            offer.used_at = at
        offer.save(update_fields=["failures", "used_at"])
        return _refuse("assistance.code_wrong", customer, offer.id, by, at)
    offer.used_at = at
    offer.save(update_fields=["used_at"])
    return offer


@action()
def end_assisted(*, session: UUID, by: Actor, at: datetime) -> None:
    """The officer or the customer says that it is over."""
    row = AssistedSession.objects.select_for_update().select_related("officer").filter(id=session).first()
    if row is None or (by.kind == "citizen" and by.customer != row.customer):
        raise NotFound("assistance.unknown", _("There is no such session."))
    if by.kind == "officer" and by.account != row.officer_id:
        raise NotAllowed("assistance.not_yours", _("This is another officer's session."))
    if row.ended_at is None:
        _end(row, by, at)


def _begin(offer: AssistanceOffer, by: Actor, at: datetime) -> AssistedView:
    for other in AssistedSession.objects.select_for_update(of=("self",)).filter(
        officer_id=by.account, ended_at=None
    ):
        _end(other, by, at)
    session = AssistedSession.objects.create(
        customer=offer.customer,
        offer=offer,
        officer_id=by.account,
        agency=by.agency,
        begun_at=at,
        ends_at=at + ASSISTED_SESSION_LASTS,
    )
    _record(ASSISTANCE_BEGUN, session, by, at)
    return view_assisted(session)


def _end(session: AssistedSession, by: Actor, at: datetime) -> None:
    session.ended_at = min(at, session.ends_at)
    session.save(update_fields=["ended_at"])
    _record(ASSISTANCE_ENDED, session, by, at)


def _record(event: Event, session: AssistedSession, by: Actor, at: datetime) -> None:
    facts = {"officer": session.officer.name, "agency": dict(get_agency(session.agency).name)}
    journal.record(
        event, subject_kind="assistance", subject=session.id, customer=session.customer,
        agency=session.agency, by=by, at=at, data=facts,
    )  # fmt: skip


def _refuse(code: str, customer: UUID, subject: UUID, by: Actor, at: datetime) -> Refused:
    journal.record(
        ASSISTANCE_REFUSED, subject_kind="assistance", subject=subject, customer=customer, agency=by.agency,
        by=by, at=at, data={"code": code},
    )  # fmt: skip
    refusal = NotAllowed(code, _("This code does not work. Ask the customer for a new one."), field="code")
    refusal.record = False  # it is recorded already
    return refusal


def _hash(offer: UUID, code: str) -> bytes:
    return blind_index(f"{offer}:{code}", "assistance-code")
