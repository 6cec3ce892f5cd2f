"""What the machine needs beside Python packages: found, installed, or told in one line."""

from pathlib import Path

import pytest

from onedoor.config.ground import debian
from onedoor.config.ground.debian import WordsUnreadable, ensure_reading


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing reads letters; what apt-get installs lies in the folder that is given."""
    monkeypatch.setattr(debian, "find_languages_in", lambda named, _home: _find(Path(named)))
    monkeypatch.setenv("TESSDATA", str(tmp_path))
    return tmp_path


def _find(folder: Path) -> Path | None:
    return folder if (folder / "eng.traineddata").is_file() else None


def test_languages_that_are_there_are_taken(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / "eng.traineddata").touch()
    monkeypatch.setattr(debian, "apt_install", lambda *_: pytest.fail("nothing was missing"))
    ensure_reading()


def test_they_are_installed_where_that_is_possible(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def install(*packages: str) -> bool:
        assert "tesseract-ocr-chi-sim" in packages
        (bare / "eng.traineddata").touch()
        return True

    monkeypatch.setattr(debian, "apt_install", install)
    ensure_reading()
    assert "letters: installed" in capsys.readouterr().out


def test_else_one_line_says_what_to_run(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "apt_install", lambda *_: False)
    with pytest.raises(WordsUnreadable, match="apt-get install tesseract-ocr-eng"):
        ensure_reading()
