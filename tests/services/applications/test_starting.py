"""A draft is filled from what others reported; nothing held is asked."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest

from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView


def lines(view: ApplicationView) -> dict[str, object]:
    return {line.field: line for group in view.groups for line in group.lines}


def test_the_draft_holds_what_others_reported_and_needs_no_answer(draft: ApplicationView) -> None:
    assert draft.missing == ()
    assert all(page.complete for page in draft.pages)
    assert draft.can_sign


def test_the_tax_is_computed_to_the_golden_figure(draft: ApplicationView) -> None:
    assert draft.payable == Decimal("770.00")
    assert draft.pack == "SG-PIT-YA2025"


def test_each_line_names_its_source_date_grade_and_reference(draft: ApplicationView) -> None:
    gift = lines(draft)["donations"].source  # type: ignore[attr-defined]
    assert gift.source_name["en"] == "Harbour Food Bank"
    assert (gift.grade, gift.reference) == ("B", "R-1001")
    assert gift.received_at is not None


def test_a_donation_counts_two_and_a_half_times(draft: ApplicationView) -> None:
    results = {line.id: line.result for line in draft.computation}
    assert results["donation_deduction"] == Decimal("1000.00")


def test_the_use_of_data_is_in_her_journal_at_once(draft: ApplicationView, mei: UUID, citizen: Actor) -> None:
    events = [entry.event for entry in journal.list_timeline(customer=mei, by=citizen)]
    assert "exchange.values.disclosed" in events
    assert "services.application.started" in events


def test_starting_again_resumes_the_same_draft(
    draft: ApplicationView, mei: UUID, citizen: Actor, at: datetime
) -> None:
    again = actions.start_application(customer=mei, service="income-tax", door="phone", by=citizen, at=at)
    assert again.number == draft.number
    assert len(queries.list_applications(mei, by=citizen)) == 1


def test_a_stranger_can_neither_see_nor_start(
    draft: ApplicationView, mei: UUID, stranger: Actor, at: datetime
) -> None:
    with pytest.raises(NotFound):
        queries.get_application(draft.number, by=stranger)
    with pytest.raises(NotFound):
        actions.start_application(customer=mei, service="income-tax", door="portal", by=stranger, at=at)


def test_an_officer_sees_the_draft_but_fills_it_only_with_her_present(
    draft: ApplicationView, mei: UUID, officer: Actor, at: datetime
) -> None:
    assert not queries.get_application(draft.number, by=officer).can_change
    with pytest.raises(NotAllowed):
        actions.start_application(customer=mei, service="income-tax", door="desk", by=officer, at=at)
