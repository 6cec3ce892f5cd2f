"""Reads about consents: what is asked, what was agreed to, what is left of it, and who was told."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange import deciding, receipts, rules
from onedoor.exchange.checking import CLOSE
from onedoor.exchange.fingerprints import fingerprint
from onedoor.exchange.models import Consent, ConsentNotice
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import (
    Agreement,
    ConsentRequest,
    ConsentView,
    NoticeState,
    NoticeView,
    Reason,
    Removal,
    Share,
    Wanted,
)
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.people import queries as people
from onedoor.trust import queries as trust


def list_consents(customer: UUID, *, by: Actor, at: datetime | None = None) -> list[ConsentView]:
    """What the customer agreed to, newest first; only for herself and the house."""
    agreements = {
        code: one for code, one in get_rulebook().agreements.items() if is_hers(customer, one, by=by)
    }
    rows = Consent.objects.filter(customer=customer, agreement__in=list(agreements))
    return [
        view_consent(row, agreements[row.agreement], at=at or clock.now())
        for row in rows.order_by("-given_at", "-id").prefetch_related("removals", "notices")
    ]


def get_consent(consent: UUID, *, by: Actor, at: datetime) -> ConsentView:
    """One of the customer's own consents. Raises NotFound for every other."""
    found = Consent.objects.filter(pk=consent).prefetch_related("removals", "notices").first()
    agreement = get_rulebook().agreements.get(found.agreement) if found else None
    if found is None or agreement is None or not is_hers(found.customer, agreement, by=by):
        raise NotFound("exchange.consent.unknown", _("There is no such consent."))
    return view_consent(found, agreement, at=at)


def list_consent_requests(customer: UUID, *, by: Actor, at: datetime) -> list[ConsentRequest]:
    """Everything that she may be asked to agree to, with what she said to it last."""
    return [
        _request(agreement, customer, at)
        for agreement in get_rulebook().agreements.values()
        if agreement.basis == "consent"
        and agreement.in_force(clock.local(at).date())
        and is_hers(customer, agreement, by=by)
    ]


def get_consent_request(customer: UUID, agreement: str, *, by: Actor, at: datetime) -> ConsentRequest:
    """What she is asked, and exactly what would be told. Raises NotFound where no consent is asked."""
    found = get_rulebook().agreements.get(agreement)
    asked = found is not None and found.basis == "consent" and found.in_force(clock.local(at).date())
    if found is None or not asked or not is_hers(customer, found, by=by):
        raise NotFound("exchange.agreement.unknown", _("There is no such agreement."))
    return _request(found, customer, at)


def list_without_consent(
    customer: UUID,
    wanted: Iterable[Wanted],
    *,
    service: str,
    purpose: str,
    agency: str,
    by: Actor,
    at: datetime,
) -> dict[Wanted, str]:
    """Of what a service wants, what may be told with the customer's consent alone, which she has not given
    or has taken back; each with the agreement that would ask for it. Nothing is disclosed by asking this."""
    book, asked = get_rulebook(), rules.Asked(agency, service, purpose, clock.local(at).date())
    verdicts = {one: deciding.weigh(book, asked, one, by=by) for one in wanted}
    needed = {
        one: verdict
        for one, verdict in verdicts.items()
        if verdict.allowed and book.agreements[verdict.agreement].basis == "consent"
    }
    if not needed:
        return {}
    with scoped(SYSTEM):
        given = deciding.read_given({one.agreement for one in needed.values()}, [customer], at=at)
    return {
        one: verdict.agreement
        for one, verdict in needed.items()
        if not deciding.hear(book, asked, one, verdict, customer=customer, given=given, at=at).allowed
    }


def find_consent_agreements(
    wanted: Iterable[Wanted], *, service: str, purpose: str, agency: str, by: Actor, at: datetime
) -> set[str]:
    """The agreements by consent under which a service would be told any of this."""
    book, asked = get_rulebook(), rules.Asked(agency, service, purpose, clock.local(at).date())
    verdicts = [deciding.weigh(book, asked, one, by=by) for one in wanted]
    codes = {verdict.agreement for verdict in verdicts if verdict.allowed}
    return {code for code in codes if book.agreements[code].basis == "consent"}


