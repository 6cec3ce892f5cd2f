"""What is running here: ``run.json`` in Onedoor's home tells other commands where to find it."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from onedoor.config.ground.places import get_home

PASSED_ON = (
    *("DATABASE_URL", "ONEDOOR_DEMO", "PUBLIC_URL", "PORT", "MAIL_TRY", "TEXT_TRY", "AGENCY_LINKS"),
    *("REGISTER_LINKS", "REGISTER_TRY"),
)


class AlreadyRunning(Exception):
    """Another process holds this home; the message says where the product answers."""


@contextmanager
def only_run(home: Path) -> Iterator[None]:
    """Holds the home for one run at a time; the lock ends with the process, however it ends."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = find_run(home).get("PUBLIC_URL", f"another run is at work in {home}")
            raise AlreadyRunning(f"running already: {where}") from None
        try:
            yield
        finally:
            (home / "run.json").unlink(missing_ok=True)


def announce_run(home: Path, environment: Mapping[str, str]) -> None:
    """Writes ``run.json``, readable by this user only, since a database address may hold a password."""
    told = {name: environment[name] for name in PASSED_ON if name in environment}
    fresh = home / "run.json.new"
    fresh.touch(mode=0o600)
    fresh.write_text(
        json.dumps({"url": told["PUBLIC_URL"], "pid": os.getpid(), "environment": told}, indent=1)
    )
    fresh.replace(home / "run.json")


def find_run(home: Path) -> dict[str, str]:
    """The environment of the product that runs from this home; empty where none does."""
    try:
        with (home / "run.lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                told = json.loads((home / "run.json").read_text())
                return dict(told["environment"])
    except (OSError, ValueError, KeyError):
        pass
    return {}


def join_run() -> None:
    """Lets a command in another terminal work on the running product, unless it was told otherwise."""
    if "DATABASE_URL" not in os.environ:
        os.environ.update(
            {name: value for name, value in find_run(get_home()).items() if name not in os.environ}
        )
