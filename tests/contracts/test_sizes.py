"""Files and functions stay small enough to be read."""

import ast
from pathlib import Path

from tests.contracts.house import ROOT, SOURCE, list_sources

MOST_LINES, MOST_LINES_OF_A_DOOR, MOST_LINES_OF_A_FUNCTION = 500, 200, 60


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_file_is_longer_than_can_be_read() -> None:
    tests = sorted((ROOT / "tests").rglob("*.py"))

    assert not [str(path) for path in (*list_sources(), *tests) if lines_of(path) > MOST_LINES]


def test_views_only_choose_what_to_show() -> None:
    views = [path for path in list_sources() if path.is_relative_to(SOURCE / "doors")]

    assert not [f"{path}: {lines_of(path)}" for path in views if lines_of(path) > MOST_LINES_OF_A_DOOR]


def test_no_function_is_longer_than_a_screen() -> None:
    faults = []
    for path in list_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    faults.append(f"{path}:{node.lineno} {node.name} has {length} lines")
    assert not faults


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in list_sources() if not ast.get_docstring(ast.parse(path.read_text()))]

    assert not silent


def test_no_room_keeps_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "core", "misc", "manager", "handler"}

    assert not [str(path) for path in list_sources() if path.stem in drawers or path.parent.name in drawers]
