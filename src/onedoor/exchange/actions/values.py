"""Asking registers for values, and registers reporting them."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from onedoor.exchange import deciding, halving, rules
from onedoor.exchange.landing import tell_reported
from onedoor.exchange.models import PredicateAnswer
from onedoor.exchange.pull import asking
from onedoor.exchange.pull.ages import judge
from onedoor.exchange.queries.partners import find_partner
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.storing import Key, Names, keep_values, key_of, read_live, take_back
from onedoor.exchange.types import (
    VALUES_DISCLOSED,
    VALUES_REFUSED,
    VALUES_REPORTED,
    VALUES_WITHDRAWN,
    Agreement,
    Attribute,
    DisclosureRefused,
    NewValue,
    PartnerKind,
    PartnerStatus,
    Reason,
    Register,
    Repeats,
    Reported,
    Verdict,
    Wanted,
)
from onedoor.exchange.weighing import mark_weighed
from onedoor.journal import actions as journal
from onedoor.journal.types import Concerned, Draft
from onedoor.kernel import clock
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.events import Event
from onedoor.kernel.postgres.aside import commit_aside
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.trust import queries as trust

Answer = dict[Wanted, list[Reported]]
_YEAR = re.compile(r"[12]\d{3}")


def request_values(
    *,
    customer: UUID,
    wanted: Sequence[Wanted],
    service: str,
    purpose: str,
    agency: str,
    subject: UUID,
    case: UUID | None = None,
    issue: str = "",
    by: Actor,
    at: datetime,
) -> Answer:
    """What registers say about ``customer``, for ``agency``'s ``service`` and ``purpose``.

    With ``issue``, the number of the application ``subject``, registers that may be pulled are asked
    for what is not fresh, within a few seconds; without it only what is held is answered.

    Every wanted key is in the answer; an empty list means that nothing is held. The disclosure is
    in her journal at once. Raises DisclosureRefused unless agreements in force cover every single
    attribute asked for, and few enough questions were asked about one value; she sees the attempt.
    """
    return request_values_for_many(
        customers=[customer],
        wanted=wanted,
        service=service,
        purpose=purpose,
        agency=agency,
        subject=subject,
        case=case,
        issue=issue,
        by=by,
        at=at,
    )[customer]


def request_values_for_many(
    *,
    customers: Sequence[UUID],
    wanted: Sequence[Wanted],
    service: str,
    purpose: str,
    agency: str,
    subject: UUID,
    subjects: Mapping[UUID, UUID] | None = None,
    case: UUID | None = None,
    issue: str = "",
    by: Actor,
    at: datetime,
) -> dict[UUID, Answer]:
    """The same for many customers in at most three statements; callers send some thousands a time.

    ``subjects`` may name each customer's own application; ``subject`` (the run) stands elsewhere.
    Customers whose consent is needed and missing, or about whose value too many different questions were
    asked, are left out of the answer and told so.
    """
    asked = rules.Asked(agency, service, purpose, clock.local(at).date())
    told = _Told(asked, list(dict.fromkeys(customers)), tuple(wanted), subject, subjects or {}, case)
    told.issue = issue
    try:
        return _disclose(told=told, by=by, at=at)
    except DisclosureRefused as refusal:
        # After the savepoint is undone. When an outer action fails with it, this entry is undone
        # too and that action's own refusal entry, which `record` asks for, tells the customer.
        told.write(VALUES_REFUSED, told.customers, None, told.wanted, code=refusal.code, by=by, at=at)
        refusal.record = True
        raise


@action()
def _disclose(*, told: "_Told", by: Actor, at: datetime) -> dict[UUID, Answer]:
    _check_asker(told, by)
    book = get_rulebook()
    verdicts = {one: deciding.weigh(book, told.asked, one, by=by) for one in told.wanted}
    against = next((verdict for verdict in verdicts.values() if not verdict.allowed), None)
    if against is not None:
        raise told.refusal(against)
    names = Names({agency.code: agency.name for agency in trust.list_agencies()})
    with scoped(SYSTEM):
        customers = _allowed(told, verdicts, by, at)
        _write_and_ask(told, _by_agreement(told.wanted, verdicts), customers, by, at)
        found = read_live(book, customers, told.wanted, names)
        judge(book, told.wanted, found, at)
        plan = [
            (one, book.registers[one.register].attributes[one.attribute], key_of(book, one))
            for one in told.wanted
        ]
        answers = {customer: _answer(plan, found[customer], names.kinds) for customer in customers}
        mark_weighed(answers)
        _answer_questions(told, verdicts, answers, at)
    return answers


def _write_and_ask(
    told: "_Told", used: Mapping[str, list[Wanted]], customers: list[UUID], by: Actor, at: datetime
) -> None:
    """Write the use down, and ask the registers that may be asked now. What is asked of one outside has a
    line of its own, committed before the question is sent: it stands even if the page then fails."""
    book = get_rulebook()
    agreements = [book.agreements[agreement] for agreement in used]
    reasons = [told.inquiry(customer, agreements) for customer in customers if told.issue]
    ready = [(asking.prepare(book, told.wanted, reason, by=by, at=at), reason) for reason in reasons]
    outside = {key for calls, _reason in ready for call in calls for key in call.keys}

    def write(*, away: bool) -> None:
        for agreement, ones in used.items():
            if part := [one for one in ones if (key_of(book, one) in outside) is away]:
                told.write(VALUES_DISCLOSED, customers, book.agreements[agreement], part, by=by, at=at)

    write(away=False)
    if outside:
        commit_aside(partial(write, away=True))
    for calls, reason in ready:
        asking.send(calls, reason, at=at)


def _by_agreement(wanted: Sequence[Wanted], verdicts: Mapping[Wanted, Verdict]) -> dict[str, list[Wanted]]:
    found: dict[str, list[Wanted]] = {}
    for one in wanted:
        found.setdefault(verdicts[one].agreement, []).append(one)
    return found


def _answer_questions(
    told: "_Told", verdicts: Mapping[Wanted, Verdict], answers: Mapping[UUID, Answer], at: datetime
) -> None:
    """Where only a yes or no was asked, nothing else leaves; she can read which it was."""
    book = get_rulebook()
    rows = []
    for one in (one for one in told.wanted if one.asks):
        agreement = book.agreements[verdicts[one].agreement]
        predicate = agreement.asks[one.asks]
        for customer, answer in answers.items():
            answer[one] = said = rules.answer_only(predicate, answer[one], day=told.asked.day)
            subject = told.subjects.get(customer, told.subject)
            yes = bool(said[0].value) if said else None
            rows.append(
                PredicateAnswer(
                    customer=customer,
                    subject=subject,
                    agreement=agreement.id,
                    question=one.asks,
                    receiver=told.asked.agency,
                    register=one.register,
                    attribute=one.attribute,
                    period=key_of(book, one)[2],
                    limit=predicate.limit,
                    answer=yes,
                    answered_at=at,
                )
            )
    PredicateAnswer.objects.bulk_create(rows, batch_size=2000)


def _check_asker(told: "_Told", by: Actor) -> None:
    """Partners never ask; citizens ask about the customer of their session; officers for their own
    agency, or for another's service while they assist a customer who is present."""
    allowed = by.kind == "system"
    if by.kind == "citizen":
        allowed = by.customer is not None and told.customers == [by.customer]
    elif by.kind == "officer":
        assists = by.assisted is not None or by.may("exchange.request_for_service")
        allowed = by.agency == told.asked.agency or assists
    if not allowed:
        raise told.refused("exchange.values.not_yours", _("You may not ask for this person's data."))


