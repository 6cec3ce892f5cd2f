"""The manual leads nowhere that is not there: links, commands, pictures."""

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from onedoor.config.cli import GROUPS
from onedoor.config.demo.cast import CITIZENS, list_officers
from onedoor.config.settings import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
OURS = {"onedoor@harbour.example"}  # the sender of messages
COMMAND = re.compile(r"(?:\.venv/bin/|`|\$ )onedoor ([a-z]+)(?: ([a-z][a-z-]+))?")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = LINK.findall(page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_named_exists(page: Path) -> None:
    for group, name in COMMAND.findall(page.read_text()):
        assert group in GROUPS, group
        module, attribute, _ = GROUPS[group]
        command = getattr(import_module(module), attribute)
        if name and isinstance(command, click.Group):
            assert name in command.commands, f"{group} {name}"


def test_every_page_of_the_manual_is_in_its_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    written = [*(ROOT / "docs" / "how-to").glob("*.md"), *(ROOT / "docs" / "tutorial").glob("*.md")]
    assert [page.name for page in written if page.name not in index] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_everybody_whom_the_manual_names_lives_in_the_demo(page: Path) -> None:
    cast = {person.email for person in (*CITIZENS, *list_officers())}
    assert set(re.findall(r"`([a-z0-9]+@(?:[a-z]+\.)?harbour\.example)`", page.read_text())) - cast <= OURS
