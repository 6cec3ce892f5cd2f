"""Where things are on this machine."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
"""The repository: the folder with pyproject.toml, package.json and catalogue/."""


def get_home() -> Path:
    """The folder for everything that a run leaves behind; ``ONEDOOR_HOME`` moves it."""
    return Path(os.environ.get("ONEDOOR_HOME") or ROOT / ".onedoor").resolve()
