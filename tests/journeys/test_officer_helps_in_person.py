"""At the counter: her code opens the session, she decides, her second code signs; also without JavaScript."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect

from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from tests.journeys.officers import city_time, faults, page, read_out, tan
from tests.services.conftest import charity, citizen, draft, employer, mei, pay, report, year

__all__ = [
    "charity", "citizen", "city_time", "draft", "employer", "mei", "page", "pay", "read_out", "report",
    "tan", "year",
]  # fmt: skip


def begin(page: Page, mei: UUID, code: str) -> None:
    page.goto(f"/desk/customers/{mei}/assist/")
    page.get_by_label("The customer's code").fill(code)
    page.get_by_role("button", name="Begin").click()


def sign(page: Page, code: str) -> None:
    page.get_by_label("The customer's second code").fill(code)
    page.get_by_role("button", name="Sign", exact=True).click()


def test_look_and_sign_together_puts_both_names_on_record(
    page: Page, draft: Any, mei: UUID, citizen: Actor, read_out: Callable[[], str]
) -> None:
    begin(page, mei, "12")
    expect(page.get_by_role("alert")).to_contain_text("This code does not work")
    begin(page, mei, read_out())
    expect(page.get_by_text("You act with Mei Lin present.")).to_be_visible()

    page.get_by_role("link", name="Income tax YA2025").click()
    expect(page.get_by_text("$770.00").first).to_be_visible()
    assert not faults(page)
    page.get_by_role("link", name="Sign together").click()
    sign(page, read_out())
    expect(page.get_by_text("Signed. Both names are on record.")).to_be_visible()

    page.get_by_role("button", name="End the session").click()
    events = [entry.event for entry in journal.list_timeline(customer=mei, by=citizen, limit=50)]
    assert "services.application.signed_with_help" in events
    assert "trust.assistance.ended" in events


def test_a_donation_that_is_not_right_becomes_a_case_for_the_charity(
    page: Page, draft: Any, mei: UUID, read_out: Callable[[], str]
) -> None:
    begin(page, mei, read_out())
    page.goto(f"/desk/assist/{draft.number}/not-right/donations/0/")
    page.get_by_label("What is wrong?").fill("I gave 450, not 400.")
    page.get_by_label("What should it be?").fill("450")
    page.get_by_role("button", name="Ask the source to check").click()
    expect(page.get_by_text("Being checked")).to_be_visible()

    page.goto("/desk/work/")
    page.get_by_role("link", name="Check a reported value: Donations to approved charities").click()
    expect(page.get_by_role("heading", name="Disputed value")).to_be_visible()
    expect(page.get_by_text("I gave 450, not 400.")).to_be_visible()
