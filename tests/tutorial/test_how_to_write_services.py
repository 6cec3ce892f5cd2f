"""The pages for those who design services: what is shown there is in order, and prints what is said."""

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from onedoor.config.settings import ROOT
from onedoor.services.commands import catalogue
from onedoor.services.decide.computing import compute
from onedoor.services.files.loading import load_service
from onedoor.services.flow.plan import make_plan
from tests.tutorial.reading import Write, read_steps

PAGES = {
    "let-agencies-work-side-by-side": "market-stall",
    "come-first": "senior-swim",
    "give-each-entry-its-own-outcome": "holiday-camp",
}


@pytest.fixture
def table(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reader's own catalogue, with what the services lean on."""
    shutil.copytree(ROOT / "catalogue", tmp_path / "catalogue", ignore=shutil.ignore_patterns("examples"))
    settings.CATALOGUE = tmp_path / "catalogue"
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_is_in_order(table: Path, page: str) -> None:
    printed = []
    for step in read_steps(ROOT / "docs" / "how-to" / f"{page}.md"):
        if isinstance(step, Write):
            step.do(table)
            continue
        _, _, *arguments = shlex.split(step.command)
        result = CliRunner().invoke(catalogue, arguments)
        assert step.agrees(result.output), result.output
        assert result.exit_code == 0
        printed.append(step.printed)
    assert PAGES[page] in printed[-1]


def _loaded(table: Path, page: str) -> Any:
    for step in read_steps(ROOT / "docs" / "how-to" / f"{page}.md"):
        if isinstance(step, Write):
            step.do(table)
    return load_service(table / "catalogue" / PAGES[page]).service


def test_the_two_agencies_of_the_market_begin_together(table: Path) -> None:
    plan = make_plan(_loaded(table, "let-agencies-work-side-by-side"))
    kinds = [node.kind for node in plan.nodes]
    assert (kinds.count("fork"), kinds.count("join")) == (1, 1)


def test_each_child_of_the_camp_has_an_outcome(table: Path, at: Any) -> None:
    camp = _loaded(table, "give-each-entry-its-own-outcome")
    decision = compute(camp, {"children": [{"name": "Mia", "age": 9}, {"name": "Leo", "age": 4}]}, at=at)
    assert [(one.name["en"], one.code) for one in decision.each] == [("Mia", "given"), ("Leo", "young")]


def test_the_pool_looks_at_what_is_known_and_asks_nothing(table: Path) -> None:
    pool = _loaded(table, "come-first")
    assert pool.proactive is not None
    assert (pool.ask, list(pool.know)) == ((), ["birth_date"])