def _allowed(told: "_Told", verdicts: Mapping[Wanted, Verdict], by: Actor, at: datetime) -> list[UUID]:
    """Those whose own word, where one is needed, is a yes to all of it, and whose value is not being found
    out by questions; the others see the attempt. Raises DisclosureRefused when nobody is left."""
    against = _without_consent(told, verdicts, at)
    rest = [customer for customer in told.customers if customer not in against]
    halved = halving.list_halved(get_rulebook(), told.asked.agency, verdicts, rest, at=at)
    against |= dict.fromkeys(halved, Reason.HALVING)
    if against and len(against) == len(told.customers):
        raise told.refusal(Verdict(against[told.customers[0]]))
    for reason in dict.fromkeys(against.values()):
        left_out = [customer for customer in told.customers if against.get(customer) is reason]
        told.write(VALUES_REFUSED, left_out, None, told.wanted, code=code_of(reason), by=by, at=at)
    return [customer for customer in told.customers if customer not in against]


def _without_consent(told: "_Told", verdicts: Mapping[Wanted, Verdict], at: datetime) -> dict[UUID, Reason]:
    """What stands against each whose own word is needed, and is no yes."""
    book = get_rulebook()
    needed = {
        one: verdict
        for one, verdict in verdicts.items()
        if book.agreements[verdict.agreement].basis == "consent"
    }
    if not needed or not told.customers:
        return {}
    given = deciding.read_given({one.agreement for one in needed.values()}, told.customers, at=at)
    found: dict[UUID, Reason] = {}
    for customer in told.customers:
        heard = (
            deciding.hear(book, told.asked, one, verdict, customer=customer, given=given, at=at)
            for one, verdict in needed.items()
        )
        against = next((verdict for verdict in heard if not verdict.allowed), None)
        if against is not None:
            found[customer] = against.reason
    return found


