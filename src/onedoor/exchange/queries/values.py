"""What is held about a customer, from whom, and who used it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from onedoor.exchange import deciding, rules
from onedoor.exchange.models import PredicateAnswer, ReportedValue
from onedoor.exchange.models.values import LIVE
from onedoor.exchange.queries.secrecy import find_ended
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.storing import Names
from onedoor.exchange.types import (
    USAGE_READ,
    VALUES_DISCLOSED,
    VALUES_REFUSED,
    Agreement,
    Attribute,
    Disclosure,
    HeldValue,
    MostAsked,
    Register,
    UsagePage,
    UseCount,
    Verdict,
    Wanted,
)
from onedoor.journal import queries as journal
from onedoor.journal.types import ATTEMPT_REFUSED, Entry
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.people import queries as people
from onedoor.people.types import VIEWED
from onedoor.trust import queries as trust
from onedoor.trust.types import EMERGENCY_OPENED

GUARDED = ("tax", "medical")
LOOKS = (VIEWED.name, EMERGENCY_OPENED.name)
USES = (VALUES_DISCLOSED.name, VALUES_REFUSED.name, ATTEMPT_REFUSED.name, *LOOKS)
LISTED = (*USES, USAGE_READ.name)  # what she sees; counted is what others did
KEEPER = "CIO"  # the agency that answers for the list itself
ABOUT_DATA = "exchange.values."  # the codes of refusals that were about data
COUNTED = {
    VALUES_DISCLOSED.name: "disclosed",
    VALUES_REFUSED.name: "refused",
    ATTEMPT_REFUSED.name: "refused",
    VIEWED.name: "looked",
    EMERGENCY_OPENED.name: "looked",
}
CHUNK = 200  # entries read at a time


def list_registers() -> list[Register]:
    """Every register, in the catalogue's order."""
    return list(get_rulebook().registers.values())


def list_agreements() -> list[Agreement]:
    """Every agreement, in the catalogue's order."""
    return list(get_rulebook().agreements.values())


def get_attribute(register: str, attribute: str) -> Attribute | None:
    """What the catalogue says of an attribute; None when no register has it."""
    return get_rulebook().attribute(register, attribute)


def list_held(customer: UUID, *, by: Actor) -> list[HeldValue]:
    """The living values about ``customer``, by register, newest period first.

    She sees all of her own, her representative what the services of the mandate are told. An officer
    sees what her role may read; tax and medical details need the permission, a strong session, and a
    register or an agreement of her own agency, or the customer beside her. Nobody else sees anything.
    """
    if by.kind == "partner" or (by.kind == "citizen" and by.customer != customer):
        return []
    if by.kind == "officer" and not by.may("customers.read"):
        return []
    with scoped(SYSTEM):
        rows = list(ReportedValue.objects.filter(customer=customer, state__in=LIVE))
        names = _names({row.source for row in rows})
    held = [_held(row, names) for row in rows if get_rulebook().attribute(row.register, row.attribute)]
    order = {code: place for place, code in enumerate(get_rulebook().registers)}
    may_see = _told_to(by, customer, beside=by.customer == customer)
    services = people.mandate_services(by)
    allowed = [
        value
        for value in held
        if (by.kind != "officer" or may_see(value)) and (services is None or _serves(services, value))
    ]
    return sorted(allowed, key=lambda v: (order[v.register], _newest_first(v.period), v.attribute, v.source))


def list_in_emergency(customer: UUID, *, by: Actor, at: datetime) -> list[HeldValue]:
    """What the kind of emergency needs, and nothing else, while this officer's hour lasts."""
    emergency = trust.find_emergency(customer, by=by, at=at)
    if emergency is None:
        return []
    with scoped(SYSTEM):
        rows = list(
            ReportedValue.objects.filter(
                customer=customer, state__in=LIVE, register__in=rules.EMERGENCY_NEEDS[emergency.kind]
            ).order_by("register", "attribute")
        )
        names = _names({row.source for row in rows})
    return [_held(row, names) for row in rows if get_rulebook().attribute(row.register, row.attribute)]


def _told_to(by: Actor, customer: UUID, *, beside: bool) -> Callable[[HeldValue], bool]:
    """What this officer may see of a customer, who sits ``beside`` her or not."""
    told = told_to(by, customer)

    def may_see(value: HeldValue) -> bool:
        business = beside or (value.register, value.attribute) in told
        return trust.may_read(by, value.sensitivity) and (business or value.sensitivity not in GUARDED)

    return may_see


