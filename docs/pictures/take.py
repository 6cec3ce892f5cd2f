"""Takes the pictures of the manual from the running product.

``.venv/bin/python docs/pictures/take.py [URL]``; the product's address is that of ``make run``.
Start the product first (``make run``); it must still show Mei's return as not signed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")

from onedoor.config.ground.running import join_run

join_run()

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402

from onedoor.config.ground.chromium import get_chromium  # noqa: E402
from onedoor.config.stories.errand import Errand, confirm_request  # noqa: E402
from onedoor.config.stories.look_and_sign import sign_in as enter  # noqa: E402
from onedoor.config.stories.newcomers import settle_anew  # noqa: E402
from onedoor.config.stories.telling import Telling  # noqa: E402
from onedoor.config.stories.visitor import Visitor  # noqa: E402
from onedoor.kernel.actors import SYSTEM  # noqa: E402
from onedoor.kernel.scope import work_as  # noqa: E402
from onedoor.trust import queries as trust  # noqa: E402
from onedoor.trust.models import Account  # noqa: E402

HERE = Path(__file__).parent
CITIZEN, OFFICER = "mei@harbour.example", "kai@rev.harbour.example"
DESIGNER = "sue@cio.harbour.example"
LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
SECONDS_OF_A_CODE = 30
PORTAL, DESK, PHONE = (1280, 1480), (1280, 1100), (390, 1100)
WHOLE_WAY = (1280, 1760)
BIRTH = {
    "child_name.latin": "Tan Xin", "child_name.chinese": "陈欣", "savings_bank": "lantern",
    "gift_account": "HC-2200-4471", "same_doctor": "true", "library_card": "true",
}  # fmt: skip


def main(base: str) -> None:
    """Five pages in two languages, and the studio's flow."""
    work_as(SYSTEM)
    customer = Account.objects.get(email=CITIZEN).customer
    mother, birth = begin_birth(base)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=get_chromium(), args=["--no-sandbox"])
        for short, locale in LANGUAGES.items():
            with visit(browser, base, locale, PORTAL) as page:
                sign_in(page, "/sign-in/", CITIZEN)
                draft = open_draft(page)
                take(page, f"portal-draft-{short}")
                page.goto(f"{draft}check/")
                take(page, f"portal-sign-{short}")
                with phone_of(browser, page.context, base, locale) as small:
                    small.goto(draft)
                    take(small, f"phone-draft-{short}")
            with visit(browser, base, locale, WHOLE_WAY) as page:
                sign_in(page, "/sign-in/", mother)
                page.goto(f"/applications/{birth}/")
                take(page, f"portal-birth-{short}")
            with visit(browser, base, locale, DESK) as page:
                sign_in(page, "/desk/sign-in/", OFFICER)
                open_customer(page, customer)
                take(page, f"desk-customer-{short}")
        with visit(browser, base, LANGUAGES["en"], WHOLE_WAY) as page:
            sign_in(page, "/desk/sign-in/", DESIGNER)
            page.goto("/desk/studio/services/birth/")
            page.locator("a[href$='/file/']").first.click()
            page.locator("a[href$='/flow/']").click()
            page.wait_for_load_state()
            take(page, "desk-studio-flow-en")


def begin_birth(base: str) -> tuple[str, str]:
    """A birth that both parents have confirmed and that waits for a payment: the mother's login, the
    application's number."""
    people = settle_anew("birth")
    mother, father = people["jing"].email, people["boon"].email
    errand = Errand(Telling("A birth under way."), Visitor(base), "birth")
    enter(errand.visitor, mother)
    errand.begin()
    errand.answer(BIRTH | {"other_parent_contact": father})
    errand.sign()
    confirm_request(base, father)
    errand.wait(lambda: sum(task.state == "done" for task in errand.tasks()) >= len(errand.tasks()) // 2 > 0)
    return mother, errand.number


@contextmanager
def visit(browser: Browser, base: str, locale: str, size: tuple[int, int]) -> Iterator[Page]:
    """A new visitor with a window of that size."""
    context = browser.new_context(
        base_url=base, locale=locale, viewport={"width": size[0], "height": size[1]}
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@contextmanager
def phone_of(browser: Browser, seen: BrowserContext, base: str, locale: str) -> Iterator[Page]:
    """The same person's telephone."""
    context = browser.new_context(
        base_url=base,
        locale=locale,
        storage_state=seen.storage_state(),
        viewport={"width": PHONE[0], "height": PHONE[1]},
        is_mobile=True,
        has_touch=True,
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, path: str, email: str) -> None:
    """Password, and the one-time code where the door asks for it."""
    page.goto(path)
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(settings.DEMO_PASSWORD)
    page.locator("main button.govuk-button").first.click()
    page.wait_for_load_state()
    while page.locator("[name=code]").count():
        page.locator("[name=code]").fill(trust.demo_totp_code(settings.DEMO_TOTP_SECRET, datetime.now(UTC)))
        page.locator("main button.govuk-button").first.click()
        page.wait_for_load_state()
        if page.locator("[name=code]").count():
            page.wait_for_timeout(SECONDS_OF_A_CODE * 1000)  # a code opens one door once


def open_draft(page: Page) -> str:
    """The address of Mei's prepared return, opened."""
    page.goto("/services/income-tax/")
    page.locator("main button.govuk-button--start").click()
    page.wait_for_url("**/applications/HC-*/")
    return page.url


def open_customer(page: Page, customer: UUID) -> None:
    """Mei's page, opened for a reason that she will read."""
    page.goto(f"/desk/customers/{customer}/open/")
    page.locator("input[name=purpose]").first.check(force=True)
    page.locator("main button.govuk-button").first.click()
    page.wait_for_load_state()


def take(page: Page, name: str) -> None:
    """The picture of what stands in the window."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=HERE / f"{name}.png")
    print(f"{name}.png  {(HERE / f'{name}.png').stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else settings.PUBLIC_URL)
