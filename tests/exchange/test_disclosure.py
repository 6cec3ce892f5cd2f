"""What is told to whom: only under an agreement, field by field, and never behind the person's back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from onedoor.exchange import actions, queries
from onedoor.exchange.queries import values
from onedoor.exchange.types import DisclosureRefused, NewValue, Reported, Wanted
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import actions as people

NAME = Wanted("civil-register", "name")
ADDRESS = Wanted("civil-register", "address")
PAY = Wanted("employer-income", "gross_pay", "2024", many=True)
PASS = Wanted("work-pass", "pass_type")


def tell(customer: UUID, at: datetime, register: str, source: str, *values: tuple[str, object]) -> None:
    stated = [NewValue(customer, attribute, value, "2024") for attribute, value in values]
    actions.report_values(register=register, source=source, values=stated, by=SYSTEM, at=at)


def ask(
    customer: UUID, at: datetime, *wanted: Wanted, by: Actor = SYSTEM, **changed: str
) -> dict[Wanted, list[Reported]]:
    asked = {"service": "income-tax", "purpose": "assess-income-tax", "agency": "REV"} | changed
    return actions.request_values(customer=customer, wanted=wanted, subject=uuid4(), by=by, at=at, **asked)


def test_a_value_comes_with_its_source_and_grade(donor: UUID, at: datetime) -> None:
    tell(donor, at, "civil-register", "CIV", ("name", "Mei Lin"))

    [told] = ask(donor, at, NAME)[NAME]

    assert (told.value, told.source, told.grade, told.received_at) == ("Mei Lin", "CIV", "A", at)
    assert set(told.source_name) == {"en", "zh-hans"}


def test_what_is_not_held_is_answered_by_nothing(donor: UUID, at: datetime) -> None:
    assert ask(donor, at, NAME, PAY) == {NAME: [], PAY: []}


def test_the_person_sees_the_use_at_once(donor: UUID, citizen: Actor, at: datetime) -> None:
    ask(donor, at, NAME, PAY)

    [use] = queries.list_disclosures(donor, by=citizen)

    assert (use.receiver, use.purpose, use.basis) == ("REV", "assess-income-tax", "statute:income-tax-act")
    assert {title["en"] for title in use.attributes} == {"Name", "Gross pay"}
    assert not use.refused
    assert "income tax" in use.purpose_title["en"]


@pytest.mark.parametrize(
    "changed",
    [{"agency": "LIB"}, {"service": "dog-licence"}, {"purpose": "curiosity"}],
    ids=lambda c: next(iter(c)),
)
def test_everything_but_the_agreed_use_is_refused(donor: UUID, at: datetime, changed: dict[str, str]) -> None:
    with pytest.raises(DisclosureRefused) as refused:
        ask(donor, at, NAME, **changed)

    assert refused.value.status == 403


def test_one_field_too_many_refuses_the_whole_request(donor: UUID, at: datetime) -> None:
    with pytest.raises(DisclosureRefused):
        ask(donor, at, NAME, PASS)


def test_the_person_sees_the_refused_attempt(donor: UUID, citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        ask(donor, at, NAME, PASS, agency="LIB")

    [attempt] = queries.list_disclosures(donor, by=citizen)

    assert attempt.refused
    assert attempt.receiver == "LIB"
    assert {title["en"] for title in attempt.attributes} == {"Name", "Kind of work pass"}


def test_she_sees_it_even_when_a_larger_act_fails_with_it(donor: UUID, citizen: Actor, at: datetime) -> None:
    @action()
    def draft(*, by: Actor, at: datetime) -> None:
        ask(donor, at, NAME, agency="LIB", by=by)

    with pytest.raises(NotAllowed):
        draft(by=SYSTEM, at=at)

    assert [use.refused for use in queries.list_disclosures(donor, by=citizen)] == [True]


def test_an_agreement_ends(donor: UUID) -> None:
    with pytest.raises(DisclosureRefused):
        ask(donor, datetime(2027, 1, 1, tzinfo=UTC), NAME)


def test_an_unknown_attribute_is_refused_not_an_error(donor: UUID, at: datetime) -> None:
    with pytest.raises(DisclosureRefused):
        ask(donor, at, Wanted("civil-register", "shoe_size"))


def test_a_citizen_asks_only_about_herself(donor: UUID, stranger: UUID, citizen: Actor, at: datetime) -> None:
    assert ask(donor, at, NAME, by=citizen) == {NAME: []}
    with pytest.raises(NotAllowed):
        ask(stranger, at, NAME, by=citizen)


def test_an_officer_asks_for_her_own_agency_or_while_she_assists(
    donor: UUID, officer: Actor, at: datetime
) -> None:
    elsewhere = replace(officer, agency="LIB")

    assert ask(donor, at, NAME, by=officer) == {NAME: []}
    assert ask(donor, at, NAME, by=replace(elsewhere, assisted=uuid4())) == {NAME: []}
    with pytest.raises(NotAllowed):
        ask(donor, at, NAME, by=elsewhere)


def test_a_partner_never_asks(donor: UUID, charity: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        ask(donor, at, NAME, by=charity)


def test_two_sources_the_authority_is_believed_and_the_conflict_shown(donor: UUID, at: datetime) -> None:
    tell(donor, at, "civil-register", "HSG", ("address", "2 New Road"))
    tell(donor, at, "civil-register", "CIV", ("address", "1 Old Road"))

    [told] = ask(donor, at, ADDRESS)[ADDRESS]

    assert told.value == "1 Old Road"
    assert [(other.source, other.value) for other in told.conflicts] == [("HSG", "2 New Road")]


def test_two_sources_that_agree_are_no_conflict(donor: UUID, at: datetime) -> None:
    for source in ("HSG", "CIV"):
        tell(donor, at, "civil-register", source, ("address", "1 Old Road"))

    assert ask(donor, at, ADDRESS)[ADDRESS][0].conflicts == ()


def test_a_newer_statement_stands_beside_the_old_one(donor: UUID, at: datetime) -> None:
    from onedoor.exchange.models import ReportedValue

    for name in ("Mei Lin", "Mei Lin Tan"):
        tell(donor, at, "civil-register", "CIV", ("name", name))

    assert [told.value for told in ask(donor, at, NAME)[NAME]] == ["Mei Lin Tan"]
    old, new = ReportedValue.objects.filter(customer=donor).order_by("id")
    assert (old.state, new.supersedes) == ("superseded", old.id)


def test_a_statement_cannot_be_rewritten(donor: UUID, at: datetime) -> None:
    from django.db import IntegrityError, transaction

    from onedoor.exchange.models import ReportedValue

    tell(donor, at, "civil-register", "CIV", ("name", "Mei Lin"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportedValue.objects.filter(customer=donor).update(value="Somebody Else")


def test_many_people_are_answered_as_one_is(
    donor: UUID, stranger: UUID, citizen: Actor, at: datetime
) -> None:
    tell(donor, at, "civil-register", "CIV", ("name", "Mei Lin"))
    tell(stranger, at, "civil-register", "CIV", ("name", "Noor Aziz"))
    runs = {donor: uuid4(), stranger: uuid4()}

    told = actions.request_values_for_many(
        customers=[donor, stranger], wanted=[NAME], service="income-tax", purpose="assess-income-tax",
        agency="REV", subject=uuid4(), subjects=runs, by=SYSTEM, at=at,
    )  # fmt: skip

    assert [told[one][NAME][0].value for one in (donor, stranger)] == ["Mei Lin", "Noor Aziz"]
    assert len(queries.list_disclosures(donor, by=citizen)) == 1


def test_amounts_keep_their_cents(donor: UUID, at: datetime) -> None:
    tell(donor, at, "provident-fund", "PRF", ("compulsory_contribution", Decimal("12000.10")))
    wanted = Wanted("provident-fund", "compulsory_contribution", "2024")

    assert ask(donor, at, wanted)[wanted][0].value == Decimal("12000.10")


@pytest.mark.parametrize(
    ("register", "source", "attribute"),
    [("civil-register", "LIB", "name"), ("provident-fund", "CIV", "compulsory_contribution")],
)
def test_only_its_reporters_report_to_a_register(
    donor: UUID, at: datetime, register: str, source: str, attribute: str
) -> None:
    with pytest.raises(NotAllowed):
        tell(donor, at, register, source, (attribute, "1"))


def test_an_officer_reports_for_her_own_agency_only(donor: UUID, officer: Actor, at: datetime) -> None:
    value = [NewValue(donor, "name", "Mei Lin")]

    with pytest.raises(NotAllowed):
        actions.report_values(register="civil-register", source="CIV", values=value, by=officer, at=at)


def test_a_partner_reports_where_its_kind_is_a_source(
    donor: UUID, employer: Actor, charity: Actor, at: datetime
) -> None:
    value = [NewValue(donor, "gross_pay", 4000, "2024")]
    told = {"register": "employer-income", "values": value, "at": at, "by": SYSTEM}

    assert actions.report_values(**told, source="shipyard") == 1
    for source in ("foodbank", "employer", "nobody"):
        with pytest.raises(NotAllowed):
            actions.report_values(**told, source=source)


def look_at(customer: UUID, officer: Actor, at: datetime, purpose: str = "answer-customer") -> None:
    people.record_view(customer=customer, purpose=purpose, by=officer, at=at)


def test_the_person_sees_who_opened_her_page_and_why(
    donor: UUID, citizen: Actor, officer: Actor, at: datetime
) -> None:
    look_at(donor, officer, at)

    [look] = queries.list_disclosures(donor, by=citizen)

    assert (look.looked, look.refused, look.receiver, look.purpose) == (True, False, "REV", "answer-customer")


def test_an_older_page_goes_on_without_a_gap(
    donor: UUID, citizen: Actor, officer: Actor, at: datetime
) -> None:
    for minute in (0, 1, 1, 1, 2):
        look_at(donor, officer, at + timedelta(minutes=minute))

    first = queries.list_disclosures(donor, by=citizen, limit=2)
    rest = queries.list_disclosures(donor, by=citizen, before=first[-1].happened_at, limit=2)

    assert len({use.entry for use in (*first, *rest)}) == 5


def test_many_uses_are_read_in_chunks_without_a_gap(
    donor: UUID, citizen: Actor, officer: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "CHUNK", 2)
    for minute in (0, 0, 1, 2, 2):
        look_at(donor, officer, at + timedelta(minutes=minute))

    assert len(queries.list_disclosures(donor, by=citizen)) == 5


def test_one_use_is_found_by_its_number_and_only_in_ones_own_list(
    donor: UUID, stranger: UUID, citizen: Actor, officer: Actor, at: datetime
) -> None:
    look_at(donor, officer, at)
    look_at(stranger, officer, at)
    [hers] = queries.list_disclosures(donor, by=citizen)
    [other] = queries.list_disclosures(stranger, by=replace(citizen, customer=stranger))

    assert queries.find_disclosure(hers.entry, customer=donor, by=citizen) == hers
    assert queries.find_disclosure(other.entry, customer=donor, by=citizen) is None
    assert queries.find_disclosure(uuid4(), customer=donor, by=citizen) is None
