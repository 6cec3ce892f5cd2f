"""``make run``: the whole product on this machine, until Ctrl-C."""

import os
import secrets
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from onedoor.config.ground.debian import WordsUnreadable, ensure_reading
from onedoor.config.ground.places import ROOT, get_home
from onedoor.config.ground.postgres import running_server
from onedoor.config.ground.processes import Child, run_to_end, stop_all, watch
from onedoor.config.ground.running import announce_run, only_run

HEALTHY_SECONDS = 60
BLOCKING_THREADS = "2"
ONEDOOR = (sys.executable, "-m", "onedoor.config.cli")


class RunFailed(Exception):
    """The product could not be started; the message says what to read."""


def run() -> int:
    """Starts everything, watches it, ends everything however it is stopped; the exit code."""
    home = get_home()
    try:
        ensure_reading()
    except WordsUnreadable as missing:  # all else works
        print(f"letters: {missing}", flush=True)
    with only_run(home), _database(home) as database:
        return _serve(home, _describe_environment(home, database))


@contextmanager
def _database(home: Path) -> Iterator[str]:
    if outside := os.environ.get("DATABASE_URL"):
        print("database: the server in DATABASE_URL", flush=True)
        yield outside
        return
    with running_server(home / "pg") as server:
        print(f"database: PostgreSQL started, data in {server.launch.data}", flush=True)
        yield server.url


def _describe_environment(home: Path, database: str) -> dict[str, str]:
    port = find_free_port(int(os.environ.get("PORT") or 8000))
    given = {"ONEDOOR_DEMO": "true", "PUBLIC_URL": f"http://localhost:{port}", **os.environ}
    return {
        **(describe_network(port) if is_demo(given) else {}),
        **given,
        "DATABASE_URL": database,
        "ONEDOOR_HOME": str(home),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "onedoor.config.settings",
    }


def _serve(home: Path, environment: Mapping[str, str]) -> int:
    logins = home / "logins.txt"
    logins.unlink(missing_ok=True)
    fill = [sys.executable, "-m", "onedoor.config.ground.filling"]
    if is_demo(environment):
        fill.append(str(logins))
    if run_to_end(fill, environment, ROOT):
        raise RunFailed("the database could not be made ready; the reason stands above")
    children = list_children(home / "logs", environment)
    try:
        for child in children:
            child.start()
        wait_until_healthy(children[0], int(environment["PORT"]))
        announce_run(home, environment)
        _welcome(environment["PUBLIC_URL"], logins)
        failed = watch(children)
    finally:
        stop_all(children)
    raise RunFailed(
        f"{failed.name} ends again and again; its log ({failed.log}) says:\n{failed.last_words()}"
    )


def list_children(logs: Path, environment: Mapping[str, str]) -> list[Child]:
    """The web process first, then the worker, then the ears; in the demo the city's own networks too."""
    host = environment.get("HOST") or "127.0.0.1"
    web = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        environment["PORT"],
    ]
    web += ["--workers", str(count_processes()), "--blocking-threads", BLOCKING_THREADS]
    web += ["onedoor.config.wsgi:application"]
    children = [
        Child("web", web, environment, logs / "web.log"),
        Child("worker", [*ONEDOOR, "worker"], environment, logs / "worker.log", signal.SIGKILL),
        Child("listen", [*ONEDOOR, "listen"], environment, logs / "listen.log"),
    ]
    if is_demo(environment):
        children.append(Child("network", [*ONEDOOR, "network"], environment, logs / "network.log"))
    return children


def count_processes() -> int:
    """One for each core, two at least and four at most: threads of one process wait for each other."""
    return max(2, min(4, os.cpu_count() or 1))


def describe_network(port: int) -> dict[str, str]:
    """Where the demo city's networks serve, and the settings by which the house finds them. Ports lie
    above the web's, so that two running products never meet."""
    smpp, texts = find_free_port(port + 1_000), find_free_port(port + 2_000)
    smtp, imap = find_free_port(port + 3_000), find_free_port(port + 4_000)
    agencies, register = find_free_port(port + 5_000), find_free_port(port + 6_000)
    reading_room = find_free_port(port + 7_000)
    mail_password = secrets.token_hex(8)
    return {
        "DEMO_SMPP_PORT": str(smpp),
        "DEMO_TEXTS_PORT": str(texts),
        "TEXT_SMPP": f"127.0.0.1:{smpp}",
        "TEXT_SMPP_PASSWORD": secrets.token_hex(4),
        "DEMO_AGENCIES_PORT": str(agencies),
        "AGENCY_LINKS": f"ELC=http://127.0.0.1:{agencies}/ELC,LIB=http://127.0.0.1:{agencies}/LIB",
        "DEMO_REGISTER_PORT": str(register),
        "REGISTER_TRY": f"http://127.0.0.1:{register}",
        "REGISTER_LINKS": f"travel-cards=http://127.0.0.1:{register}",
        "DEMO_READING_ROOM_PORT": str(reading_room),
        "READING_ROOM_TRY": f"http://127.0.0.1:{reading_room}/",
        "DEMO_SMTP_PORT": str(smtp),
        "DEMO_IMAP_PORT": str(imap),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(smtp),
        "MAIL_IMAP": f"127.0.0.1:{imap}",
        "MAIL_TLS": "false",
        "MAIL_PASSWORD": mail_password,
        "MAIL_TRY": f"{smtp}:{imap}",
        "TEXT_TRY": f"http://127.0.0.1:{texts}/handset",
    }


def is_demo(environment: Mapping[str, str]) -> bool:
    """Whether the invented city is served."""
    return environment.get("ONEDOOR_DEMO", "").lower() in ("1", "true", "yes")


def wait_until_healthy(web: Child, port: int) -> None:
    """Returns once ``/healthz`` answers 200."""
    deadline = time.monotonic() + HEALTHY_SECONDS
    while web.is_running and time.monotonic() < deadline:
        if _is_healthy(port):
            return
        time.sleep(0.1)
    raise RunFailed(f"the web process does not answer; its log ({web.log}) says:\n{web.last_words()}")


def find_free_port(first: int) -> int:
    """The first port from here on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RunFailed(f"no free port between {first} and {first + 99}: set PORT")


def _is_healthy(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _welcome(url: str, logins: Path) -> None:
    print(f"\nOnedoor is open.\n  portal  {url}/\n  desk    {url}/desk/\n  partner {url}/partner/")
    if logins.exists():
        print(f"\n{logins.read_text('utf-8').rstrip()}")
    print("\nCtrl-C ends everything.", flush=True)
