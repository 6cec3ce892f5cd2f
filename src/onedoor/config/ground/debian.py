"""What the machine needs beside Python packages, from Debian where we may install it."""

import os
import shutil
import subprocess

from onedoor.config.ground.places import get_home
from onedoor.doors.post.reading.languages import PACKAGES, REMEDY, find_languages_in

APT_SECONDS = 600


class WordsUnreadable(Exception):
    """Nothing here reads printed words, and it cannot be had; the message is the one line to run."""


def ensure_chinese_font() -> None:
    """Pictures of Chinese pages need a font; without one the journeys still hold."""
    if not shutil.which("fc-list") or run_quietly(["fc-list", ":lang=zh", "file"], 20):
        return
    if apt_install("fonts-noto-cjk"):
        print("fonts: installed fonts-noto-cjk by apt-get", flush=True)
    else:
        print(
            "fonts: no Chinese font; pictures will show boxes (`sudo apt-get install fonts-noto-cjk`)",
            flush=True,
        )


def ensure_reading() -> None:
    """Letters that come in are read with Tesseract's languages. Raises WordsUnreadable."""
    if _can_read():
        return
    if apt_install(*PACKAGES) and _can_read():
        print("letters: installed Tesseract's languages by apt-get", flush=True)
    else:
        raise WordsUnreadable(f"words on letters cannot be read: {REMEDY}")


def _can_read() -> bool:
    return find_languages_in(os.environ.get("TESSDATA", ""), get_home()) is not None


def apt_install(*packages: str) -> bool:
    """Debian's packages, where we may install them."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"trying `apt-get install {' '.join(packages)}`", flush=True)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if run_quietly(install, APT_SECONDS) is None:
        run_quietly(["apt-get", "update", "-qq"], APT_SECONDS)
        return run_quietly(install, APT_SECONDS) is not None
    return True


def run_quietly(command: list[str], seconds: int) -> str | None:
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
