"""What the documents say is so: settings, commands, migrations, dependencies."""

import io
import re
import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command

from onedoor.config import settings  # noqa: F401  # reading it registers every setting
from onedoor.config.cli import GROUPS
from onedoor.config.commands import docs
from onedoor.config.environment import REGISTER
from onedoor.kernel.events import list_events
from tests.contracts.house import ROOT, SOURCE

README = (ROOT / "README.md").read_text()


def test_every_setting_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "reference" / "settings.md").read_text()

    assert not [name for name in REGISTER if f"`{name}`" not in manual]


def test_every_command_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"`make (\w+)`|^make (\w+)", README, re.MULTILINE))
    called = set(re.findall(r"onedoor (\w+)", README)) - {"is", "serves"}

    named = {target for pair in targets for target in pair if target}
    missing = [name for name in named if not re.search(rf"^[\w ]*\b{name}\b[\w ]*:", makefile, re.MULTILINE)]
    assert not missing
    assert {name for name in called if name.islower()} <= set(GROUPS)


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


def test_migrations_are_linear_and_say_what_they_do() -> None:
    faults = []
    for config in (c for c in apps.get_app_configs() if c.name.startswith("onedoor.")):
        folder = SOURCE / config.name.removeprefix("onedoor.").replace(".", "/") / "migrations"
        names = sorted(path.stem for path in folder.glob("[0-9]*.py"))
        numbers = [int(name[:4]) for name in names]
        if numbers != list(range(1, len(names) + 1)) or any("auto" in name for name in names):
            faults.append((config.label, names))
    assert not faults


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]

    silent = [name for name in wanted if not re.search(rf'"{re.escape(name)}",\s+# \w', text)]

    assert not silent


def test_the_written_reference_is_what_the_code_would_write(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [event for event in list_events() if not event.name.startswith("test.")]
    monkeypatch.setattr(docs, "list_events", lambda: ours)  # other tests bring events of their own

    stale = [name for name, write in docs.PAGES.items() if (docs.PLACE / name).read_text() != write()]

    assert not stale, "run: make docs"
