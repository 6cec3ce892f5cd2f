"""A house that serves what is published, and a small service that is ready to be: a library card.

Ada designs it; Mei Lin and Noor Aziz apply for it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import UUID

import pytest

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions
from onedoor.services.versions import index

SERVICE = Path(__file__).parent / "files" / "library-card"

Edit = Callable[..., Path]
Publish = Callable[..., UUID]


@pytest.fixture(autouse=True)
def published_only(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Customers get what is published; the house notices at once; its versions lie in a folder of its own."""
    settings.SERVE_FOLDER, settings.HOME = False, tmp_path / "home"
    monkeypatch.setattr(index, "SECONDS", 0.0)
    index._laid_out.clear()
    index.forget()
    yield
    index.forget()


@pytest.fixture(autouse=True)
def city_clock(tmp_path: Path, at: datetime) -> Iterator[Path]:
    clock.use_demo_clock(tmp_path / "clock")
    clock.set_demo_clock(tmp_path / "clock", at)
    yield tmp_path / "clock"
    clock.use_demo_clock(None)


@pytest.fixture
def designer() -> Actor:
    """Ada, of the digital office."""
    return Actor(
        kind="officer", account=UUID(int=21), name="Ada", door="desk", assurance=3, agency="CIO",
        permissions=frozenset({"services.design"}),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The service's folder, as Ada keeps it."""
    return copytree(SERVICE, tmp_path / "work" / "library-card")


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Ada changes words in a file of the folder."""

    def change(*pairs: tuple[str, str], file: str = "service.yaml") -> Path:
        text = (folder / file).read_text()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        (folder / file).write_text(text)
        return folder

    return change


@pytest.fixture
def publish(db: None, folder: Path, at: datetime) -> Publish:
    """What lies in the folder is published."""

    def put(by: Actor = SYSTEM, when: datetime | None = None) -> UUID:
        done = actions.publish_folder(folder=folder, reason="it is ready", by=by, at=when or at)
        assert done is not None
        return done

    return put
