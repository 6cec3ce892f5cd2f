"""``onedoor journal witness``: a second process, best on another machine, that never believes the house."""

import fcntl
import socket
import sys
import time
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeVar

import click
import httpx

from onedoor.journal import witness as watching

UNREACHABLE = 2
Found = TypeVar("Found")


class Published:
    """The house's public pages."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url.rstrip("/"), timeout=30)

    def newest(self) -> str | None:
        """The newest head as a signed note; None before there is one."""
        answer = self._client.get("/journal/checkpoint")
        return None if answer.status_code == httpx.codes.NOT_FOUND else answer.raise_for_status().text

    def keys(self) -> list[str]:
        """The public keys."""
        return [
            one["key"] for one in self._client.get("/journal/keys.json").raise_for_status().json()["keys"]
        ]

    def extension(self, earlier: int, later: int) -> list[bytes] | None:
        """The consistency proof between two heads; None when the house does not know one of them."""
        query = {"from": earlier, "to": later}
        answer = self._client.get("/journal/consistency.json", params=query)
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        return [b64decode(text, validate=True) for text in answer.raise_for_status().json()["path"]]

    def give(self, note: str) -> bool:
        """Give a cosigned note back; whether the house took it."""
        try:
            answer = self._client.post(
                "/journal/cosignatures", content=note.encode(), headers={"Content-Type": "text/plain"}
            )
        except httpx.HTTPError:
            return False
        return answer.is_success


@click.command()
@click.option("--url", required=True, help="The house's public address.")
@click.option(
    "--store", required=True, type=click.Path(path_type=Path, dir_okay=False), help="What was seen."
)
@click.option(
    "--key", "key_file", type=click.Path(path_type=Path, dir_okay=False), help="Default: STORE.key."
)
@click.option("--name", default=socket.getfqdn, help="This witness's name, when its key is made.")
@click.option("--keys", type=click.File(), help="The house's keys from a safe source, to trust.")
@click.option("--every", type=int, default=0, help="Look again after so many seconds; 0: look once.")
def witness(url: str, store: Path, key_file: Path | None, name: str, keys: TextIO | None, every: int) -> None:
    """Hold the newest signed head against the last one, and cosign it. Exit 1 with an alarm."""
    key = watching.open_key(key_file or store.with_name(store.name + ".key"), name)
    click.echo(f"witness {key.public}")
    house = Published(url)
    if keys is not None:
        trusted = watching.read_keys(keys.read())
        _with_store(store, lambda kept: kept.trust(trusted))
    again = False
    while True:
        code = _look_once(house, store, key, again=again)
        again = True
        if not every or code == 1:
            sys.exit(code)
        time.sleep(every)


def _look_once(house: Published, store: Path, key: watching.WitnessKey, *, again: bool) -> int:
    """The exit code of one look. ``again``: what is as it was needs no word."""
    try:
        seen = _with_store(store, lambda kept: watching.look(house, kept, key, time.time))
    except watching.Alarm as alarm:
        click.echo(alarm.text, err=True)
        return 1
    except httpx.HTTPError as error:
        click.echo(f"the house cannot be reached: {type(error).__name__} / 无法连接系统", err=True)
        return UNREACHABLE
    except (ValueError, KeyError) as error:
        click.echo(f"this is not what a house answers: {error} / 无法识别的回复", err=True)
        return UNREACHABLE
    if seen is None:
        click.echo("nothing is sealed yet")
        return 0
    for trusted in seen.new_keys:
        click.echo(f"trusted at first sight, compare it with what is printed elsewhere: {trusted}")
    if seen.before is None or seen.before.size < seen.head.size:
        click.echo(f"cosigned {seen.head}")
    elif not again:
        click.echo(f"nothing new since {seen.head}")
    else:
        return 0
    if not house.give(seen.note):
        click.echo("the house did not take the cosignature: is this key in its ONEDOOR_JOURNAL_WITNESSES?")
    return 0


def _with_store(path: Path, use: Callable[[watching.Store], Found]) -> Found:
    """``use`` the store while no other witness writes to it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return use(watching.Store(path))
