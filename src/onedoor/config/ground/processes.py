"""Child processes that end with us: each in a session of its own, with a log file."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1
RESTARTS = 5
"""A process that ends by itself is started again this often before everything stops."""


def die_with_parent(last_signal: signal.Signals = signal.SIGTERM) -> None:
    """Asks Linux to end this process when its starter is killed without a chance to tidy up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, last_signal)


@dataclass
class Child:
    """One program that is kept running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    orphaned: signal.Signals = signal.SIGTERM
    """What it gets when we are killed: it cannot count on the database being there then."""
    started: int = field(default=0, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Starts the program, first clearing away what an earlier start left behind."""
        self.stop()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab" if self.started else "wb") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=partial(die_with_parent, self.orphaned),
            )
        self.started += 1

    @property
    def is_running(self) -> bool:
        """Whether the program itself is there; it may have children of its own."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """The polite signal, to the program alone: it ends its own children."""
        if self.process is not None and self.is_running:
            self.process.terminate()

    def stop(self) -> None:
        """Waits for the end that was asked for, then removes whatever is left of the session."""
        if self.process is None:
            return
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 15) -> str:
        """The end of the log, for whoever must find out why it ended."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Stopped(BaseException):
    """Someone asked everything to stop; not an error, so nothing may swallow it."""

    def __init__(self, asked_by: int) -> None:
        self.asked_by = asked_by


def stop_on_signals() -> None:
    """Turns Ctrl-C, SIGTERM and a closed terminal into ``Stopped``, once."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(asked_by: int, _: object) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(asked_by)

    for each in signals:
        signal.signal(each, stop)


def run_to_end(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> int:
    """Runs a command with our terminal; when we are asked to stop, it ends first. Its exit code."""
    process = subprocess.Popen(command, env=environment, cwd=folder, preexec_fn=die_with_parent)
    try:
        return process.wait()
    except Stopped as stopped:
        if stopped.asked_by != signal.SIGINT:  # the terminal's Ctrl-C has reached it already
            process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        raise


def watch(children: Sequence[Child]) -> Child:
    """Keeps the children running until one has ended too often; returns that one."""
    while True:
        for child in children:
            if child.is_running:
                continue
            if child.started > RESTARTS:
                return child
            print(f"{child.name} ended; starting it again (log: {child.log})", flush=True)
            time.sleep(child.started / 2)
            child.start()
        time.sleep(0.5)


def stop_all(children: Sequence[Child]) -> None:
    """Ends every child; the slowest decides how long it takes."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()