def code_of(reason: Reason) -> str:
    """The code of a refusal for this reason."""
    return f"exchange.values.{reason.value}"


def _answer(
    plan: Sequence[tuple[Wanted, Attribute, Key]],
    found: Mapping[Key, list[Reported]],
    kinds: Mapping[str, str],
) -> Answer:
    answer: Answer = {}
    for one, shape, key in plan:
        held = found.get(key, [])
        answer[one] = rules.choose(shape, held, kinds, many=one.many) if len(held) > 1 else held
    return answer


class _Told:
    """One request, and how it is told to the people concerned."""

    def __init__(
        self,
        asked: rules.Asked,
        customers: list[UUID],
        wanted: tuple[Wanted, ...],
        subject: UUID,
        subjects: Mapping[UUID, UUID],
        case: UUID | None,
    ) -> None:
        self.asked, self.customers, self.wanted = asked, customers, wanted
        self.subject, self.subjects, self.case = subject, subjects, case
        self.issue = ""

    def inquiry(self, customer: UUID, agreements: Sequence[Agreement]) -> asking.Reason:
        """Why a register is asked about one of the customers."""
        return asking.Reason(
            customer=customer,
            asked=self.asked,
            agreements=agreements,
            application=self.subjects.get(customer, self.subject),
            issue=self.issue,
        )

    def refusal(self, verdict: Verdict) -> DisclosureRefused:
        """The refusal that says who of the four said no, and why."""
        return self.refused(code_of(verdict.reason), verdict.reason.label)

    def refused(self, code: str, message: object) -> DisclosureRefused:
        only = self.customers[0] if len(self.customers) == 1 else None
        return DisclosureRefused(
            code,
            message,
            customer=only,
            agency=self.asked.agency,
            purpose=self.asked.purpose,
            subject=self.subject,
            case=self.case,
        )

    def write(
        self,
        event: Event,
        customers: Sequence[UUID],
        agreement: Agreement | None,
        wanted: Sequence[Wanted],
        *,
        code: str = "",
        by: Actor,
        at: datetime,
    ) -> None:
        data = self._data(agreement, wanted) | ({"code": code} if code else {})
        if not customers:
            return
        draft = Draft(
            event=event,
            subject_kind="disclosure",
            subject=self.subject,
            by=by,
            at=at,
            agency=self.asked.agency,
            basis=agreement.basis if agreement else "",
            purpose=self.asked.purpose,
            case=self.case,
            data=data,
        )
        own = self.subjects.get
        journal.record_each(
            draft, (Concerned(customer, own(customer, self.subject), data) for customer in customers)
        )

    def _data(self, agreement: Agreement | None, wanted: Sequence[Wanted]) -> dict[str, object]:
        return {
            "service": self.asked.service,
            "agreement": agreement.id if agreement else "",
            "shares": rules.shares_of(wanted),
            "asks": [one.asks for one in wanted if one.asks],
            "receiver": _agency_name(self.asked.agency),
            "aim": get_rulebook().purposes.get(self.asked.purpose) or self.asked.purpose,
        }


