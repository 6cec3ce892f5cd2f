"""The verifier as anybody runs it: one file in a folder, no house around it, no environment."""

import subprocess
import sys
from pathlib import Path


def run_alone(folder: Path, file: str, keys: str, *more: str) -> "subprocess.CompletedProcess[str]":
    """``folder`` holds ``verifier.py``, the ``file`` to check and the ``keys`` to check it with."""
    return subprocess.run(
        [sys.executable, "-I", "verifier.py", file, "--keys", keys, *more],
        cwd=folder,
        env={"PYTHONPATH": "", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
