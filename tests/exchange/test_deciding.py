"""One place decides whether a value is told: agreement, consent, policy and class must all say yes."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from onedoor.exchange import actions, queries, registers
from onedoor.exchange.deciding import decide
from onedoor.exchange.registers import Rulebook, get_rulebook
from onedoor.exchange.rules import Asked
from onedoor.exchange.types import (
    DisclosureRefused,
    NewValue,
    Reason,
    Sensitivity,
    Side,
    Wanted,
    why_refused,
)
from onedoor.kernel.actors import SYSTEM, Actor

NAME = Wanted("civil-register", "name")
PAY = Wanted("employer-income", "gross_pay", "2024", many=True)
LIBRARY = {"service": "move", "purpose": "offer-library-card", "agency": "LIB"}
TAX = {"service": "income-tax", "purpose": "assess-income-tax", "agency": "REV"}


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The rulebook with one agreement, or the policies, written otherwise."""

    def written(id: str = "", policies: object = None, **changed: object) -> Rulebook:
        book = get_rulebook()
        agreements = dict(book.agreements)
        if id:
            agreements[id] = replace(agreements[id], **changed)  # type: ignore[arg-type]
        book = replace(book, agreements=agreements, policies=policies or book.policies)  # type: ignore[arg-type]
        monkeypatch.setattr(registers, "_load", lambda folder: book)
        return book

    return written


def why(customer: UUID, one: Wanted, at: datetime, by: Actor = SYSTEM, **asked: str) -> Reason:
    return queries.explain_wanted(customer=customer, wanted=[one], by=by, at=at, **asked)[one].reason


def refusal(customer: UUID, one: Wanted, at: datetime, by: Actor = SYSTEM, **asked: str) -> str:
    with pytest.raises(DisclosureRefused) as refused:
        actions.request_values(customer=customer, wanted=[one], subject=uuid4(), by=by, at=at, **asked)
    return refused.value.code


def test_an_agreement_in_force_that_nothing_stands_against_is_a_yes(donor: UUID, at: datetime) -> None:
    assert why(donor, PAY, at, **TAX) is Reason.ALLOWED


def test_who_said_no_is_part_of_the_answer(donor: UUID, at: datetime) -> None:
    said = queries.explain_wanted(customer=donor, wanted=[NAME], by=SYSTEM, at=at, **LIBRARY)[NAME]

    assert (said.reason, said.side, said.agreement) == (Reason.NO_CONSENT, Side.CONSENT, "AG-2025-17")


def test_an_expired_agreement_allows_nothing_and_says_so(donor: UUID) -> None:
    late = datetime(2027, 1, 1, tzinfo=UTC)

    assert why(donor, PAY, late, **TAX) is Reason.ENDED
    assert refusal(donor, PAY, late, **TAX) == "exchange.values.ended"


def test_without_an_approved_privacy_assessment_nothing_is_told(donor: UUID, at: datetime, change) -> None:  # type: ignore[no-untyped-def]
    change("AG-2024-01", approved=False)

    assert refusal(donor, PAY, at, **TAX) == "exchange.values.not_assessed"


def test_a_receiver_that_asks_more_than_its_policy_is_refused(donor: UUID, at: datetime, change) -> None:  # type: ignore[no-untyped-def]
    change(policies={"REV": frozenset({Sensitivity.PLAIN, Sensitivity.PERSONAL})})

    assert refusal(donor, PAY, at, **TAX) == "exchange.values.policy"


def test_without_a_policy_of_its_own_a_receiver_gets_no_tax_or_medical_data(
    donor: UUID, at: datetime, change
) -> None:  # type: ignore[no-untyped-def]
    change("AG-2024-01", also=("LIB",))

    assert why(donor, NAME, at, **TAX | {"agency": "LIB"}) is Reason.ALLOWED
    assert why(donor, PAY, at, **TAX | {"agency": "LIB"}) is Reason.POLICY


@pytest.mark.parametrize("basis", ["public-task:x", "contract", "vital-interest", "legitimate-interest"])
def test_tax_and_medical_data_need_law_or_consent(donor: UUID, at: datetime, change, basis: str) -> None:  # type: ignore[no-untyped-def]
    change("AG-2024-01", basis=basis)

    assert why(donor, PAY, at, **TAX) is Reason.CLASS


def test_an_officer_needs_the_role_and_a_second_factor_for_them(
    donor: UUID, officer: Actor, at: datetime
) -> None:
    clerk = replace(officer, permissions=frozenset({"customers.read"}))

    assert why(donor, PAY, at, officer, **TAX) is Reason.ALLOWED
    assert refusal(donor, PAY, at, clerk, **TAX) == "exchange.values.proof"
    assert refusal(donor, PAY, at, replace(officer, assurance=1), **TAX) == "exchange.values.proof"


def test_a_receiver_that_is_not_named_is_refused(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.give_consent(customer=donor, agreement="AG-2025-17", by=citizen, at=at)

    assert refusal(donor, NAME, at, **LIBRARY | {"agency": "EDU"}) == "exchange.values.no_agreement"


def test_the_person_reads_why_it_was_refused(donor: UUID, citizen: Actor, at: datetime) -> None:
    refusal(donor, NAME, at, **LIBRARY)

    [attempt] = queries.list_disclosures(donor, by=citizen)
    assert why_refused(attempt.code) == "You have not agreed to this use of your data."


def test_an_officers_page_shows_by_consent_only_what_is_still_agreed(
    donor: UUID, citizen: Actor, officer: Actor, at: datetime, change
) -> None:  # type: ignore[no-untyped-def]
    change("AG-2025-17", lasts=0, shares={"death-register": frozenset({"natural_cause"})},
           policies={"LIB": frozenset(Sensitivity)})  # fmt: skip
    told = [NewValue(donor, "natural_cause", True)]
    actions.report_values(register="death-register", source="HLT", values=told, by=SYSTEM, at=at)
    may = frozenset({"customers.read", "values.read_medical"})
    librarian = replace(officer, agency="LIB", permissions=may)

    assert queries.list_held(donor, by=librarian) == []
    given = replace(citizen, assurance=3)
    actions.give_consent(customer=donor, agreement="AG-2025-17", by=given, at=at)
    assert [one.value for one in queries.list_held(donor, by=librarian)] == [True]
    contact_centre = replace(librarian, permissions=frozenset({"customers.read"}))
    assert queries.list_held(donor, by=contact_centre) == []
    actions.withdraw_consent(customer=donor, agreement="AG-2025-17", by=citizen, at=at)
    assert queries.list_held(donor, by=librarian) == []


def test_what_nobody_described_is_refused(donor: UUID, at: datetime) -> None:
    verdict = decide(
        get_rulebook(), Asked("REV", "income-tax", "assess-income-tax", at.date()), Wanted("x", "y"),
        customer=donor, given={}, by=SYSTEM, at=at,
    )  # fmt: skip

    assert verdict.reason is Reason.NO_AGREEMENT