def _agency_name(code: str) -> Text | str:
    return next((agency.name for agency in trust.list_agencies() if agency.code == code), code)


@action(may="exchange.report")
def report_values(
    *,
    register: str,
    source: str,
    values: Sequence[NewValue],
    grade: str = "",
    first: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Keep what ``source``, an agency or a partner's code, says about customers.

    Its earlier statements step back.

    For whole registers: send some thousands of values a call, and say ``first`` when nothing of this
    source was held before. Returns how many were kept.
    """
    found = get_rulebook().registers.get(register)
    if found is None:
        raise Invalid("exchange.register.unknown", _("There is no such register."), field="register")
    if not _may_report(found, source, by=by, at=at):
        raise NotAllowed("exchange.report.not_reporter", _("This body does not report to this register."))
    for value in values:
        _check_value(found, value)
    _check_no_doubles(values)
    with scoped(SYSTEM):
        keep_values(found, source, values, at=at, grade=grade, first=first)
        journal.record(
            VALUES_REPORTED,
            subject_kind="register",
            subject=uuid5(NAMESPACE_URL, register),
            agency=found.agency,
            by=by,
            at=at,
            data={"register": found.title, "code": register, "source": source, "count": len(values)},
        )
        if not first:
            tell_reported(found, source, {value.customer for value in values}, by=by, at=at)
    return len(values)


@action(may="exchange.report")
def withdraw_values(
    *, register: str, source: str, customer: UUID, attribute: str, reference: str, by: Actor, at: datetime
) -> int:
    """Take back what ``source`` said of ``customer`` under ``reference``, because it no longer holds;
    what it said before holds again. Returns how many statements were taken back, 0 the second time."""
    found = get_rulebook().registers.get(register)
    if found is None:
        raise Invalid("exchange.register.unknown", _("There is no such register."), field="register")
    if not _may_report(found, source, by=by, at=at):
        raise NotAllowed("exchange.report.not_reporter", _("This body does not report to this register."))
    with scoped(SYSTEM):
        count = take_back(found, source, customer, attribute, reference)
        if count:
            journal.record(
                VALUES_WITHDRAWN,
                subject_kind="register",
                subject=uuid5(NAMESPACE_URL, register),
                agency=found.agency,
                by=by,
                at=at,
                data={"register": found.title, "code": register, "source": source, "count": count},
            )
    return count


def _may_report(register: Register, source: str, *, by: Actor, at: datetime) -> bool:
    """Whether ``source`` answers for the register, by itself or as a partner of such a kind."""
    if by.kind != "system" and source != by.agency:
        return False
    if source in register.reporters and source not in PartnerKind.values:
        return True
    partner = find_partner(source, day=clock.local(at).date())
    return (
        partner is not None and partner.status == PartnerStatus.ACTIVE and partner.kind in register.reporters
    )


def _check_value(register: Register, value: NewValue) -> None:
    attribute = register.attributes.get(value.attribute)
    if attribute is None:
        raise Invalid(
            "exchange.attribute.unknown", _("The register has no such attribute."), field=value.attribute
        )
    if attribute.period == "year" and not _YEAR.fullmatch(value.period):
        raise Invalid(
            "exchange.period.missing", _("Give the basis year, such as 2024."), field=value.attribute
        )
    if attribute.repeats is Repeats.RECORD and not value.reference:
        raise Invalid(
            "exchange.reference.missing", _("Each record needs its reference."), field=value.attribute
        )
    if value.value is None:
        raise Invalid("exchange.value.missing", _("The value is missing."), field=value.attribute)


def _check_no_doubles(values: Sequence[NewValue]) -> None:
    keys = {(value.customer, value.attribute, value.period, value.reference) for value in values}
    if len(keys) < len(values):
        raise Invalid(
            "exchange.value.doubled", _("The same value is reported twice in one call."), field="values"
        )