def told_to(by: Actor, customer: UUID) -> set[tuple[str, str]]:
    """The attributes that may be told to the agency of ``by`` about ``customer`` now, or that are its own.
    What its officer's own role may read of them is asked where she reads."""
    at, book = clock.now(), get_rulebook()
    own = {
        (code, name)
        for code, register in book.registers.items()
        if register.agency == by.agency
        for name in register.attributes
    }
    with scoped(SYSTEM):
        given = deciding.read_given(book.agreements, [customer], at=at)
    return own | set(deciding.list_told(book, by.agency, customer=customer, given=given, by=SYSTEM, at=at))


def explain_wanted(
    *,
    customer: UUID,
    wanted: Sequence[Wanted],
    service: str,
    purpose: str,
    agency: str,
    by: Actor,
    at: datetime,
) -> dict[Wanted, Verdict]:
    """What would be decided about each of ``wanted`` if it were asked for now, and why. Nothing is told."""
    book, asked = get_rulebook(), rules.Asked(agency, service, purpose, clock.local(at).date())
    with scoped(SYSTEM):
        given = deciding.read_given(book.agreements, [customer], at=at)
    return {
        one: deciding.decide(book, asked, one, customer=customer, given=given, by=by, at=at) for one in wanted
    }


def may_pass_on(register: str, attribute: str, receiver: str) -> bool:
    """Whether the policy of ``receiver`` lets a service tell it this value, which another agency was told."""
    return deciding.may_pass_on(get_rulebook(), register, attribute, receiver)


def _serves(services: frozenset[str], value: HeldValue) -> bool:
    """Whether one of these services is told this value."""
    return any(
        value.attribute in agreement.shares.get(value.register, ()) and services & set(agreement.services)
        for agreement in get_rulebook().agreements.values()
    )


