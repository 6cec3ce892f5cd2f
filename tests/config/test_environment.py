"""Settings are typed and refuse bad values at the start."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from onedoor.config import environment as env


@pytest.fixture(autouse=True)
def _own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "REGISTER", {})


@pytest.mark.parametrize(("written", "value"), [("yes", True), ("0", False), ("", True), ("FALSE", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, written: str, value: bool) -> None:
    monkeypatch.setenv("LIGHT", written)

    assert env.flag("LIGHT", True, about="") is value


@pytest.mark.parametrize(("name", "value"), [("LIGHT", "perhaps")])
def test_a_flag_that_is_neither_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match="Write true or false"):
        env.flag(name, True, about="")


@pytest.mark.parametrize("value", ["many", "-1", "1.5"])
def test_a_number_out_of_range_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SECONDS", value)

    with pytest.raises(ImproperlyConfigured):
        env.number("SECONDS", 5, about="")


def test_networks_are_addresses_and_networks_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEAR", "127.0.0.1, 10.0.0.0/24, ::1")
    assert env.networks("NEAR", "", about="") == ["127.0.0.1", "10.0.0.0/24", "::1"]

    monkeypatch.setenv("NEAR", "10.0.0.0/99")
    with pytest.raises(ImproperlyConfigured, match=r"Write 10\.0\.0\.7"):
        env.networks("NEAR", "", about="")


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))

    assert env.secret("KEY", kept_in=None, about="") == "hush"


def test_a_secret_that_nobody_gave_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="KEY is not set"):
        env.secret("KEY", kept_in=None, about="")


def test_a_secret_is_made_once_and_kept_for_this_user_only(tmp_path: Path) -> None:
    made = env.secret("KEY", kept_in=tmp_path, about="")

    assert env.secret("KEY", kept_in=tmp_path, about="") == made
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("address", "host", "port", "name"),
    [
        ("postgresql://a:b%40c@db.example:5433/city", "db.example", "5433", "city"),
        ("postgresql://a@/city?host=%2Frun%2Fpg", "/run/pg", "", "city"),
    ],
)
def test_the_database_is_named_by_an_address(
    monkeypatch: pytest.MonkeyPatch, address: str, host: str, port: str, name: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    parts = env.database("DATABASE_URL", about="")

    assert (parts["HOST"], parts["PORT"], parts["NAME"], parts["USER"]) == (host, port, name, "a")


def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x")

    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        env.database("DATABASE_URL", about="")
