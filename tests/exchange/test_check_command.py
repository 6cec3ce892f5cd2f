"""``onedoor partner check``: the offline check that partners run before they send."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from onedoor.exchange.commands import partner
from onedoor.exchange.intake.examples import EXAMPLES
from tests.exchange.conftest import DONOR_ID
from tests.exchange.files import donations

EXAMPLE_FILES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.*"))


def check(tmp_path: Path, file: bytes, *options: str) -> tuple[int, str]:
    path = tmp_path / "file.csv"
    path.write_bytes(file)
    done = CliRunner().invoke(partner, ["check", str(path), *options])
    return done.exit_code, done.output


def test_a_clean_file_passes(tmp_path: Path) -> None:
    code, said = check(tmp_path, donations(f"{DONOR_ID},400.00,2024-05-31,R-1"))

    assert code == 0
    assert "1 rows, 1 good, 0 faulty, total $400.00" in said


def test_each_faulty_row_is_told_with_line_code_and_remedy(tmp_path: Path) -> None:
    code, said = check(tmp_path, donations(f"{DONOR_ID},0,2024-05-31,R-1"))

    assert code == 1
    assert "line 4, record 1: E05 The amount must be above 0" in said


def test_a_file_that_would_be_refused_says_so(tmp_path: Path) -> None:
    code, said = check(tmp_path, donations(f"{DONOR_ID},1.00,2024-05-31,R-1", count=2))

    assert code == 1
    assert "E08" in said
    assert "The whole file would be refused." in said


def test_it_speaks_chinese(tmp_path: Path) -> None:
    _code, said = check(tmp_path, donations(f"{DONOR_ID},0,2024-05-31,R-1"), "--language", "zh-hans")

    assert "金额须大于 0" in said


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.name)
def test_the_example_files_of_the_manual_are_right(path: Path) -> None:
    assert CliRunner().invoke(partner, ["check", str(path)]).exit_code == 0


@pytest.mark.parametrize("feed", sorted(EXAMPLES))
def test_the_example_shown_at_the_door_is_the_manuals(feed: str) -> None:
    manual = next(path for path in EXAMPLE_FILES if path.name == f"{feed}.csv")

    assert manual.read_text() == EXAMPLES[feed]
