"""A job seeker's bank account: read because he agreed inside the form, and gone again when he thinks better
of it before he signs. Who says no writes it, and loses nothing."""

import os
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from onedoor.exchange.types import VALUES_DISCLOSED
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions
from onedoor.services.applications.types import ApplicationView
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, faults
from tests.services.conftest import BORN, Report, citizen, mei, report

__all__ = ["citizen", "city_time", "mei", "mei_account", "open_browser", "report"]

pytestmark = pytest.mark.usefixtures("mei_account", "city_time")
PICTURES = os.environ.get("ONEDOOR_SHOTS")
ACCOUNT = "Harbour Savings Bank 700-114422-6"
WORDS = {
    "en-US": {
        "decide": "See exactly what would be told", "agree": "I agree", "no": "I say no",
        "again": "See it, or take it back", "all": "Take everything back", "source": "Provident Fund",
        "label": "Bank account that the provident fund knows", "own": "Into which bank account do we pay?",
        "page": "Your situation today",
    },
    "zh-CN": {
        "decide": "查看将提供的具体内容", "agree": "我同意", "no": "我不同意",
        "again": "查看或撤回授权", "all": "全部撤回", "source": "公积金局",
        "label": "公积金局登记的银行账户", "own": "款项汇入哪个银行账户？", "page": "您目前的情况",
    },
}  # fmt: skip


@pytest.fixture
def begun(mei: UUID, citizen: Actor, report: Report, at: datetime) -> ApplicationView:
    """An application for support; the provident fund holds an account."""
    report("civil-register", "CIV", birth_date=BORN, residency_status="citizen")
    report("property-values", "HSG", annual_value=Decimal("14000.00"))
    report("retirement-accounts", "PRF", bank_account=ACCOUNT)
    return actions.start_application(customer=mei, service="job-seeker", door="portal", by=citizen, at=at)


def open_draft(open_browser: Open, number: str, language: str, width: int) -> Page:
    page = open_browser(language=language, width=width)
    page.context.add_cookies([{"name": "language", "value": language.lower()[:2], "url": page.url}])
    sign_in(page)
    page.goto(f"/applications/{number}/")
    return page


def picture(page: Page, name: str) -> None:
    """A picture for whoever looks at the pages, where ONEDOOR_SHOTS says where to."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}-{name}.png", full_page=True)


def uses(customer: UUID) -> list[str]:
    entries = journal.list_timeline(customer=customer, by=SYSTEM, limit=200)
    return [one.event for one in entries if one.event == VALUES_DISCLOSED.name and "bank" in str(one.data)]


@pytest.mark.parametrize(("language", "width"), [("en-US", 1280), ("zh-CN", 375)])
def test_agreed_seen_with_its_source_and_taken_back_before_signing(
    open_browser: Open, begun: ApplicationView, mei: UUID, language: str, width: int
) -> None:
    words = WORDS[language]
    page = open_draft(open_browser, begun.number, language, width)
    found = faults(page)
    picture(page, f"offered-{width}")
    assert ACCOUNT not in page.content()
    assert uses(mei) == []

    page.get_by_role("link", name=words["decide"]).click()
    picture(page, f"asked-{width}")
    page.get_by_role("button", name=words["agree"], exact=True).click()
    line = page.locator("li", has_text=words["label"]).filter(has_text=ACCOUNT)
    expect(line).to_contain_text(words["source"])
    picture(page, f"filled-{width}")
    assert uses(mei)
    found += faults(page)

    page.get_by_role("link", name=words["again"]).click()
    found += faults(page)
    page.get_by_role("button", name=words["all"], exact=True).click()
    expect(page.get_by_role("link", name=words["decide"])).to_be_visible()
    picture(page, f"gone-{width}")
    expect(page.locator("li", has_text=ACCOUNT)).to_have_count(0)
    assert not found + faults(page)


def test_who_says_no_is_asked_and_nothing_is_told(
    open_browser: Open, begun: ApplicationView, mei: UUID
) -> None:
    words = WORDS["en-US"]
    page = open_draft(open_browser, begun.number, "en-US", 375)

    page.goto(f"/applications/{begun.number}/questions/loss/")
    expect(page.get_by_role("link", name=words["decide"])).to_have_count(0)
    page.goto(f"/applications/{begun.number}/questions/now/")
    picture(page, "question-375")
    assert not faults(page)
    page.get_by_role("link", name=words["decide"]).click()
    page.get_by_role("button", name=words["no"], exact=True).click()
    page.goto(f"/applications/{begun.number}/questions/now/")

    expect(page.get_by_label(words["own"])).to_be_visible()
    assert uses(mei) == []