def get_consent_receipt(consent: UUID, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The receipt in the shape of ISO/IEC TS 27560, signed by the house (JWS, flattened JSON)."""
    view = get_consent(consent, by=by, at=at)
    return receipts.sign(receipts.write(view, at=at))


def check_consent_receipt(written: str) -> dict[str, Any] | None:
    """What a receipt says, when one of the house's keys signed it and nothing in it was changed since."""
    return receipts.check(written)


def list_due_notices(*, at: datetime, limit: int = 200) -> list[UUID]:
    """News of withdrawals that it is time to send, or to ask after; for the house's own round."""
    with scoped(SYSTEM):
        due = ConsentNotice.objects.filter(
            state__in=(NoticeState.WAITING, NoticeState.SENT), next_try_at__lte=at
        )
        return list(due.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def view_consent(row: Consent, agreement: Agreement, *, at: datetime) -> ConsentView:
    """The row as others see it. A consent older than its columns covers what its agreement says."""
    book = get_rulebook()
    kept = row.shares or {register: sorted(names) for register, names in agreement.shares.items()}
    shares = [Share(register, name) for register, names in kept.items() for name in names]
    return ConsentView(
        id=row.id,
        customer=row.customer,
        agreement=row.agreement,
        title=agreement.title,
        purpose=agreement.purpose,
        purpose_title=book.purposes[agreement.purpose],
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        until=row.active_until,
        fingerprint=row.fingerprint,
        shares=tuple((one, _title(one)) for one in shares),
        receivers=tuple(_named(row.receivers or agreement.receivers)),
        removals=tuple(
            Removal(
                Share(one.register, one.attribute) if one.attribute else None, one.receiver, one.removed_at
            )
            for one in sorted(row.removals.all(), key=lambda one: (one.removed_at, one.id))
        ),
        notices=tuple(
            view_notice(one) for one in sorted(row.notices.all(), key=lambda one: (one.made_at, one.id))
        ),
        reason=_standing(row, agreement, at),
    )


def view_notice(row: ConsentNotice) -> NoticeView:
    """How far the news has come with one receiver."""
    return NoticeView(
        id=row.pk,
        consent=row.consent_id,
        receiver=row.receiver,
        receiver_name=next(iter(_named([row.receiver])))[1],
        shares=tuple(Share(register, attribute) for register, attribute in row.shares),
        state=NoticeState(row.state),
        made_at=row.made_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        answer=row.answer,
    )


def until_of(agreement: Agreement, at: datetime) -> datetime | None:
    """How long a consent that is given now counts: so many days, and never longer than the agreement."""
    ends = datetime.combine(agreement.active_to, time(), clock.ZONE) if agreement.active_to else None
    lasts = at + timedelta(days=agreement.lasts) if agreement.lasts else None
    return min((one for one in (ends, lasts) if one), default=None)


def is_close(agreement: Agreement) -> bool:
    """Whether it is about medical or tax data, so that her second factor is asked."""
    book = get_rulebook()
    return any(
        book.registers[register].attributes[name].sensitivity in CLOSE
        for register, names in agreement.shares.items()
        for name in names
    )


def _standing(row: Consent, agreement: Agreement, at: datetime) -> Reason:
    """What would be decided about the first attribute that is left, for the first receiver."""
    book, day = get_rulebook(), clock.local(at).date()
    with scoped(SYSTEM):
        given = deciding.read_given([agreement.id], [row.customer], at=at)
    if row.withdrawn_at:
        return Reason.WITHDRAWN
    reasons = [
        deciding.decide(
            book,
            rules.Asked(receiver, agreement.services[0], agreement.purpose, day),
            Wanted(register, name),
            customer=row.customer,
            given=given,
            by=SYSTEM,
            at=at,
        ).reason
        for receiver in agreement.receivers
        for register, names in agreement.shares.items()
        for name in names
    ]
    return Reason.ALLOWED if Reason.ALLOWED in reasons else reasons[0]


def _request(agreement: Agreement, customer: UUID, at: datetime) -> ConsentRequest:
    book = get_rulebook()
    shares = [Share(register, name) for register, names in agreement.shares.items() for name in sorted(names)]
    last = Consent.objects.filter(customer=customer, agreement=agreement.id).order_by("-given_at").first()
    return ConsentRequest(
        agreement=agreement.id,
        title=agreement.title,
        purpose=agreement.purpose,
        purpose_title=book.purposes[agreement.purpose],
        receivers=tuple(_named(agreement.receivers)),
        shares=tuple((one, _title(one)) for one in shares),
        services=agreement.services,
        until=until_of(agreement, at),
        otherwise=agreement.otherwise,
        fingerprint=fingerprint(book, agreement),
        close=is_close(agreement),
        given=view_consent(last, agreement, at=at) if last and last.withdrawn_at is None else None,
    )


def _title(share: Share) -> Text:
    found = get_rulebook().attribute(share.register, share.attribute)
    return found.title if found else {"en": share.attribute, "zh-hans": share.attribute}


def _named(receivers: Iterable[str]) -> Iterable[tuple[str, Text]]:
    names = {agency.code: agency.name for agency in trust.list_agencies()}
    return [(code, names.get(code) or {"en": code, "zh-hans": code}) for code in receivers]


def is_hers(customer: UUID, agreement: Agreement, *, by: Actor) -> bool:
    """Whether ``by`` is the customer, or represents her in every service that the agreement speaks of."""
    own = by.kind == "system" or (by.kind == "citizen" and by.customer == customer)
    covered = people.mandate_services(by) if own else frozenset()
    return own and (covered is None or set(agreement.services) <= covered)
