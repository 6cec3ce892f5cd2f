"""When a value is not right: her own stands beside it, or the reporter is asked."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.services import actions
from onedoor.services.applications.types import ApplicationView, ValueLine
from onedoor.services.models import Application


def line(view: ApplicationView, field: str) -> ValueLine:
    return next(line for group in view.groups for line in group.lines if line.field == field)


def amend(view: ApplicationView, by: Actor, at: datetime, **change: Any) -> ApplicationView:
    given = {"field": "gross_pay", "index": 0, "value": "58,000", "reason": "Unpaid leave"} | change
    return actions.amend_value(application=view.id, revision=view.revision, by=by, at=at, **given)


def test_her_own_value_stands_beside_the_authentic_one(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    pay = line(amend(draft, citizen, at), "gross_pay")
    assert pay.offered is not None
    assert pay.offered.value == Decimal("60000.00")
    assert pay.declared is not None
    assert (pay.declared.value, pay.declared.grade) == (Decimal("58000"), "D")
    assert (pay.shown, pay.state, pay.reason) == (Decimal("58000"), "amended", "Unpaid leave")


def test_the_tax_follows_at_once(draft: ApplicationView, citizen: Actor, at: datetime) -> None:
    assert amend(draft, citizen, at).payable == Decimal("630.00")


def test_taking_it_back_restores_the_offer(draft: ApplicationView, citizen: Actor, at: datetime) -> None:
    back = amend(amend(draft, citizen, at), citizen, at, value=None)
    assert line(back, "gross_pay").declared is None
    assert back.payable == Decimal("770.00")


@pytest.mark.parametrize("value", ["-1", "1.234", "10000000000000", "a lot", ""])
def test_an_amount_that_cannot_be_is_refused(
    draft: ApplicationView, citizen: Actor, at: datetime, value: str
) -> None:
    with pytest.raises(Invalid):
        amend(draft, citizen, at, value=value)


def test_a_value_of_the_register_alone_cannot_be_amended(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    with pytest.raises(Invalid, match="fixed"):
        amend(draft, citizen, at, field="residency", value="pr")


def test_a_donation_nobody_reported_is_added_as_her_word(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    view = actions.add_item(
        application=draft.id, field="donations", value={"amount": "100", "charity": "Night Shelter"},
        revision=draft.revision, by=citizen, at=at,
    )  # fmt: skip
    results = {line.id: line.result for line in view.computation}
    assert results["donation_deduction"] == Decimal("1250.00")


def test_a_dispute_asks_the_reporter_with_a_clock(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    asked = actions.dispute_value(
        application=draft.id, field="gross_pay", index=0, reason="I left in October", revision=draft.revision,
        by=citizen, at=at,
    )  # fmt: skip
    assert (asked.promised_at - at).days == 7  # five working days over a weekend
    with pytest.raises(Conflict, match="already_disputed"):
        actions.dispute_value(
            application=draft.id, field="gross_pay", index=0, reason="Still", revision=asked.revision,
            by=citizen, at=at,
        )  # fmt: skip


def test_the_database_refuses_a_value_without_its_source(draft: ApplicationView) -> None:
    row = Application.objects.get(pk=draft.id)
    for missing in ("source", "received_at", "grade", "state"):
        row.values = [{key: held for key, held in row.values[0].items() if key != missing}]
        with pytest.raises(IntegrityError, match="no_value_without_its_source"), transaction.atomic():
            row.save()
        row.refresh_from_db()


def test_the_reporter_hears_of_it(draft: ApplicationView, citizen: Actor, at: datetime) -> None:
    actions.dispute_value(
        application=draft.id, field="donations", index=0, reason="It was 500", revision=draft.revision,
        by=citizen, at=at,
    )  # fmt: skip
    assert exchange.list_held(draft.customer, by=citizen)
