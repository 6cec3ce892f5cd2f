"""A YAML file is read with its lines; a fault names file, line and remedy."""

from pathlib import Path

import pytest

from onedoor.kernel.documents import Faulty, read_yaml


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "service.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    document = read_yaml(write(tmp_path, "title:\n  en: Tax\nsteps:\n  - id: sign\n  - id: pay\n"))

    assert document.line(("title", "en")) == 2
    assert document.line(("steps", 1, "id")) == 5
    assert document.line(("steps", 1, "unknown")) == 5


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "Check the indentation"),
        ("a: 1\nb: 2\na: 3\n", 3, "Keep one"),
        (b"a: \xff\xfe\n", 1, "UTF-8"),
        ("a: 1\nb: &b\n  c: [1, *b]\n", 3, "instead of the alias"),
        ("&all\na: 1\nb: *all\n", 3, "instead of the alias"),
    ],
)
def test_a_fault_names_line_and_remedy(tmp_path: Path, text: str | bytes, line: int, remedy: str) -> None:
    with pytest.raises(Faulty) as faulty:
        read_yaml(write(tmp_path, text))

    [fault] = faulty.value.faults
    assert fault.line == line
    assert remedy in fault.remedy
    assert "service.yaml" in str(fault)


def test_a_missing_file_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match="no such file"):
        read_yaml(tmp_path / "absent.yaml")


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read_yaml(write(tmp_path, "# only a comment\n")).data is None


def test_an_alias_of_what_stands_elsewhere_is_read(tmp_path: Path) -> None:
    document = read_yaml(write(tmp_path, "officer: &may [read, write]\nduty: *may\n"))
    assert document.data["duty"] == ["read", "write"]
