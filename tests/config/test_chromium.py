"""Where the browser of the journeys comes from, and what is said when there is none."""

from pathlib import Path

import pytest

from onedoor.config.ground import chromium, debian
from onedoor.config.ground.chromium import ChromiumMissing, get_chromium


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only browser lies in a folder on PATH."""
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return program


def test_the_one_on_path_is_found_and_named(browser: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert get_chromium() == browser
    assert capsys.readouterr().out == f"chromium: {browser} (from PATH)\n"


def test_the_one_that_was_named_comes_first(browser: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = browser.rename(browser.with_name("brave"))
    monkeypatch.setenv("CHROMIUM", str(other))
    assert get_chromium() == other


def test_a_name_that_is_no_program_is_refused(browser: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(ChromiumMissing, match="CHROMIUM is /no/such/browser"):
        get_chromium()


def test_where_none_can_be_had_one_line_says_what_to_run(
    browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.unlink()
    monkeypatch.setattr(chromium, "run_quietly", lambda *_: None)
    monkeypatch.setattr(debian, "run_quietly", lambda *_: None)
    with pytest.raises(ChromiumMissing, match="sudo apt-get install chromium"):
        get_chromium()