def list_holders(register: str, attribute: str, *, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """The next ``limit`` customers of whom a register knows this, in the order of their ids: for the
    house's own rounds, which then ask ``find_matching``."""
    with scoped(SYSTEM):
        held = ReportedValue.objects.filter(register=register, attribute=attribute, state__in=LIVE)
        held = held.filter(customer__gt=after) if after else held
        return list(held.order_by("customer").values_list("customer", flat=True).distinct()[:limit])


def list_disclosures(
    customer: UUID, *, by: Actor, before: datetime | None = None, limit: int = 50
) -> list[Disclosure]:
    """Who used the customer's data, tried to, or opened her page, newest first; a reading of the journal.
    What a law keeps secret now is not in it, for nobody.

    Some more than ``limit`` where several happened at one moment, so that ``before`` the last one's
    ``happened_at`` an older page goes on without a gap.
    """
    agencies = {agency.code: agency.name for agency in trust.list_agencies()}
    ended = find_ended(people.list_names(customer))
    entries: list[Entry] = []
    for entry in _read_uses(customer, by, before):
        if len(entries) >= limit and entry.happened_at != entries[-1].happened_at:
            break
        entries.append(entry)
    said = _answers(customer, entries)
    return [_after_secrecy(_disclosure(entry, agencies, said), entry, ended) for entry in entries]


def _after_secrecy(use: Disclosure, entry: Entry, ended: Mapping[UUID, tuple[datetime, Text]]) -> Disclosure:
    """The use; where it was kept secret for a time, with the day and the law."""
    if entry.case is None or entry.case not in ended:
        return use
    until, law = ended[entry.case]
    return replace(use, withheld_until=until, withheld_under=law)


def _answers(customer: UUID, entries: Iterable[Entry]) -> dict[tuple[UUID, str, datetime], bool | None]:
    """What was answered where only a yes or no was asked."""
    subjects = {entry.subject for entry in entries if entry.data.get("asks")}
    if not subjects:
        return {}
    with scoped(SYSTEM):
        rows = PredicateAnswer.objects.filter(customer=customer, subject__in=subjects)
        return {(row.subject, row.question, row.answered_at): row.answer for row in rows}


def _asked_only(
    entry: Entry, said: Mapping[tuple[UUID, str, datetime], bool | None]
) -> Iterator[tuple[Text, bool | None]]:
    """The questions of a use, each with its answer; a refused one has none."""
    agreements = get_rulebook().agreements
    own = agreements.get(str(entry.data.get("agreement", "")))
    for code in entry.data.get("asks", ()):
        one = (own and own.asks.get(code)) or next(
            (agreement.asks[code] for agreement in agreements.values() if code in agreement.asks), None
        )
        if one is not None:
            yield one.text, said.get((entry.subject, code, entry.happened_at))


def read_period(
    customer: UUID, *, by: Actor, since: datetime, until: datetime, offset: int, limit: int
) -> UsagePage:
    """The uses of a half-open period, ``limit`` of them after the first ``offset``. As ``list_disclosures``;
    systems ask by ``actions.find_usage``, which writes that they did."""
    found: list[Disclosure] = []
    before = until
    while page := list_disclosures(customer, by=by, before=before, limit=CHUNK):
        found += [use for use in page if use.happened_at >= since]
        before = page[-1].happened_at
        if before < since:
            break
    return UsagePage(len(found), tuple(found[offset : offset + limit]))


def count_uses(*, since: datetime, until: datetime) -> list[UseCount]:
    """The uses that the persons themselves see, counted by month and agency; a reading of the journal."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for one in journal.count_by_month(USES, since=since, until=until):
        if one.event == ATTEMPT_REFUSED.name and not one.code.startswith(ABOUT_DATA):
            continue
        counted.setdefault((one.month, one.agency), Counter())[COUNTED[one.event]] += one.times
    return [
        UseCount(month, agency, found["disclosed"], found["refused"], found["looked"])
        for (month, agency), found in sorted(counted.items())
    ]


def find_disclosure(entry: UUID, *, customer: UUID, by: Actor) -> Disclosure | None:
    """One line of ``list_disclosures``, or None when it is not in the customer's list."""
    try:
        at = journal.get_entry(entry).happened_at
    except NotFound:
        return None
    then = list_disclosures(customer, by=by, before=at + timedelta(microseconds=1), limit=1)
    return next((use for use in then if use.entry == entry), None)


def _read_uses(customer: UUID, by: Actor, before: datetime | None) -> Iterator[Entry]:
    within = people.mandate_services(by)  # a representative for some services learns of their uses only
    while True:
        entries = journal.list_timeline(
            customer=customer, by=by, before=before, limit=CHUNK, events=LISTED, services=within
        )
        if len(entries) < CHUNK:
            yield from filter(_about_data, entries)
            return
        # the last moment may go on in the next chunk: leave it to that one
        whole = [entry for entry in entries if entry.happened_at != entries[-1].happened_at] or entries
        yield from filter(_about_data, whole)
        before = whole[-1].happened_at


def _about_data(entry: Entry) -> bool:
    return entry.event != ATTEMPT_REFUSED.name or str(entry.data.get("code", "")).startswith(ABOUT_DATA)


def _disclosure(
    entry: Entry, agencies: Mapping[str, Text], said: Mapping[tuple[UUID, str, datetime], bool | None]
) -> Disclosure:
    book, own = get_rulebook(), entry.event == USAGE_READ.name
    shares: Mapping[str, list[str]] = entry.data.get("shares", {})
    attributes = [book.attribute(register, name) for register, names in shares.items() for name in names]
    return Disclosure(
        entry=entry.id,
        happened_at=entry.happened_at,
        receiver=entry.agency,
        receiver_name=agencies.get(entry.agency) or {"en": entry.agency},
        actor_kind=entry.actor_kind,
        actor=entry.actor,
        door=entry.door,
        service=entry.data.get("service", ""),
        purpose=entry.purpose,
        purpose_title=entry.data["aim"] if own else book.purposes.get(entry.purpose) or {"en": entry.purpose},
        basis=entry.basis,
        agreement=entry.data.get("agreement", ""),
        attributes=tuple(attribute.title for attribute in attributes if attribute is not None),
        case=entry.case,
        code=str(entry.data.get("code", "")),
        refused=entry.event in (VALUES_REFUSED.name, ATTEMPT_REFUSED.name),
        looked=entry.event in LOOKS,
        own=own,
        officer=trust.name_of(entry.actor) if entry.actor_kind == "officer" else "",
        answers=tuple(_asked_only(entry, said)),
        most_asked=_most_asked(entry),
    )


def _most_asked(entry: Entry) -> MostAsked | None:
    """What the agreement of a question allows, as far as it is still there; a refused use names none."""
    own = get_rulebook().agreements.get(str(entry.data.get("agreement", "")))
    return own.most_asked if own and entry.data.get("asks") else None


def _names(sources: set[str]) -> Names:
    names = Names({agency.code: agency.name for agency in trust.list_agencies()})
    names.learn(sources)
    return names


def _held(row: ReportedValue, names: Names) -> HeldValue:
    register = get_rulebook().registers[row.register]
    attribute = register.attributes[row.attribute]
    return HeldValue(
        reported=row.id,
        register=row.register,
        register_title=register.title,
        agency=register.agency,
        attribute=row.attribute,
        attribute_title=attribute.title,
        value=rules.unpack(attribute, row.value),
        type=attribute.type,
        period=row.period,
        source=row.source,
        source_name=names.of(row.source),
        received_at=row.received_at,
        grade=row.grade,
        reference=row.reference,
        state=row.state,
        sensitivity=attribute.sensitivity.value,
    )


def _newest_first(period: str) -> tuple[int, ...]:
    return tuple(-ord(symbol) for symbol in period)
