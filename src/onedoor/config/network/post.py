"""The demo city's print house: it takes batches, compares their figures, prints and posts them.

It speaks what a real one would: it reads ``manifest.json`` and ``letters.pdf`` of each batch's folder and
answers with ``printed.json`` and ``posted.json``, or with ``refused.json`` where the figures differ.
"""

import hashlib
import io
import json
import threading
import time
from pathlib import Path
from typing import Any

import pypdf
from django.conf import settings

EVERY_SECONDS = 2.0
POSTED_AFTER = 6.0


def serve(stop: threading.Event) -> None:
    """Work until ``stop`` is set; returns at once where there is no folder."""
    if not settings.POST_OUT:
        return
    folder = Path(settings.POST_OUT)
    while not stop.is_set():
        if folder.is_dir():
            for place in sorted(folder.iterdir()):
                if place.is_dir() and not place.name.startswith("."):
                    work_on(place)
        stop.wait(EVERY_SECONDS)


def work_on(place: Path) -> None:
    """One step of one batch: print it, later post it. Doing it again changes nothing."""
    printed, posted = place / "printed.json", place / "posted.json"
    if posted.exists() or (place / "refused.json").exists():
        return
    if printed.exists():
        if time.time() - printed.stat().st_mtime >= POSTED_AFTER:
            _say(posted, json.loads(printed.read_text()))
        return
    wrong, said = inspect(place)
    _say(place / "refused.json" if wrong else printed, said | ({"why": wrong} if wrong else {}))


def inspect(place: Path) -> tuple[str, dict[str, Any]]:
    """What is wrong with a batch (empty: nothing), and what the print house found of it."""
    try:
        manifest = json.loads((place / "manifest.json").read_text())
        pdf = (place / "letters.pdf").read_bytes()
        pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    except (OSError, ValueError, pypdf.errors.PdfReadError):
        return "unreadable", {}
    found = {"sha256": hashlib.sha256(pdf).hexdigest(), "pages": pages, "batch": place.name}
    differs = [name for name in ("sha256", "pages", "batch") if manifest.get(name) != found[name]]
    return ("differs: " + ", ".join(differs) if differs else ""), found


def _say(path: Path, said: dict[str, Any]) -> None:
    staged = path.with_suffix(".part")
    staged.write_text(json.dumps(said))
    staged.replace(path)
