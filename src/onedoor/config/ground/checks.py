"""``make test``, ``check``, ``fix``, ``bench`` and ``docs``."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from onedoor.config.ground.chromium import get_chromium
from onedoor.config.ground.debian import ensure_chinese_font, ensure_reading
from onedoor.config.ground.places import ROOT, get_home
from onedoor.config.ground.postgres import running_server
from onedoor.config.ground.processes import run_to_end
from onedoor.config.ground.running import only_run

PYTHON = (sys.executable, "-m")
LINT_IMPORTS = str(Path(sys.executable).with_name("lint-imports"))
TEST_PROCESSES = "2"


def test(arguments: Sequence[str]) -> int:
    """All tests, or those that the arguments name, browser journeys included."""
    chromium = get_chromium()
    ensure_chinese_font()
    ensure_reading()
    with _database("test") as environment:
        tests = [*PYTHON, "pytest", "-n", TEST_PROCESSES, *(arguments or ["tests"])]
        return _run(tests, {**environment, "CHROMIUM": str(chromium)})


def telephony(arguments: Sequence[str]) -> int:
    """Calls over SIP through a real Asterisk; the first time it fetches one (400 MB, needs root)."""
    with _database("test") as environment:
        return _run([*PYTHON, "tests.telephony", *arguments], environment)


def check(_: Sequence[str] = ()) -> int:
    """Every check that changes nothing; all run, so that one sees everything at once."""
    with _database("test") as environment:
        return max(
            _run([*PYTHON, "ruff", "check", "."], environment),
            _run([*PYTHON, "ruff", "format", "--check", "."], environment),
            _run([*PYTHON, "mypy"], environment),
            _run([LINT_IMPORTS], environment),
            _run([*PYTHON, "django", "makemigrations", "--check", "--dry-run"], environment),
        )


def fix(_: Sequence[str] = ()) -> int:
    """What ruff can put right by itself."""
    environment = dict(os.environ)
    return max(
        _run([*PYTHON, "ruff", "check", "--fix", "."], environment),
        _run([*PYTHON, "ruff", "format", "."], environment),
    )


def bench(arguments: Sequence[str]) -> int:
    """The tables of benchmarks/."""
    with _database("bench") as environment:
        return _run([*PYTHON, "benchmarks", *arguments], environment)


def docs(_: Sequence[str] = ()) -> int:
    """Writes the generated part of docs/reference again."""
    with _database("test") as environment:
        return _run([*PYTHON, "onedoor.config.cli", "docs"], environment)


@contextmanager
def _database(name: str) -> Iterator[Mapping[str, str]]:
    """An environment of its own: an outside server, or one that lives as long as the command."""
    home = get_home() / name
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "onedoor.config.settings",
        "ONEDOOR_HOME": str(home),
    }
    if os.environ.get("DATABASE_URL"):
        yield environment
        return
    with only_run(home), running_server(home / "pg", durable=name != "test") as server:
        yield {**environment, "DATABASE_URL": server.url}


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Shows the command and runs it in the repository; the exit code."""
    shown = ["python" if part == sys.executable else part for part in command]
    print(f"$ {' '.join(shown)}", flush=True)
    return run_to_end(command, environment, ROOT)
