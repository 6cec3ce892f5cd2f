"""After the restart of the tutorial the service stands at every door: the demo city has published it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from onedoor.services import queries
from onedoor.services.commands import catalogue
from onedoor.services.versions import index
from tests.tutorial.test_write_your_first_service import desk, followed

__all__ = ["desk", "followed"]
LANGUAGES = [("en", "Resident parking permit"), ("zh-Hans", "居民停车证")]


@pytest.fixture
def restarted(followed: Path, settings: Any, db: None) -> Iterator[str]:
    """What the product does when it starts: it publishes what lies on the table."""
    settings.SERVE_FOLDER, settings.DEMO, settings.HOME = False, True, followed / "home"
    index._laid_out.clear()
    index.forget()
    result = CliRunner().invoke(catalogue, ["publish", "resident-parking", "--shipped"])
    assert result.exit_code == 0, result.output
    index.forget()
    yield result.output
    index._laid_out.clear()
    index.forget()


def test_the_start_publishes_the_new_service(restarted: str) -> None:
    assert restarted == "resident-parking: published\n"


@pytest.mark.parametrize(("language", "title"), LANGUAGES)
def test_the_portal_and_the_api_show_it_in_both_languages(
    restarted: str, client: Client, language: str, title: str
) -> None:
    spoken = {"Accept-Language": language}
    assert title in client.get("/services/resident-parking/", headers=spoken).content.decode()
    listed = client.get("/api/v1/services", headers=spoken).json()
    assert title in [one["title"] for one in listed]


def test_it_stands_at_the_counter_and_under_its_event_of_life(restarted: str, at: datetime) -> None:
    (card,) = [one for one in queries.list_services(at=at) if one.code == "resident-parking"]
    assert card.doors["counter"] == "full"
    (home,) = [event for event in queries.list_life_events(at=at) if event.code == "home"]
    assert "resident-parking" in [one.code for one in home.services]
