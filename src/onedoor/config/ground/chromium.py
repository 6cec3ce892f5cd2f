"""Finds a Chromium for the browser journeys, or installs one, and says which it was."""

import os
import shutil
import sys
from pathlib import Path

from onedoor.config.ground.debian import apt_install, run_quietly

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "the browser journeys need Chromium: `sudo apt-get install chromium`, or set CHROMIUM to its path"
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
PLAYWRIGHT_SECONDS = 60


class ChromiumMissing(Exception):
    """There is none and none can be had; the message is the one line to run."""


def get_chromium() -> Path:
    """The browser to use; prints where it comes from."""
    for source, find in (
        ("CHROMIUM", _find_named),
        ("PATH", _find_on_path),
        ("playwright", _find_playwrights),
        ("`playwright install chromium`", _install_by_playwright),
        ("`apt-get install chromium`", _install_by_apt),
    ):
        if found := find():
            print(f"chromium: {found} (from {source})", flush=True)
            return found
    raise ChromiumMissing(REMEDY)


def _find_named() -> Path | None:
    named = os.environ.get("CHROMIUM")
    if not named:
        return None
    found = shutil.which(named)
    if found is None:
        raise ChromiumMissing(
            f"CHROMIUM is {named}, which is no program here: set it to Chromium's path, or unset it"
        )
    return Path(found)


def _find_on_path() -> Path | None:
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def _find_playwrights() -> Path | None:
    told = run_quietly([sys.executable, "-c", ASK_PLAYWRIGHT], PLAYWRIGHT_SECONDS)
    found = Path(told or "missing")
    return found if found.is_file() else None


def _install_by_playwright() -> Path | None:
    print("chromium: none found; trying `playwright install chromium`", flush=True)
    run_quietly([sys.executable, "-m", "playwright", "install", "chromium"], PLAYWRIGHT_SECONDS)
    return _find_playwrights()


def _install_by_apt() -> Path | None:
    return _find_on_path() if apt_install("chromium") else None
