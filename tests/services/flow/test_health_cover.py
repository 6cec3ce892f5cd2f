"""A mother of three: one form, three answers, and no officer where nothing is missing."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from onedoor.contact import queries as contact
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import NewValue
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import queries as payments
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView
from onedoor.services.flow.carrying import carry_out
from onedoor.services.letters.facts import revive
from onedoor.services.letters.templates import fill
from onedoor.services.types import ServiceFile

ANSWERS: dict[str, dict[str, Any]] = {
    "family": {"other_parent_here": "false", "other_children": "0", "stays": "true"},
    "income": {},
    "cover": {"cover_now": "none", "cover_ended": "false"},
    "plan": {"plan": "harbour", "assistant_code": "CAA-1042"},
}


def child(name: str, born: date) -> dict[str, Any]:
    return {"name": name, "birth_date": born.isoformat(), "citizen": True, "order": 1}


@pytest.fixture
def file() -> ServiceFile:
    return queries.get_file("health-cover")


@pytest.fixture
def family(mei: UUID, citizen: Actor, at: datetime) -> ApplicationView:
    """An infant, a child of four and one of nine; 4,000 dollars a month."""
    kids = [
        child("Mia", date(2024, 11, 2)), child("Leo", date(2021, 1, 20)), child("Ada", date(2015, 6, 11))
    ]  # fmt: skip
    reports = [NewValue(mei, "children", kid, "", reference=f"C-{n}") for n, kid in enumerate(kids)]
    exchange.report_values(register="civil-register", source="CIV", values=reports, by=SYSTEM, at=at)
    pay = [
        {"month": f"2025-0{month}-01", "amount": "4000.00", "employer": "Harbour Bakery"} for month in (1, 2)
    ]
    months = [NewValue(mei, "pay", one, "", reference=f"M-{n}") for n, one in enumerate(pay)]
    exchange.report_values(register="monthly-pay", source="PRF", values=months, by=SYSTEM, at=at)
    view = actions.start_application(customer=mei, service="health-cover", door="portal", by=citizen, at=at)
    for page, given in ANSWERS.items():
        saved = actions.save_page(
            application=view.id, page=page, answers=given, revision=view.revision, by=citizen, at=at
        )
        assert saved.ok, saved.page.errors
        view = saved.application
    return view


@pytest.fixture
def signed(family: ApplicationView, citizen: Actor, at: datetime) -> ApplicationView:
    actions.sign_application(
        application=family.id, revision=family.revision, fingerprint=family.fingerprint, by=citizen, at=at
    )
    for task in queries.list_tasks_of(family.id, by=SYSTEM):
        carry_out(task=task.id, by=SYSTEM, at=at)
    return queries.get_application(family.number, by=citizen, at=at)


def test_each_child_has_an_answer_before_she_signs(family: ApplicationView) -> None:
    assert family.can_sign
    told = {entry.name["en"]: entry.code for entry in family.each}
    assert told == {"Mia": "PUBLIC", "Leo": "HEALTHY_FAMILIES", "Ada": "HEALTHY_FAMILIES"}
    assert family.payable == Decimal("14.00")


def test_a_family_with_three_children_answers_few_questions(file: ServiceFile) -> None:
    asked = [field for field in file.fields.values() if field.origin == "ask"]
    assert len(asked) <= 25


def test_no_officer_is_needed_and_the_premium_is_billed_at_once(
    signed: ApplicationView, citizen: Actor, mei: UUID
) -> None:
    (bill,) = payments.list_charges(mei, by=citizen)
    assert (bill.amount, bill.lines[0].agency) == (Decimal("14.00"), "HLT")
    kinds = {letter.kind for letter in contact.list_letters(mei, by=citizen)}
    assert kinds == {"health-cover/cover", "health-cover/options"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Mia", "Free public cover", "Covered by Healthy Families", "Category A", "$7.00")),
        ("zh-hans", ("Mia", "免费公共医疗保障", "由“健康家庭”承保", "A 类", "$7.00")),
    ],
)
def test_the_letter_names_each_child(
    signed: ApplicationView, citizen: Actor, mei: UUID, file: ServiceFile, language: str, words: tuple[str]
) -> None:
    for letter in contact.list_letters(mei, by=citizen):
        body = fill(file.letter_text(letter.content["template"]), revive(file, letter.content), language)
        if letter.kind.endswith("cover/cover"):
            assert [word for word in words if word not in body] == []
        else:
            assert "Mia" in body
            assert "Leo" not in body


def test_the_yearly_review_is_announced_in_the_tenth_month(
    signed: ApplicationView, citizen: Actor, mei: UUID, at: datetime
) -> None:
    def told() -> int:
        return sum("renewed" in str(one.body) for one in contact.list_messages(mei, by=citizen))

    assert told() == 0
    actions.act_on_late_waits(by=SYSTEM, at=at + timedelta(days=290))
    assert told() == 0
    actions.act_on_late_waits(by=SYSTEM, at=at + timedelta(days=310))
    assert told() == 1
