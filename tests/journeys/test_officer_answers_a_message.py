"""An officer answers a message in a browser: with suggestions while she types and a file that stays chosen,
and without JavaScript; she sees who else is there, and the second answer is refused with her text kept."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from onedoor.contact import actions, queries
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.knowledge import actions as knowledge
from onedoor.people import actions as people
from tests.contact.test_receiving import PDF
from tests.journeys.officers import Officer, city_time, faults, page, plain_page, tan

__all__ = ["city_time", "page", "plain_page", "tan"]


@pytest.fixture
def hers(tan: Officer, at: datetime) -> UUID:
    """A message to the Revenue Service whose words fit an approved answer."""
    with scoped(SYSTEM):
        knowledge.load_articles(by=SYSTEM, at=at)
        me = people.register_customer(name="Lin Wei", birth_date=date(1984, 5, 2), by=SYSTEM, at=at).id
        return actions.receive_message(
            customer=me, text="When can I talk to a human?", title="A question", agency="REV",
            language="en", by=SYSTEM, at=at,
        ).id  # fmt: skip


def test_an_approved_answer_is_put_in_with_one_press_and_nothing_is_lost(
    page: Page, hers: UUID, tmp_path: Path
) -> None:
    file = tmp_path / "notice.pdf"
    file.write_bytes(PDF)
    page.goto(f"/desk/threads/{hers}/")
    page.get_by_label("In English").fill("Dear Lin Wei")
    page.locator("#files").set_input_files(file)
    expect(page.locator("#suggested button").first).to_be_visible()
    page.get_by_label("For her words").press_sequentially("how do i talk to a human", delay=5)
    first = page.locator("#suggested button").first
    expect(first).to_be_visible()
    first.click()
    expect(page.get_by_label("In Chinese")).not_to_have_value("")
    assert page.get_by_label("In English").input_value().startswith("Dear Lin Wei\n\n")
    assert faults(page) == []
    page.get_by_role("button", name="Send the answer").click()
    page.wait_for_url("**/desk/threads/")
    answer = queries.list_thread(hers, by=SYSTEM)[1]
    assert ([one.name for one in answer.files], set(answer.body)) == (["notice.pdf"], {"en", "zh-hans"})


def test_whoever_types_is_seen_typing_and_the_second_answer_keeps_its_text(
    page: Page, hers: UUID, tan: Officer
) -> None:
    page.goto(f"/desk/threads/{hers}/")
    page.get_by_label("In English").press_sequentially("From Boon", delay=5)
    other = replace(tan.actor, account=uuid4(), name="Ruth Lim")
    for _try in range(50):
        with scoped(other):
            seen = queries.list_readers([hers], by=other, at=clock.now()).get(hers, [])
        if seen and seen[0].writing:
            break
        page.wait_for_timeout(100)
    assert [(one.name, one.writing) for one in seen] == [("Boon Tan", True)]
    with scoped(other):
        actions.answer_thread(thread=hers, body={"en": "From Ruth"}, seen=hers, by=other, at=clock.now())
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Ruth Lim answered at")
    expect(page.locator("#new")).to_contain_text("From Ruth")
    expect(page.get_by_label("In English")).to_have_value("From Boon")
    assert faults(page) == []


def test_without_javascript_a_button_suggests_and_keeps_the_text(plain_page: Page, hers: UUID) -> None:
    plain_page.goto(f"/desk/threads/{hers}/")
    plain_page.get_by_label("In English").fill("Dear Lin Wei")
    plain_page.get_by_label("For her words").fill("talk to a human")
    plain_page.get_by_role("button", name="Suggest", exact=True).click()
    expect(plain_page.get_by_label("In English")).to_have_value("Dear Lin Wei")
    plain_page.locator("#suggested button").first.click()
    assert plain_page.get_by_label("In English").input_value().startswith("Dear Lin Wei\n\n")
    plain_page.get_by_role("button", name="Send the answer").click()
    plain_page.wait_for_url("**/desk/threads/")
    assert len(queries.list_thread(hers, by=SYSTEM)) == 2
