"""Who becomes a customer, with which identifier, and that nothing about her lies open."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, StepUpNeeded
from onedoor.kernel.ids import new_id
from onedoor.people import actions, queries
from onedoor.people.rules import make_identifier, make_organisation_identifier
from onedoor.people.types import Customer, NewCustomer
from tests.people.conftest import BORN, IDENTIFIER, citizen

pytestmark = pytest.mark.django_db


def test_a_new_customer_is_found_by_her_identifier(ada: Customer, officer: Actor) -> None:
    assert queries.find_by_identifier(f" {IDENTIFIER.lower()} ", by=officer) == ada.id
    assert queries.masked_identifier(ada.id) == "HC99••••••••••0427"


def test_an_officer_may_register_and_a_citizen_may_not(officer: Actor, stranger: Actor, at: datetime) -> None:
    assert actions.register_customer(name="New Comer", by=officer, at=at).kind == "person"
    with pytest.raises(NotAllowed):
        actions.register_customer(name="My Self", by=stranger, at=at)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"identifier": "HC9901985031200428"}, "identifier.wrong"),
        ({"identifier": IDENTIFIER, "birth_date": date(1985, 3, 13)}, "identifier.birth_date"),
        ({"identifier": make_organisation_identifier("business", 7)}, "identifier.other_kind"),
        ({"identifier": IDENTIFIER, "kind": "business"}, "identifier.other_kind"),
        ({"name": "  "}, "people.no_name"),
        ({"phone": "12"}, "phone.wrong"),
        ({"email": "not an address"}, "email.wrong"),
    ],
)
def test_what_cannot_be_right_is_refused(facts: dict[str, Any], code: str, at: datetime) -> None:
    with pytest.raises(Invalid) as caught:
        actions.register_customer(**({"name": "A"} | facts), by=SYSTEM, at=at)
    assert caught.value.code == code


@pytest.mark.usefixtures("ada")
def test_one_identifier_is_one_customers(at: datetime) -> None:
    with pytest.raises(Conflict):
        actions.register_customer(name="Double", identifier=IDENTIFIER, by=SYSTEM, at=at)


@pytest.mark.usefixtures("ada")
def test_identifier_phone_and_e_mail_lie_nowhere_in_the_clear() -> None:
    with connection.cursor() as cursor:
        for table in ("people_customer", "people_identifier", "people_contactpoint", "journal_entry"):
            cursor.execute(
                f"select count(*) from {table} t where t::text ~* %s", [f"{IDENTIFIER}|91234567|ada@mail"]
            )
            assert cursor.fetchone() == (0,), table


def test_many_are_found_as_if_each_had_been_registered(officer: Actor, at: datetime) -> None:
    many = [
        NewCustomer(
            id=new_id(), name=f"Many {number}", name_zh="万众一", birth_date=BORN,
            identifier=make_identifier(BORN, number), email=f"m{number}@mail.example",
            phone=f"+65812300{number:02}",
            address="1 Harbour Road", access_needs=("large_print",),
        )
        for number in range(30)
    ]  # fmt: skip
    assert actions.register_customers(customers=iter(many), by=SYSTEM, at=at) == 30
    seventh = many[7].id
    assert queries.find_ids([many[7].identifier, "rubbish"]) == {many[7].identifier: seventh}
    for text in (many[7].identifier, "m7@MAIL.example", "8123 0007", "many 7"):
        assert queries.search(text, by=officer)[0].id == seventh
    assert [point.value for point in queries.list_contact_points(seventh)] == [
        "m7@mail.example", "+6581230007", "1 Harbour Road",
    ]  # fmt: skip
    assert queries.preferences(seventh).access_needs == ("large_print",)
    assert JournalEntry.objects.get(event="people.customers.imported").data == {"count": 30}


def test_only_the_house_registers_many(officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.register_customers(customers=[], by=officer, at=at)


def test_known_identifiers_are_answered_as_they_were_written(ada: Customer) -> None:
    odd = f"{IDENTIFIER[:5]} {IDENTIFIER[5:].lower()}"
    assert queries.find_ids([IDENTIFIER, odd, make_identifier(BORN, 1)]) == {IDENTIFIER: ada.id, odd: ada.id}


def test_a_new_name_replaces_the_old_one_in_searches(ada: Customer, officer: Actor, at: datetime) -> None:
    actions.rename_customer(customer=ada.id, name="Ada Lovelace", name_zh="艾达", by=SYSTEM, at=at)
    assert queries.search("lovel", by=officer)[0].id == ada.id
    assert queries.search("陈慧欣", by=officer) == []


def test_an_officer_sees_the_identifier_at_level_three_and_she_sees_that(
    ada: Customer, officer: Actor, at: datetime
) -> None:
    shown = actions.reveal_identifier(customer=ada.id, purpose="verify-caller", by=officer, at=at)
    assert shown == IDENTIFIER
    entry = JournalEntry.objects.get(event="people.identifier.revealed")
    assert (entry.customer, entry.purpose, entry.actor) == (ada.id, "verify-caller", officer.account)


def test_a_weak_session_or_another_role_sees_no_identifier(
    ada: Customer, officer: Actor, clerk: Actor, partner: Actor, at: datetime
) -> None:
    weak = type(officer)(kind="officer", agency="REV", assurance=2, permissions=officer.permissions)
    with pytest.raises(StepUpNeeded):
        actions.reveal_identifier(customer=ada.id, purpose="x", by=weak, at=at)
    with pytest.raises(NotAllowed):
        actions.reveal_identifier(customer=ada.id, purpose="x", by=clerk, at=at)
    with pytest.raises(NotAllowed):
        actions.reveal_identifier(customer=ada.id, purpose="x", by=partner, at=at)


def test_she_sees_who_opened_her_page(ada: Customer, officer: Actor, at: datetime) -> None:
    actions.record_view(customer=ada.id, purpose="answer-a-call", by=officer, at=at)
    assert JournalEntry.objects.get(event="people.customer.viewed").purpose == "answer-a-call"


def test_the_case_that_gave_the_reason_is_on_record(ada: Customer, officer: Actor, at: datetime) -> None:
    case = UUID(int=3)
    actions.record_view(customer=ada.id, purpose="work-case", case=case, by=officer, at=at)
    assert JournalEntry.objects.get(event="people.customer.viewed").case == case


def test_what_a_stranger_asks_for_is_not_there(
    ada: Customer, stranger: Actor, partner: Actor, clerk: Actor, at: datetime
) -> None:
    for nobody in (stranger, partner):
        with pytest.raises(NotFound):
            queries.get_customer(ada.id, by=nobody)
    with pytest.raises(NotAllowed):
        queries.get_customer(ada.id, by=clerk)
    assert queries.get_customer(ada.id, by=citizen(ada)).name_zh == "陈慧欣"
