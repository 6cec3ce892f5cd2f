"""The embedded server takes its part of what is there, and no more than a container gives."""

import os
from pathlib import Path

import pytest

from onedoor.config.ground.memory import LEAST, MOST, choose_shared_buffers

GIB = 2**30


@pytest.mark.parametrize(
    ("machine", "container", "taken"),
    [
        (4, "max", 512),
        (24, "max", MOST),
        (24, str(2 * GIB), 256),
        (24, str(GIB // 4), LEAST),
        (24, "", MOST),
    ],
)
def test_an_eighth_within_bounds(
    machine: int, container: str, taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": machine * GIB // 4096}
    monkeypatch.setattr(os, "sysconf", facts.__getitem__)
    (tmp_path / "memory.max").write_text(container)
    assert choose_shared_buffers(tmp_path / "memory.max") == taken


def test_where_neither_says_it_takes_the_least(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_name: str) -> int:
        raise ValueError

    monkeypatch.setattr(os, "sysconf", unknown)
    assert choose_shared_buffers(tmp_path / "none") == LEAST
