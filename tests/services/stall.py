"""A stall at the market: one question of every type, an early end, helpers one after another."""

import io
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from onedoor.kernel.actors import Actor
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView, SavedView
from onedoor.services.types import Upload

WHO = {
    "keeper": {"latin": "Mei Lin", "chinese": "林美"},
    "home": {"street": "12 Quay Street", "building": "", "unit": "03-11", "postcode": "018989"},
    "mail": "mei@harbour.example",
    "phone": "6123 4567",
}


@pytest.fixture
def market(settings: Any, tmp_path: Path) -> Path:
    """The catalogue of the city with the stall in it."""
    house = shutil.copytree(settings.CATALOGUE, tmp_path / "catalogue")
    shutil.copytree(Path(__file__).with_name("market-stall"), house / "market-stall")
    settings.CATALOGUE = house
    return Path(house)


@pytest.fixture
def stall(market: Path, mei: UUID, citizen: Actor, at: Any) -> ApplicationView:
    """Mei Lin's application, just begun."""
    return actions.start_application(customer=mei, service="market-stall", door="portal", by=citizen, at=at)


def save(number: str, page: str, by: Actor, at: Any, files: Any = None, **answers: Any) -> SavedView:
    """Save a page as it is now."""
    now = services.get_application(number, by=by, at=at)
    return actions.save_page(
        application=now.id, page=page, answers=answers, revision=now.revision, files=files, by=by, at=at
    )


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **more: Any) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "stall.jpg", size: int | None = None) -> Upload:
    content = picture() if content is None else content
    return Upload(name=name, size=len(content) if size is None else size, content=content)
