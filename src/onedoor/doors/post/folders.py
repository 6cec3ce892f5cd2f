"""The folders shared with the scanner, the fax and the print house, and what is done with each file."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction

from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import POST
from onedoor.doors.post.reading.opening import LARGEST
from onedoor.doors.post.types import BatchState
from onedoor.kernel.errors import Refused
from onedoor.kernel.scope import scoped

SOURCES = ("scanner", "fax")
KINDS = (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg")
SETTLED_SECONDS, PATIENCE_SECONDS = 2.0, 60.0
LOOKED_FOR = timedelta(days=7)
UNFINISHED = ("scan.empty", "scan.unreadable")
TAKEN, REFUSED = "taken", "refused"
log = structlog.get_logger()


def take_scans(folder: Path, *, at: datetime) -> int:
    """Take every complete file of the scanner's and the fax's folder; how many. A file that is still
    being written is left for the next round. What was taken is moved away only after it is kept, so
    that a file is lost by no failure; taken again it changes nothing, by its checksum."""
    taken = 0
    for source, path in [found for found in list_scans(folder) if _age(found[1]) >= SETTLED_SECONDS]:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b" " * (LARGEST + 1)
        result = actions.receive_file(content=content, source=source, at=at)
        if result.fault in UNFINISHED and _age(path) < PATIENCE_SECONDS:
            continue  # a slow scanner may not be done with it
        _move(path, folder / (REFUSED if result.fault else TAKEN))
        if result.fault:
            words = result.refusal.message if result.refusal else result.fault
            (folder / REFUSED / f"{path.name}.txt").write_text(f"{words}\n", encoding="utf-8")
            log.warning("post.scan_refused", source=source, code=result.fault)
        taken += 1
    return taken


def list_scans(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of scans by their source, oldest first; hidden and other files are not touched."""
    for source in SOURCES:
        place = folder / source
        place.mkdir(parents=True, exist_ok=True)
        files = [path for path in place.iterdir() if path.suffix.lower() in KINDS and path.is_file()]
        for path in sorted(files, key=lambda one: one.stat().st_mtime):
            if not path.name.startswith("."):
                yield source, path


def _age(path: Path) -> float:
    """Seconds since somebody wrote to it, for scanners write page by page; 0 for one that is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _move(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / path.name
    number = 1
    while target.exists():
        target = folder / f"{path.stem}-{number}{path.suffix}"
        number += 1
    path.replace(target)


def exchange_batches(folder: Path, *, at: datetime) -> None:
    """Give the print house what it does not have yet, and take up what it says it has done. What had PINs in
    it is taken away when it is posted."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with scoped(POST), transaction.atomic():
        waiting = queries.list_unsent(by=POST)
    for batch in waiting:
        place = folder / batch.number
        if not place.exists():
            with scoped(POST), transaction.atomic():
                files = queries.get_batch_files(batch.number, by=POST)
            _write_whole(place, files)
        for state in BatchState.PRINTED, BatchState.POSTED:
            _take_receipt(place / f"{state}.json", batch.number, state, at=at)
    with scoped(POST), transaction.atomic():
        spent = queries.list_spent(by=POST, since=at - LOOKED_FOR)
    for number in spent:
        (folder / number / "letters.pdf").unlink(missing_ok=True)


def _write_whole(place: Path, files: dict[str, bytes]) -> None:
    """All files or none: the folder gets its name when it is complete."""
    staged = place.with_name(f".{place.name}.part")
    staged.mkdir(mode=0o700, exist_ok=True)
    for name, content in files.items():
        (staged / name).write_bytes(content)
    staged.rename(place)


def _take_receipt(path: Path, number: str, state: BatchState, *, at: datetime) -> None:
    if not path.is_file():
        return
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        with scoped(POST):
            actions.note_batch(number=number, state=state, sha256=str(said["sha256"]), by=POST, at=at)
    except (ValueError, KeyError, TypeError):  # half written, or no receipt: looked at again next time
        log.warning("post.receipt_unreadable", batch=number)
    except Refused as refusal:
        log.error("post.receipt_refused", batch=number, code=refusal.code)


def is_configured() -> bool:
    """Whether any of the folders is set."""
    return bool(settings.POST_IN or settings.POST_OUT)
