"""The embedded server: nothing committed is lost, whoever starts it and however it ends."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from onedoor.config.ground.cluster import find_binaries
from onedoor.config.ground.postgres import Server, running_server, start_server
from onedoor.config.ground.privilege import PostgresFailed

Start = Callable[[], Server]


@pytest.fixture(params=["open folder", "folder below a closed one"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A home that every account can reach, and one like /root that only its owner can."""
    if request.param != "open folder":
        tmp_path.chmod(0o700)
        yield tmp_path / "pg"
        return
    place = Path(tempfile.mkdtemp(prefix="onedoor-test-"))
    place.chmod(0o755)
    yield place / "pg"
    shutil.rmtree(place)


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    servers: list[Server] = []

    def start_another() -> Server:
        servers.append(start_server(folder))
        return servers[-1]

    yield start_another
    for server in servers:
        server.stop()


def say(server: Server, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[call-overload]  # statements of this file
        return cursor.fetchall() if cursor.description else []


def test_the_products_role_is_bound_by_row_level_security(start: Start) -> None:
    role = say(
        start(), "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    )
    assert role == [(False, False, True)]


def test_data_survives_a_stop(start: Start) -> None:
    first = start()
    say(first, "CREATE TABLE kept AS SELECT 7 AS seven")
    first.stop()
    assert say(start(), "SELECT seven FROM kept") == [(7,)]


def test_data_survives_kill_9(start: Start) -> None:
    first = start()
    say(first, "CREATE TABLE kept AS SELECT 7 AS seven")
    os.kill(first.pid, 9)
    assert first.process is not None
    first.process.wait()
    assert say(start(), "SELECT seven FROM kept") == [(7,)]
    assert not first.sockets.exists(), "the killed server's socket folder is cleared away"


def test_a_server_that_runs_already_is_adopted(start: Start) -> None:
    first, second = start(), start()
    assert (second.pid, second.url, second.process) == (first.pid, first.url, None)


def test_an_adopted_server_can_be_stopped(start: Start) -> None:
    first, second = start(), start()
    second.stop()
    assert first.process is not None
    assert first.process.wait(5) == 0


def test_the_number_of_a_stranger_in_the_pid_file_is_not_believed(start: Start) -> None:
    first = start()
    told = (first.launch.data / "postmaster.pid").read_text()
    first.stop()
    (first.launch.data / "postmaster.pid").write_text(told.replace(str(first.pid), str(os.getpid()), 1))
    assert start().pid != os.getpid()


def test_a_cluster_left_half_made_is_made_again(start: Start) -> None:
    first = start()
    first.stop()
    (first.launch.folder / "ready").unlink()
    (first.launch.data / "global/pg_control").unlink()
    assert say(start(), "SELECT 1") == [(1,)]


def test_a_cluster_of_another_major_version_is_refused(folder: Path) -> None:
    with running_server(folder, durable=False) as server:
        data = server.launch.data
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(PostgresFailed, match="made by PostgreSQL 12"):
        start_server(folder)


def test_nothing_listens_on_the_network_and_the_socket_is_private(start: Start) -> None:
    server = start()
    assert say(server, "SHOW listen_addresses") == [("",)]
    assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_chinese_is_split_into_letters_for_search(start: Start) -> None:
    server = start()
    say(server, "CREATE EXTENSION pg_trgm")
    assert say(server, "SELECT cardinality(show_trgm('住房补贴'))") == [(5,)]


def test_programs_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONEDOOR_PG_BIN", str(find_binaries()))
    assert find_binaries().name == "bin"
    monkeypatch.setenv("ONEDOOR_PG_BIN", str(tmp_path))
    with pytest.raises(PostgresFailed, match="DATABASE_URL"):
        find_binaries()
