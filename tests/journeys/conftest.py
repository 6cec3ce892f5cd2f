"""One real browser for all journeys."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from onedoor.config.ground.chromium import get_chromium

# Playwright keeps an event loop in this thread; the tests' own queries beside it are harmless.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Started once; each journey opens a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(get_chromium()), args=["--no-sandbox"])
        yield browser
        browser.close()
