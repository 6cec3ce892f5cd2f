"""The product as ``make run`` starts it: four stories told to it, its journal checked, and its end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

START_SECONDS, STORY_SECONDS = 240, 240
PEOPLE = "400"


class Product:
    """A running product of its own: own home, own database server, own port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {"PATH", "HOME", "LANG", "PYTHONPATH"}
        self.environment = {name: value for name, value in os.environ.items() if name in kept}
        self.environment |= {"ONEDOOR_HOME": str(home), "ONEDOOR_DEMO_PEOPLE": PEOPLE, "PORT": _own_port()}
        self.log = home / "run.log"
        home.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "onedoor.config.ground", "run"]
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not (self.home / "run.json").exists():
            assert self._process.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() < deadline, self.log.read_text()[-3000:]
            time.sleep(0.3)

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "onedoor.config.cli", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=STORY_SECONDS, check=False
        )

    @property
    def database(self) -> str:
        address: str = json.loads((self.home / "run.json").read_text())["environment"]["DATABASE_URL"]
        return address

    def stop(self) -> int:
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(30)


def _own_port() -> str:
    """Each process of the tests has a product of its own: a story must not be told to the other's."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    return str(8700 + 20 * int(worker.removeprefix("gw")))


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    product = Product(tmp_path_factory.mktemp("home") / "h")
    try:
        product.wait()
        yield product
    finally:
        if product._process.poll() is None:
            product.stop()


@pytest.mark.parametrize(
    "story",
    [
        "look-and-sign",
        "departure",
        "health-cover",
        "pothole",
        "any-door",
        "one-answer",
        "merge-undo",
        "who-used-my-data",
        "tell-us-once",
    ],
)
def test_a_story_keeps_every_promise(product: Product, story: str) -> None:
    told = product.call("story", story)

    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-1500:]
    assert "Every promise was kept" in told.stdout


def test_the_logins_are_told(product: Product) -> None:
    assert "mei@harbour.example" in product.log.read_text()


def test_one_changed_byte_in_the_journal_is_named(product: Product) -> None:
    assert product.call("journal", "seal").returncode == 0
    assert product.call("journal", "verify").returncode == 0

    with psycopg.connect(product.database, autocommit=True) as connection:
        victim = forge_one_byte(connection)
    verdict = product.call("journal", "verify")

    assert verdict.returncode == 1
    assert f"entry {victim} was changed" in verdict.stdout


def forge_one_byte(connection: psycopg.Connection[tuple[object, ...]]) -> object:
    """What only the owner of the database could do: switch the guards off and change a letter."""
    connection.execute("alter table journal_entry disable trigger user, no force row level security")
    row = connection.execute(
        "update journal_entry set door = 'desj'"
        " where id = (select id from journal_entry where door = 'desk' limit 1) returning id"
    ).fetchone()
    connection.execute("alter table journal_entry enable trigger user, force row level security")
    assert row is not None
    return row[0]


def test_the_end_leaves_no_process_behind(product: Product) -> None:
    assert product.stop() == 0

    left = subprocess.run(["pgrep", "-f", str(product.home)], capture_output=True, text=True, check=False)
    assert left.stdout == ""
