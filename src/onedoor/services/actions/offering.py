"""Coming first: finding whom a service is for, telling her, and doing it at one tap."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.contact import actions as contact
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.exchange.types import Reported, Wanted
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotFound, Refused
from onedoor.kernel.events import Event
from onedoor.kernel.text import Text
from onedoor.services.actions.ending import assess_as_prepared
from onedoor.services.actions.signing import sign_application
from onedoor.services.actions.starting import start_application
from onedoor.services.applications.document import dump
from onedoor.services.applications.guard import check_may_act_for
from onedoor.services.applications.lookup import get_file
from onedoor.services.applications.types import ApplicationView
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.terms import add_term
from onedoor.services.letters.templates import say_day
from onedoor.services.models import LIVE, OPEN_OFFERS, Application, Offer
from onedoor.services.offers import matching
from onedoor.services.offers.types import (
    DECLINED,
    FOUND_WRONG,
    GIVEN,
    MISTAKEN,
    OFFER_LAPSED,
    OFFER_REMINDED,
    OFFERED,
    TAKEN,
    OfferState,
    OfferView,
)
from onedoor.services.queries.offers import view_offer
from onedoor.trust import queries as trust

AT_ONCE = 500
REMIND_BEFORE = timedelta(days=7)
NOT_AGAIN = timedelta(days=365)
LAST_DAY: Text = {
    "en": "The last day is {day}. {notice}",
    "zh-hans": "办理截止日期为{day}。{notice}",
}


@action()
def find_offers(*, customer: UUID, register: str, by: Actor, at: datetime) -> list[UUID]:
    """Look whether something is this customer's due after a report to ``register``. The same facts
    are offered once. Gives the offers that were made."""
    made = []
    for file in matching.list_proactive(register=register):
        made += _offer(file, [customer], by=by, at=at)
    return made


@action(may="services.draft")
def offer_daily(
    *, service: str, by: Actor, at: datetime, after: UUID | None = None, limit: int = AT_ONCE
) -> UUID | None:
    """Look at the next ``limit`` people for a service that looks once a day. Gives up to whom was
    looked, to go on after; None when nobody is left."""
    file = get_file(service)
    wants = list(matching.wanted_by(file, at).values())
    pool = registers.list_holders(wants[0].register, wants[0].attribute, after=after, limit=limit)
    told = Offer.objects.filter(service=service, customer__in=pool, found_at__gt=at - NOT_AGAIN)
    known = set(told.values_list("customer", flat=True))
    _offer(file, [customer for customer in pool if customer not in known], by=by, at=at)
    return pool[-1] if len(pool) == limit else None


@action()
def accept_offer(*, offer: UUID, by: Actor, at: datetime) -> OfferView:
    """She says yes: the application is drafted, and where one tap is enough it is signed with it, in
    the same transaction. ``application`` of what comes back is to be opened where answers are missing.

    Raises Conflict when it was answered before, has lapsed, or no longer fits what registers say.
    """
    row, file = _open_offer(offer, by=by, at=at)
    one_tap = matching.proactive_of(file).confirm == "one-tap"
    if one_tap:
        trust.require_level(by, file.assurance.sign, _("Confirm that it is you before you say yes."))
    view = start_application(customer=row.customer, service=row.service, door=by.door, by=by, at=at)
    if one_tap and view.can_sign:
        sign_application(
            application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=at
        )
    row.application = view.id
    _answer(row, file, OfferState.TAKEN, TAKEN, by=by, at=at)
    return view_offer(row, file, by=by)


@action()
def decline_offer(
    *, offer: UUID, by: Actor, at: datetime, reason: str = "", mistaken: bool = False
) -> OfferView:
    """She does not want it, or (``mistaken``) what was found is not right: then it counts as a false
    positive, with her reason. She can apply all the same, whenever she likes."""
    row, file = _open_offer(offer, by=by, at=at)
    row.reason = reason.strip()[:2000]
    row.was_right = False if mistaken else None
    state, event = (OfferState.MISTAKEN, MISTAKEN) if mistaken else (OfferState.DECLINED, DECLINED)
    _answer(row, file, state, event, by=by, at=at)
    return view_offer(row, file, by=by)


@action()
def judge_offer(*, application: UUID, by: Actor, at: datetime) -> bool | None:
    """After the decision: was it right to offer it? None where no offer led to the application."""
    row = Offer.objects.select_for_update().filter(application=application).first()
    if row is None or row.was_right is not None:
        return row.was_right if row else None
    file = get_file(row.service)
    right = matching.proactive_of(file).right
    outcome = Application.objects.values_list("outcome", flat=True).get(pk=application).get("outcome", "")
    row.was_right = not right or outcome in right
    row.save(update_fields=["was_right"])
    if not row.was_right:
        _record(FOUND_WRONG, row, file, by=by, at=at)
    return row.was_right


@action(may="services.draft")
def end_offers(*, by: Actor, at: datetime) -> int:
    """Once a day: offers whose time is over lapse, and who has a last day ahead is reminded."""
    lapsing = Offer.objects.select_for_update(skip_locked=True).filter(state__in=OPEN_OFFERS)
    over = list(lapsing.filter(lapses_at__lte=at))
    for row in over:
        _answer(row, get_file(row.service), OfferState.LAPSED, OFFER_LAPSED, by=by, at=at)
    soon = Q(deadline__lte=(at + REMIND_BEFORE).date(), deadline__gte=at.date(), reminded_at=None)
    due = list(lapsing.filter(soon))
    for row in due:
        _remind(row, get_file(row.service), by=by, at=at)
    return len(over) + len(due)


def _offer(file: ServiceFile, customers: Sequence[UUID], *, by: Actor, at: datetime) -> list[UUID]:
    free = _without_application(file, customers)
    wants = matching.wanted_by(file, at)
    if not free or not wants:
        return []
    found = exchange.find_matching(
        customers=free,
        wanted=list(wants.values()),
        test=lambda answer: matching.matches(file, wants, answer, at),
        service=file.service,
        purpose=file.purpose,
        agency=file.agency,
        by=SYSTEM,
        at=at,
    )
    made = [_make(file, customer, wants, answer, by=by, at=at) for customer, answer in found.items()]
    return [offer for offer in made if offer is not None]


def _without_application(file: ServiceFile, customers: Sequence[UUID]) -> list[UUID]:
    """Whoever has it under way, or an offer of it that still stands, is not asked again."""
    busy: Collection[UUID] = {
        *Application.objects.filter(service=file.service, customer__in=customers, state__in=LIVE).values_list(
            "customer", flat=True
        ),
        *Offer.objects.filter(
            service=file.service, customer__in=customers, state__in=OPEN_OFFERS
        ).values_list("customer", flat=True),
    }
    return [customer for customer in customers if customer not in busy]


def _make(
    file: ServiceFile,
    customer: UUID,
    wants: Mapping[str, Wanted],
    answer: Mapping[Wanted, Sequence[Reported]],
    *,
    by: Actor,
    at: datetime,
) -> UUID | None:
    values = matching.values_of(file, wants, answer)
    document = dump(values)
    last = Offer.objects.filter(customer=customer, service=file.service).order_by("-found_at").first()
    if last is not None and _facts(last.values) == _facts(document):
        return None
    offer = matching.proactive_of(file)
    row = Offer.objects.create(
        customer=customer,
        service=file.service,
        agency=file.agency,
        values=document,
        found_at=at,
        lapses_at=at + (add_term(at.date(), offer.lapses) - at.date()),
        deadline=matching.deadline_of(file, values, at),
    )
    if offer.confirm == "silent" and file.basis.startswith("statute:") and _give(row, file, by=by, at=at):
        return row.id
    _record(OFFERED, row, file, by=by, at=at)
    _write(row, file, offer.notice, key="made", at=at)
    return row.id


def _facts(document: Sequence[Mapping[str, object]]) -> list[tuple[object, object]]:
    return [(held["field"], held["value"]) for held in document]


def _give(row: Offer, file: ServiceFile, *, by: Actor, at: datetime) -> bool:
    """Decide it without asking. False where something is missing or refused: then she is asked."""
    try:
        _decide_for(row=row, by=by, at=at)
    except Refused:
        return False
    _answer(row, file, OfferState.GIVEN, GIVEN, by=by, at=at)
    _write(row, file, matching.proactive_of(file).notice, key="given", at=at)
    return True


@action(may="services.decide")
def _decide_for(*, row: Offer, by: Actor, at: datetime) -> ApplicationView:
    view = start_application(customer=row.customer, service=row.service, door=SYSTEM.door, by=SYSTEM, at=at)
    if view.decision is None or not all(page.complete for page in view.pages):
        raise Conflict("offer.incomplete", _("Something is still missing."))
    assess_as_prepared(application=view.id, by=SYSTEM, at=at)
    row.application = view.id
    return view


def _open_offer(offer: UUID, *, by: Actor, at: datetime) -> tuple[Offer, ServiceFile]:
    row = Offer.objects.select_for_update().filter(pk=offer).first()
    if row is None:
        raise NotFound("offer.unknown", _("We cannot find this offer."))
    check_may_act_for(row.customer, by=by)
    if row.state != OfferState.OFFERED or row.lapses_at <= at:
        raise Conflict("offer.answered", _("This offer was answered already, or has lapsed."))
    return row, get_file(row.service)


def _answer(
    row: Offer, file: ServiceFile, state: OfferState, event: Event, *, by: Actor, at: datetime
) -> None:
    row.state, row.answered_at = state, at
    row.save()
    _record(event, row, file, by=by, at=at)


def _remind(row: Offer, file: ServiceFile, *, by: Actor, at: datetime) -> None:
    assert row.deadline is not None
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    notice = matching.proactive_of(file).notice
    words = {
        language: text.format(day=say_day(row.deadline, language), notice=notice[language])
        for language, text in LAST_DAY.items()
    }
    _write(row, file, words, key="last-day", at=at)
    _record(OFFER_REMINDED, row, file, by=by, at=at)


def _write(row: Offer, file: ServiceFile, words: Text, *, key: str, at: datetime) -> None:
    basis = matching.proactive_of(file).basis
    contact.send_message(
        customer=row.customer,
        title=file.title,
        body={language: f"{words[language]}\n\n{basis[language]}" for language in words},
        agency=file.agency,
        application=row.application,
        idempotency_key=f"{row.id}/{key}",
        by=SYSTEM,
        at=at,
    )


def _record(event: Event, row: Offer, file: ServiceFile, *, by: Actor, at: datetime) -> None:
    journal.record(
        event,
        subject_kind="offer",
        subject=row.id,
        customer=row.customer,
        agency=file.agency,
        by=by,
        at=at,
        basis=file.basis,
        purpose=file.purpose,
        data={"service": file.service, "title": dict(file.title)},
    )
