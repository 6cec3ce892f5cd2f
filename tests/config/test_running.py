"""One product a home, and other commands find it."""

import os
import stat
from pathlib import Path

import pytest

from onedoor.config.ground.run import find_free_port
from onedoor.config.ground.running import AlreadyRunning, announce_run, find_run, join_run, only_run

PRODUCT = {"DATABASE_URL": "postgresql://u:secret@h/d", "PUBLIC_URL": "http://localhost:8001", "OTHER": "x"}


def test_a_running_product_is_found(tmp_path: Path) -> None:
    with only_run(tmp_path):
        announce_run(tmp_path, PRODUCT)
        assert find_run(tmp_path)["PUBLIC_URL"] == "http://localhost:8001"
    assert find_run(tmp_path) == {}


def test_what_a_killed_product_left_is_not_believed(tmp_path: Path) -> None:
    announce_run(tmp_path, PRODUCT)
    assert find_run(tmp_path) == {}


def test_a_second_product_is_told_where_the_first_answers(tmp_path: Path) -> None:
    with only_run(tmp_path):
        announce_run(tmp_path, PRODUCT)
        with pytest.raises(AlreadyRunning, match="http://localhost:8001"), only_run(tmp_path):
            pass
        assert find_run(tmp_path), "the refused one leaves the first alone"


def test_only_the_owner_reads_the_databases_address(tmp_path: Path) -> None:
    announce_run(tmp_path, PRODUCT)
    assert stat.S_IMODE((tmp_path / "run.json").stat().st_mode) == 0o600


def test_a_command_joins_the_running_product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEDOOR_HOME", str(tmp_path))
    monkeypatch.setenv("PUBLIC_URL", "https://chosen.example")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with only_run(tmp_path):
        announce_run(tmp_path, PRODUCT)
        join_run()
        assert os.environ["DATABASE_URL"] == PRODUCT["DATABASE_URL"]
        assert os.environ["PUBLIC_URL"] == "https://chosen.example"


def test_a_command_with_a_database_of_its_own_joins_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEDOOR_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql:///mine")
    with only_run(tmp_path):
        announce_run(tmp_path, PRODUCT)
        join_run()
        assert os.environ["DATABASE_URL"] == "postgresql:///mine"


def test_a_taken_port_is_passed_over() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert find_free_port(port) > port
