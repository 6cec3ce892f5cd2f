"""A customer's yes to a sharing agreement, her no, and what she takes back of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.fingerprints import fingerprint
from onedoor.exchange.models import Consent, ConsentNotice, ConsentRemoval
from onedoor.exchange.queries.consents import is_close, is_hers, until_of, view_consent
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import (
    CONSENT_DECLINED,
    CONSENT_GIVEN,
    CONSENT_NARROWED,
    CONSENT_WITHDRAWN,
    Agreement,
    ConsentView,
    Share,
)
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.trust import queries as trust
from onedoor.trust.types import HeldAct

CLOSE_LEVEL = 3


@action()
def give_consent(
    *,
    customer: UUID,
    agreement: str,
    without: Sequence[Share] = (),
    not_to: Sequence[str] = (),
    seen: str = "",
    by: Actor,
    at: datetime,
) -> ConsentView:
    """Agree to what ``agreement`` shares, less what is taken out. Agreeing twice gives the living consent
    again, unless what it was to has changed or its time is over: then the new one takes its place.

    ``seen`` names what was shown: raises Conflict when it has changed since. Medical and tax data need
    her second factor."""
    found = _asked(customer, agreement, by, at)
    trust.check_free(customer, HeldAct.CONSENT, at=at)
    now = fingerprint(get_rulebook(), found)
    if seen not in ("", now):
        raise Conflict("exchange.consent.changed", _("What you are asked has changed. Please read it again."))
    if is_close(found):
        trust.require_level(by, CLOSE_LEVEL, _("This is medical or tax data. Please confirm that it is you."))
    shares = _left(found, without)
    receivers = [one for one in found.receivers if one not in not_to]
    if not shares or found.receiver not in receivers:
        raise Invalid(
            "exchange.consent.nothing_left",
            _("Nothing would be told. Leave something in, or say no."),
            field="shares",
        )
    row = _living(customer, agreement)
    if row is not None and _stands(row, now, at):
        return view_consent(row, found, at=at)
    if row is not None:
        row.withdrawn_at, row.withdrawn_by = at, by.account
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    row = Consent.objects.create(
        customer=customer,
        agreement=agreement,
        given_at=at,
        given_by=by.account,
        active_until=until_of(found, at),
        fingerprint=now,
        shares=shares,
        receivers=receivers,
    )
    _tell(CONSENT_GIVEN, row, found, by, at)
    return view_consent(row, found, at=at)


@action()
def decline_consent(*, customer: UUID, agreement: str, by: Actor, at: datetime) -> None:
    """Say no. Nothing follows from it: what was asked for is asked of her instead."""
    found = _asked(customer, agreement, by, at)
    journal.record(
        CONSENT_DECLINED,
        subject_kind="agreement",
        subject=uuid5(NAMESPACE_URL, f"agreement/{found.id}"),
        customer=customer,
        agency=found.receiver,
        purpose=found.purpose,
        by=by,
        at=at,
        data={"agreement": found.title, "code": found.id},
    )


@action()
def withdraw_consent(
    *,
    customer: UUID,
    agreement: str,
    shares: Sequence[Share] = (),
    receivers: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> ConsentView:
    """Take back all of it, or only these attributes and receivers. From this moment nothing of it is told
    any more, and each receiver that it concerns is told so. Raises NotFound without a living consent."""
    found = _agreement(customer, agreement, by)
    row = _living(customer, agreement)
    if row is None:
        raise NotFound("exchange.consent.none", _("You have not agreed to this."))
    before = view_consent(row, found, at=at)
    out = [one for one in before.live_shares if one in shares]
    gone = [one for one in before.live_receivers if one in receivers]
    if (shares or receivers) and not out and not gone:
        raise Invalid("exchange.consent.no_part", _("Choose what you take back."), field="parts")
    rest = set(before.live_shares) - set(out), set(before.live_receivers) - set(gone)
    whole = not (shares or receivers) or not all(rest)
    if whole:
        _notify(row, before.live_receivers, (), at)
        row.withdrawn_at, row.withdrawn_by = at, by.account
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _tell(CONSENT_WITHDRAWN, row, found, by, at)
    else:
        _take_out(row, before, out, gone, by, at)
        _tell(CONSENT_NARROWED, row, found, by, at, part=_words(before, out, gone))
    return view_consent(row, found, at=at)


def _take_out(
    row: Consent, before: ConsentView, out: list[Share], gone: list[str], by: Actor, at: datetime
) -> None:
    parts = [{"register": one.register, "attribute": one.attribute} for one in out]
    parts += [{"receiver": one} for one in gone]
    for part in parts:
        ConsentRemoval.objects.create(
            consent=row, customer=row.customer, removed_at=at, removed_by=by.account, **part
        )
    _notify(row, gone, (), at)
    if out:
        _notify(row, [one for one in before.live_receivers if one not in gone], out, at)


def _notify(row: Consent, receivers: Iterable[str], shares: Sequence[Share], at: datetime) -> None:
    """One piece of news for each receiver; the house's own round carries it there."""
    with scoped(SYSTEM):
        for receiver in receivers:
            ConsentNotice.objects.create(
                consent=row,
                customer=row.customer,
                receiver=receiver,
                shares=[list(one) for one in shares],
                made_at=at,
                next_try_at=at,
            )


def _left(agreement: Agreement, without: Sequence[Share]) -> dict[str, list[str]]:
    left = {
        register: [name for name in sorted(names) if Share(register, name) not in without]
        for register, names in agreement.shares.items()
    }
    return {register: names for register, names in left.items() if names}


def _living(customer: UUID, agreement: str) -> Consent | None:
    rows = Consent.objects.select_for_update().filter(customer=customer, agreement=agreement)
    return rows.filter(withdrawn_at=None).first()


def _stands(row: Consent, now: str, at: datetime) -> bool:
    """Whether it still counts as a whole, so that agreeing again changes nothing."""
    in_time = row.active_until is None or row.active_until > at
    return in_time and row.fingerprint in ("", now) and not row.removals.exists()


def _asked(customer: UUID, agreement: str, by: Actor, at: datetime) -> Agreement:
    found = _agreement(customer, agreement, by)
    if found.basis != "consent" or not found.in_force(local(at).date()):
        raise Invalid(
            "exchange.consent.not_asked", _("This agreement does not ask for consent."), field="agreement"
        )
    return found


def _agreement(customer: UUID, agreement: str, by: Actor) -> Agreement:
    found = get_rulebook().agreements.get(agreement)
    if found is None or not is_hers(customer, found, by=by):
        raise NotFound("exchange.agreement.unknown", _("There is no such agreement."))
    return found


def _words(before: ConsentView, out: Sequence[Share], gone: Sequence[str]) -> Text:
    """The parts by their names, for her history."""
    titles = [title for one, title in before.shares if one in out]
    titles += [name for one, name in before.receivers if one in gone]
    joint = {"en": ", ", "zh-hans": "、"}
    return {language: joint[language].join(one[language] for one in titles) for language in LANGUAGES}


def _tell(event: Event, row: Consent, agreement: Agreement, by: Actor, at: datetime, **more: object) -> None:
    journal.record(
        event,
        subject_kind="consent",
        subject=row.id,
        customer=row.customer,
        agency=agreement.receiver,
        basis="consent",
        purpose=agreement.purpose,
        by=by,
        at=at,
        data={"agreement": agreement.title, "code": agreement.id, **more},
    )
