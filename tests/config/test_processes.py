"""Everything that was started ends: asked, in spite of itself, or with its killed starter."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onedoor.config.ground import processes
from onedoor.config.ground.processes import Child, stop_all, watch

Begin = Callable[[str], Child]
SLEEP = "import time; time.sleep(60)"
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('deaf', flush=True)
time.sleep(60)
"""
PARENT = f"""
import subprocess, sys, time
print(subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).pid, flush=True)
time.sleep(60)
"""
STARTER = f"""
import os, sys, time
from pathlib import Path
from onedoor.config.ground.processes import Child
child = Child('web', [sys.executable, '-c', {SLEEP!r}], os.environ, Path(sys.argv[1]))
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    children: list[Child] = []

    def start(program: str) -> Child:
        child = Child("web", [sys.executable, "-c", program], os.environ, tmp_path / f"{len(children)}.log")
        child.start()
        children.append(child)
        return child

    yield start
    stop_all(children)


def wait_for(settled: Callable[[], object]) -> bool:
    deadline = time.monotonic() + 10
    while not settled() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(settled())


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_a_child_ends_when_asked(begin: Begin) -> None:
    child = begin(SLEEP)
    stop_all([child])
    assert not child.is_running


def test_a_child_that_does_not_listen_ends_too(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    child = begin(STUBBORN)
    assert wait_for(child.last_words)
    stop_all([child])
    assert not child.is_running


def test_a_childs_own_children_end_with_it(begin: Begin) -> None:
    child = begin(PARENT)
    assert wait_for(child.last_words)
    grandchild = int(child.last_words())
    assert is_alive(grandchild)
    stop_all([child])
    assert wait_for(lambda: not is_alive(grandchild))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_child_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTER, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        child = int(starter.stdout.readline())
        assert is_alive(child)
        starter.send_signal(signal.SIGKILL)
    assert wait_for(lambda: not is_alive(child))


def test_a_child_that_ends_again_and_again_is_given_up(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "RESTARTS", 1)
    child = begin("print('no database')")
    assert watch([child]) is child
    assert child.last_words() == "no database\nno database"
