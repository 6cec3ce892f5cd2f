"""Finds a Chromium for the browser journeys, or installs one, and says which it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "the browser journeys need Chromium: `sudo apt-get install chromium`, or set CHROMIUM to its path"
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
PLAYWRIGHT_SECONDS = 60
APT_SECONDS = 600


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


def ensure_chinese_font() -> None:
    """Pictures of Chinese pages need a font; without one the journeys still hold."""
    if not shutil.which("fc-list") or _run(["fc-list", ":lang=zh", "file"], 20):
        return
    if _apt_install("fonts-noto-cjk"):
        print("fonts: installed fonts-noto-cjk by apt-get", flush=True)
    else:
        print(
            "fonts: no Chinese font; pictures will show boxes (`sudo apt-get install fonts-noto-cjk`)",
            flush=True,
        )


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
    told = _run([sys.executable, "-c", ASK_PLAYWRIGHT], PLAYWRIGHT_SECONDS)
    found = Path(told or "missing")
    return found if found.is_file() else None


def _install_by_playwright() -> Path | None:
    print("chromium: none found; trying `playwright install chromium`", flush=True)
    _run([sys.executable, "-m", "playwright", "install", "chromium"], PLAYWRIGHT_SECONDS)
    return _find_playwrights()


def _install_by_apt() -> Path | None:
    return _find_on_path() if _apt_install("chromium") else None


def _apt_install(package: str) -> bool:
    """Debian's package, where we may install it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"trying `apt-get install {package}`", flush=True)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    if _run(install, APT_SECONDS) is None:
        _run(["apt-get", "update", "-qq"], APT_SECONDS)
        return _run(install, APT_SECONDS) is not None
    return True


def _run(command: list[str], seconds: int) -> str | None:
    """What the command printed, or None where it failed or took too long."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            timeout=seconds,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
