"""The second wall: what the database itself shows to whom."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest

from onedoor.exchange import actions, queries
from onedoor.exchange.models import Batch, BatchRow, Correction, ReportedValue
from onedoor.exchange.types import NewValue
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from tests.exchange.conftest import DONOR_ID, Send
from tests.exchange.files import donations


@pytest.fixture
def sent(donor: UUID, citizen: Actor, charity: Actor, send: Send, at: datetime) -> None:
    send(charity, donations(f"{DONOR_ID},400.00,2024-05-31,R-1"))
    actions.open_correction(reported=ReportedValue.objects.get().id, reason="No", by=citizen, at=at)


def counts(actor: Actor) -> list[int]:
    with scoped(actor):
        return [model.objects.count() for model in (ReportedValue, Batch, BatchRow, Correction)]


def test_a_citizen_sees_her_own_values(sent: None, citizen: Actor) -> None:
    assert counts(citizen) == [1, 0, 0, 1]


def test_a_stranger_sees_nothing(sent: None, stranger: UUID) -> None:
    assert counts(Actor(kind="citizen", assurance=3, customer=stranger)) == [0, 0, 0, 0]


def test_a_partner_sees_its_batches_but_no_values(sent: None, charity: Actor, employer: Actor) -> None:
    assert counts(charity) == [0, 1, 1, 1]
    assert counts(employer) == [0, 0, 0, 0]


def test_an_officer_reads_no_values_past_the_agreements(sent: None, officer: Actor) -> None:
    assert counts(officer)[:3] == [0, 0, 0]


def test_my_data_lists_what_is_held_and_from_whom(
    sent: None, donor: UUID, citizen: Actor, stranger: UUID
) -> None:
    [held] = queries.list_held(donor, by=citizen)

    assert (held.source, held.source_name["zh-hans"], held.state) == ("foodbank", "海港食物银行", "disputed")
    assert queries.list_held(donor, by=Actor(kind="citizen", assurance=3, customer=stranger)) == []


def test_tax_details_need_the_role_and_a_strong_session(donor: UUID, officer: Actor, at: datetime) -> None:
    from dataclasses import replace

    value = [NewValue(donor, "earned_income_relief", Decimal(1000), "2024")]
    actions.report_values(register="tax-record", source="REV", values=value, by=SYSTEM, at=at)
    weak, unasked = replace(officer, assurance=1), replace(officer, permissions=frozenset({"customers.read"}))

    assert len(queries.list_held(donor, by=officer)) == 1
    assert queries.list_held(donor, by=weak) == queries.list_held(donor, by=unasked) == []
