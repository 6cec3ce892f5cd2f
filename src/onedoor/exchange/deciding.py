"""The one place where it is decided whether a value may be told: agreement ∩ consent ∩ policy ∩ class.

Every road by which a value leaves a register asks here, and takes the reason with it: requests for one
or many, searches of a register, officers' pages, and what a service passes on to another agency.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onedoor.exchange.checking import CLOSE
from onedoor.exchange.fingerprints import fingerprint
from onedoor.exchange.models import Consent
from onedoor.exchange.registers import Rulebook
from onedoor.exchange.rules import Asked
from onedoor.exchange.types import Agreement, Attribute, Reason, Sensitivity, Verdict, Wanted
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.trust import queries as trust

STRONG = ("statute", "consent")
_NEAREST = (Reason.POLICY, Reason.CLASS, Reason.PROOF, Reason.NOT_ASSESSED, Reason.ENDED)


@dataclass(frozen=True, slots=True)
class Given:
    """What is left of a consent: these attributes and receivers (None: all), less what was taken back
    since, until then, to what was shown."""

    shares: frozenset[tuple[str, str]] | None
    receivers: frozenset[str] | None
    without: frozenset[tuple[str, str]]
    not_to: frozenset[str]
    until: datetime | None
    fingerprint: str

    def covers(self, register: str, attribute: str, receiver: str) -> bool:
        """Whether this attribute may still be told to this receiver."""
        share = (register, attribute)
        said = self.shares is None or share in self.shares
        told = self.receivers is None or receiver in self.receivers
        return said and told and share not in self.without and receiver not in self.not_to


Givens = Mapping[tuple[UUID, str], Given | None]
"""By customer and agreement; None where a consent was withdrawn as a whole."""


def weigh(book: Rulebook, asked: Asked, one: Wanted, *, by: Actor) -> Verdict:
    """What agreement, policy and class say, before anybody's consent. Of several agreements the first
    that says yes is taken; else the one that came nearest says why not."""
    attribute = book.attribute(one.register, one.attribute)
    if attribute is None:
        return Verdict(Reason.NO_AGREEMENT)
    said = [
        Verdict(_against(book, agreement, asked, attribute, by), agreement.id)
        for agreement in book.agreements.values()
        if _speaks_of(agreement, asked, one)
    ]
    allowed = next((verdict for verdict in said if verdict.allowed), None)
    return allowed or min(said, key=_distance, default=Verdict(Reason.NO_AGREEMENT))


def decide(
    book: Rulebook, asked: Asked, one: Wanted, *, customer: UUID, given: Givens, by: Actor, at: datetime
) -> Verdict:
    """Whether ``one`` may be told of ``customer``: what ``weigh`` says, and her consent where it is by it."""
    verdict = weigh(book, asked, one, by=by)
    return (
        hear(book, asked, one, verdict, customer=customer, given=given, at=at) if verdict.allowed else verdict
    )


def hear(
    book: Rulebook,
    asked: Asked,
    one: Wanted,
    verdict: Verdict,
    *,
    customer: UUID,
    given: Givens,
    at: datetime,
) -> Verdict:
    """``verdict``, which is a yes, after her own word; which counts where the agreement is by consent."""
    agreement = book.agreements[verdict.agreement]
    if agreement.basis != "consent":
        return verdict
    key = (customer, agreement.id)
    if key not in given:
        return Verdict(Reason.NO_CONSENT, agreement.id)
    yes = given[key]
    if yes is None or not yes.covers(one.register, one.attribute, asked.agency):
        return Verdict(Reason.WITHDRAWN, agreement.id)
    if yes.until is not None and yes.until <= at:
        return Verdict(Reason.LAPSED, agreement.id)
    if yes.fingerprint not in ("", fingerprint(book, agreement)):
        return Verdict(Reason.CHANGED, agreement.id)
    return verdict


def read_given(agreements: Iterable[str], customers: Iterable[UUID], *, at: datetime) -> Givens:
    """The consents of ``customers`` to ``agreements`` as they stand; three statements for thousands."""
    found: dict[tuple[UUID, str], Given | None] = {}
    rows = Consent.objects.filter(
        agreement__in=set(agreements), customer__in=set(customers), given_at__lte=at
    ).prefetch_related("removals")
    for row in rows.order_by("given_at"):
        gone = list(row.removals.all())
        found[row.customer, row.agreement] = (
            None
            if row.withdrawn_at
            else Given(
                frozenset((code, name) for code, names in row.shares.items() for name in names) or None,
                frozenset(row.receivers) or None,
                frozenset((one.register, one.attribute) for one in gone if one.attribute),
                frozenset(one.receiver for one in gone if one.receiver),
                row.active_until,
                row.fingerprint,
            )
        )
    return found


def list_told(
    book: Rulebook, agency: str, *, customer: UUID, given: Givens, by: Actor, at: datetime
) -> Iterator[tuple[str, str]]:
    """Every attribute that ``agency`` may be told of ``customer`` for any of its services and purposes."""
    for agreement in book.agreements.values():
        if agency not in agreement.receivers:
            continue
        asked = Asked(agency, agreement.services[0], agreement.purpose, local(at).date())
        for register, names in agreement.shares.items():
            for name in names:
                one = Wanted(register, name)
                if decide(book, asked, one, customer=customer, given=given, by=by, at=at).allowed:
                    yield register, name


def may_pass_on(book: Rulebook, register: str, attribute: str, receiver: str) -> bool:
    """Whether the policy of ``receiver`` lets a service of another agency tell it this value."""
    found = book.attribute(register, attribute)
    return found is None or book.may_be_told(receiver, found.sensitivity)


def _speaks_of(agreement: Agreement, asked: Asked, one: Wanted) -> bool:
    named = (
        asked.agency in agreement.receivers
        and asked.service in agreement.services
        and agreement.purpose == asked.purpose
    )
    if not one.asks:
        return named and one.attribute in agreement.shares.get(one.register, ())
    predicate = agreement.asks.get(one.asks)
    fits = predicate and (predicate.register, predicate.attribute) == (one.register, one.attribute)
    return named and bool(fits)


def _against(book: Rulebook, agreement: Agreement, asked: Asked, attribute: Attribute, by: Actor) -> Reason:
    """What stands against the agreement; ALLOWED when nothing does."""
    kind = Sensitivity(attribute.sensitivity)
    if not agreement.approved:
        return Reason.NOT_ASSESSED
    if not agreement.in_force(asked.day):
        return Reason.ENDED
    if not book.may_be_told(asked.agency, kind):
        return Reason.POLICY
    if kind in CLOSE and agreement.basis.partition(":")[0] not in STRONG:
        return Reason.CLASS
    if kind in CLOSE and by.kind == "officer" and by.assisted is None and not trust.may_read(by, kind):
        return Reason.PROOF
    return Reason.ALLOWED


def _distance(verdict: Verdict) -> int:
    return _NEAREST.index(verdict.reason)
