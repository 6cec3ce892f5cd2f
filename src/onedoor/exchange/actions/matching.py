"""Asking a register for whom something holds: it looks, and gives out only those."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from onedoor.exchange import deciding, rules
from onedoor.exchange.actions.values import Answer, code_of, request_values_for_many
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.storing import Names, key_of, read_live
from onedoor.exchange.types import REGISTER_MATCHED, Agreement, DisclosureRefused, Predicate, Reason, Wanted
from onedoor.journal import actions as journal
from onedoor.kernel import clock
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust

Test = Callable[[Answer], bool]


@action()
def find_matching(
    *,
    customers: Sequence[UUID],
    wanted: Sequence[Wanted],
    test: Test,
    service: str,
    purpose: str,
    agency: str,
    by: Actor,
    at: datetime,
) -> dict[UUID, Answer]:
    """Those of ``customers`` for whom ``test`` holds over what registers say, with these values.

    The test is worked out where the values lie. Who does not match stays unknown to ``agency``: only
    the values of those who do are given out, each with her own disclosure; that a register was
    searched, and how many were found, is one entry for the auditor. Of whom too much was asked
    already is left out. Raises NotAllowed unless agreements by law cover every value: people cannot be
    searched by consent.
    """
    if by.kind != "system":
        raise NotAllowed("exchange.matching.not_yours", _("Only the house itself may search a register."))
    asked = rules.Asked(agency, service, purpose, clock.local(at).date())
    questions = _check_lawful(wanted, asked, by)
    with scoped(SYSTEM):
        matching = [
            customer
            for customer, answer in _read(customers, wanted, questions, asked).items()
            if test(answer)
        ]
        register = get_rulebook().registers[wanted[0].register]
        journal.record(
            REGISTER_MATCHED,
            subject_kind="register",
            subject=uuid5(NAMESPACE_URL, register.code),
            agency=agency,
            purpose=purpose,
            by=by,
            at=at,
            data={"register": register.title, "looked_at": len(customers), "found": len(matching)},
        )
    return _disclose(matching, wanted, service, purpose, agency, by=by, at=at)


def _check_lawful(wanted: Sequence[Wanted], asked: rules.Asked, by: Actor) -> dict[Wanted, Predicate]:
    """The questions among ``wanted`` that are answered by yes or no alone."""
    book = get_rulebook()
    verdicts = [deciding.weigh(book, asked, one, by=by) for one in wanted]
    if not all(one.allowed and _by_law(book.agreements[one.agreement]) for one in verdicts):
        raise NotAllowed(
            "exchange.matching.no_law", _("No agreement by law allows this register to be searched.")
        )
    agreements = (book.agreements[one.agreement] for one in verdicts)
    return {
        one: agreement.asks[one.asks] for one, agreement in zip(wanted, agreements, strict=True) if one.asks
    }


def _by_law(agreement: Agreement) -> bool:
    return agreement.basis.partition(":")[0] in ("statute", "public-task", "vital-interest")


def _read(
    customers: Sequence[UUID],
    wanted: Sequence[Wanted],
    questions: Mapping[Wanted, Predicate],
    asked: rules.Asked,
) -> dict[UUID, Answer]:
    book = get_rulebook()
    names = Names({agency.code: agency.name for agency in trust.list_agencies()})
    live = read_live(book, customers, wanted, names)
    answers = {
        customer: {
            one: rules.choose(
                book.registers[one.register].attributes[one.attribute],
                held.get(key_of(book, one), []),
                names.kinds,
                many=one.many,
            )
            for one in wanted
        }
        for customer, held in live.items()
    }
    for answer in answers.values():
        for one, predicate in questions.items():
            answer[one] = rules.answer_only(predicate, answer[one], day=asked.day)
    return answers


def _disclose(
    customers: Sequence[UUID],
    wanted: Sequence[Wanted],
    service: str,
    purpose: str,
    agency: str,
    *,
    by: Actor,
    at: datetime,
) -> dict[UUID, Answer]:
    if not customers:
        return {}
    subjects = {customer: uuid5(NAMESPACE_URL, f"offer/{service}/{customer}") for customer in customers}
    try:
        return request_values_for_many(
            customers=customers,
            wanted=wanted,
            service=service,
            purpose=purpose,
            agency=agency,
            subject=uuid5(NAMESPACE_URL, f"offer/{service}"),
            subjects=subjects,
            by=by,
            at=at,
        )
    except DisclosureRefused as refusal:
        if refusal.code != code_of(Reason.HALVING):
            raise
        return {}  # each of them sees the attempt
